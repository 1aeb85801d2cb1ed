"""Services and the pods of the same note: which they select, and for which they seem to be made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import yaml
from msgspec import Struct

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.typos import Names, is_typo
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.yaml.values import literal

_MOST = 100
"""With more candidates than these, nothing is reported."""


_SHARED_LABELS = frozenset(
    (
        *("instance", "part-of", "managed-by", "version", "component", "created-by"),
        *("release", "chart", "heritage", "tier", "environment", "env", "team"),
    )
)
"""Labels that pods of different workloads have in common, without their prefix."""


class PodsOfManifest(Struct, frozen=True):
    """The pods that one manifest makes, as far as a Service sees them."""

    manifest: Manifest
    pod: Pod
    labels: dict[str, str]

    @property
    def written(self) -> dict[str, str]:
        """The labels without those that a controller writes."""
        return {name: value for name, value in self.labels.items() if name not in _OF_SERVER}


_JOB_NAMES = ("job-name", "batch.kubernetes.io/job-name")
_OF_SERVER = frozenset(
    (
        *(*_JOB_NAMES, "controller-uid", "batch.kubernetes.io/controller-uid"),
        *("batch.kubernetes.io/job-completion-index", "pod-template-hash", "controller-revision-hash"),
        *("statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "pod-template-generation"),
    )
)
"""Labels that no manifest of a workload has: its controller writes them on the pods."""
_OF_RUN = {"run"}
"""The label of pods that `kubectl run` makes, which no manifest of the note shows."""


class NamespacePods:
    """All pods of one namespace, by name and by label."""

    def __init__(self) -> None:
        self.pods: list[PodsOfManifest] = []
        self.readable = True
        """Whether the labels of all are known; else the Service may select the others."""
        self._named: dict[str, set[int]] = defaultdict(set)
        self._keyed: dict[str, set[int]] = defaultdict(set)
        self._valued: dict[str, set[int]] = defaultdict(set)
        self._labelled: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))

    def add(self, manifest: Manifest, pod: Pod) -> None:
        """One manifest's pods more."""
        labels = _labels(manifest, pod)
        if labels is None:
            self.readable = False
            return
        index = len(self.pods)
        self.pods.append(PodsOfManifest(manifest, pod, labels))
        self._named[manifest.name or ""].add(index)
        for key, value in labels.items():
            self._keyed[key].add(index)
            self._valued[value].add(index)
            self._labelled[key][value].add(index)

    @cached_property
    def _keys(self) -> Names:
        return Names(self._keyed)

    @cached_property
    def _values(self) -> dict[str, Names]:
        return {key: Names(values) for key, values in self._labelled.items()}

    def selected(self, selector: dict[str, str]) -> list[PodsOfManifest]:
        """Those that have all the labels; none when these are very many."""
        selected = self._selected(selector)
        return [self.pods[n] for n in sorted(selected)] if len(selected) <= _MOST else []

    def _selected(self, selector: dict[str, str]) -> set[int]:
        nothing: dict[str, set[int]] = {}
        with_label = [self._labelled.get(key, nothing).get(value, set()) for key, value in selector.items()]
        return set.intersection(*sorted(with_label, key=len))

    def close(self, name: str | None, selector: dict[str, str]) -> list[PodsOfManifest]:
        """Those that a selector which selects none seems to be made for; none when that may be very many."""
        if self._selected(selector) or selector.keys() == _OF_RUN:
            return []
        near_pods = set(self._named.get(name, ())) if name else set()
        for key, value in selector.items():
            for near in self._values[key].near(value) if key in self._values else ():
                near_pods |= self._labelled[key][near]
            with_key = self._keyed.get(key, set())
            near_pods |= self._valued.get(value, set()) - with_key
            for near_key in self._keys.near(key):
                near_pods |= self._keyed[near_key] - with_key
            if len(near_pods) > _MOST:
                return []
        return [self.pods[n] for n in sorted(near_pods) if _is_meant(name, selector, self.pods[n])]


def services_and_pods(
    manifests: Sequence[tuple[int, Manifest]],
) -> Iterator[tuple[int, Manifest, dict[str, str], NamespacePods]]:
    """The Services of a note: the index of its snippet, the Service, its selector, its namespace's pods.

    Without those whose selector, or the labels of whose pods, are to be filled in.
    """
    return selectors_and_pods(manifests, _of_service)


def selectors_and_pods(
    manifests: Sequence[tuple[int, Manifest]], selector_of: Callable[[Manifest], yaml.Node | None]
) -> Iterator[tuple[int, Manifest, dict[str, str], NamespacePods]]:
    """The objects of a note that select pods, as for Services.

    `selector_of`: the labels by which one selects; None for other objects.
    """
    spaces: dict[str, NamespacePods] = defaultdict(NamespacePods)
    for _, manifest in manifests:
        for pod in manifest.pods:
            spaces[manifest.namespace].add(manifest, pod)
    for index, service in manifests:
        space = spaces.get(service.namespace)
        if space is not None and space.readable and (node := selector_of(service)) is not None:
            selector = _labels_at(service, node)
            if selector and not (_OF_SERVER & selector.keys() and not space.selected(selector)):
                yield index, service, selector, space


class Pairs:
    """Which Services and pods of a note are meant for each other: a long note shows the same names again."""

    def __init__(self, manifests: Sequence[tuple[int, Manifest]]) -> None:
        self._shown = Counter((manifest.kind, manifest.namespace, manifest.name) for _, manifest in manifests)
        self._with_pods = {manifest.section for _, manifest in manifests if manifest.pods}

    def is_one(self, service: Manifest, of_manifest: PodsOfManifest) -> bool:
        """Whether both stand under one heading, or are the only ones, and no other pods stand nearer."""
        owner = of_manifest.manifest
        if owner.section == service.section:
            return True
        if service.section in self._with_pods:
            return False
        return all(self._shown[one.kind, one.namespace, one.name] == 1 for one in (service, owner))


def _of_service(service: Manifest) -> yaml.Node | None:
    return given(service.spec, "selector") if service.kind == "Service" and service.group == "" else None


def _labels_at(manifest: Manifest, node: yaml.Node) -> dict[str, str] | None:
    """The labels in a selector; None when not all are known."""
    fields = manifest.pairs(node)
    written = {name: literal(value) for name, (_, value) in fields.items()}
    selector = {name: value for name, value in written.items() if value is not None}
    return selector if len(selector) == len(written) else None


def _labels(manifest: Manifest, pod: Pod) -> dict[str, str] | None:
    """The labels of pods; None when not all are known."""
    if pod.labels is None:
        in_part = manifest.partial or (manifest.kind != "Pod" and not pod.metadata)
        return None if in_part else {}
    labels = {name: literal(value) for name, (_, value) in manifest.pairs(pod.labels).items()}
    if manifest.kind == "Job" and manifest.name:
        labels |= dict.fromkeys(_JOB_NAMES, manifest.name)
    known = {name: value for name, value in labels.items() if value is not None}
    return known if len(known) == len(labels) else None


def _is_meant(name: str | None, selector: dict[str, str], pods: PodsOfManifest) -> bool:
    """Whether a Service that does not select some pods seems to be made for them."""
    labels = pods.labels
    if name and name == pods.manifest.name:
        return True
    apart = [key for key, value in selector.items() if labels.get(key) != value]
    if len(apart) != 1:
        return False
    key = apart[0]
    near = key in labels and is_typo(selector[key], labels[key])
    own = (label for name, label in labels.items() if name.rpartition("/")[2] not in _SHARED_LABELS)
    other_key = key not in labels and selector[key] in own
    return near or other_key or (key not in labels and any(is_typo(key, label) for label in labels))
