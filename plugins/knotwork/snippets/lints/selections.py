"""Services and the pods of the same note: a selector that misses them, and ports that they do not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import yaml

from knotwork.snippets.fields.suggestions import did_you_mean, meant, written_instead
from knotwork.snippets.lints.fields import given, quoted
from knotwork.snippets.lints.lint import note_lint
from knotwork.snippets.lints.ports import UNDEFINED_PORT, port_names
from knotwork.snippets.lints.typos import Names, is_typo
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal, literal_name, text

UNMATCHED_SERVICE = snippet_rule(
    "unmatched-service",
    "warning",
    "references",
    """
    A Service selects no pod of the note, though it was surely made for one of them.

    The API server takes it: pods may come later. But the Service has no endpoints, and every connection to it
    is refused. Only the pods of the same note count, and only those that have the Service's name, or differ
    from its selector by a slip.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: weblog
      ports:
        - port: 80
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: blog
      labels:
        app: blog
    spec:
      containers:
        - name: blog
          image: nginx:1.27
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: blog
    spec:
      selector:
        app: blog
      ports:
        - port: 80
    ```

    Give the pods the labels that the Service selects, or the other way round; the pods of a Deployment have
    those of its template. `check --fix` changes the selector only with `--unsafe-fixes`.
    """,
    position=2,
)


_MOST = 100
"""Where more pods than these come into question, nothing is said."""


@dataclass(frozen=True, slots=True)
class _Pods:
    """The pods that one manifest makes, as far as a Service sees them."""

    manifest: Manifest
    pod: Pod
    labels: dict[str, str]


class _Space:
    """All pods of one namespace, found by what they are called and labelled."""

    def __init__(self) -> None:
        self.pods: list[_Pods] = []
        self.readable = True
        """Whether the labels of all can be told; else it may be the others that are meant."""
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
        self.pods.append(_Pods(manifest, pod, labels))
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

    def selected(self, selector: dict[str, str]) -> set[int]:
        """Those that have all the labels."""
        nothing: dict[str, set[int]] = {}
        each = [self._labelled.get(key, nothing).get(value, set()) for key, value in selector.items()]
        return set.intersection(*sorted(each, key=len))

    def close(self, name: str | None, selector: dict[str, str]) -> list[_Pods]:
        """Those that a selector which selects none seems to be made for; none when that may be very many."""
        found = set(self._named.get(name, ())) if name else set()
        for key, value in selector.items():
            for near in self._values[key].near(value) if key in self._values else ():
                found |= self._labelled[key][near]
            with_key = self._keyed.get(key, set())
            found |= self._valued.get(value, set()) - with_key
            for other in self._keys.near(key):
                found |= self._keyed[other] - with_key
            if len(found) > _MOST:
                return []
        return [self.pods[n] for n in sorted(found) if _is_meant(name, selector, self.pods[n])]


@note_lint(UNMATCHED_SERVICE, UNDEFINED_PORT)
def selections(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """What is wrong with how the Services of a note select its pods."""
    spaces: dict[str, _Space] = defaultdict(_Space)
    for _, each in manifests:
        for pod in each.pods:
            spaces[each.namespace].add(each, pod)
    for index, each in manifests:
        space = spaces.get(each.namespace)
        if each.kind == "Service" and each.group == "" and space is not None and space.readable:
            for found in _service(each, space):
                yield index, found


def _labels(manifest: Manifest, pod: Pod) -> dict[str, str] | None:
    """The labels of pods; None when they cannot all be told."""
    if pod.labels is None:
        return None if manifest.partial else {}
    found = {name: literal(value) for name, (_, value) in manifest.pairs(pod.labels).items()}
    known = {name: value for name, value in found.items() if value is not None}
    return known if len(known) == len(found) else None


def _service(service: Manifest, space: _Space) -> Iterator[Violation]:
    fields = service.pairs(given(service.spec, "selector"))
    wanted = {name: literal(value) for name, (_, value) in fields.items()}
    selector = {name: value for name, value in wanted.items() if value is not None}
    if not selector or len(selector) != len(wanted):
        return
    selected = space.selected(selector)
    if selected:
        if len(selected) <= _MOST:
            yield from _targets(service, [space.pods[n] for n in sorted(selected)])
        return
    close = space.close(service.name, selector)
    if len(close) == 1:
        name, value = next((n, v) for n, v in selector.items() if close[0].labels.get(n) != v)
        yield _unmatched(name, value, fields[name][1], close[0])


def _is_meant(name: str | None, selector: dict[str, str], pods: _Pods) -> bool:
    """Whether a Service that does not select some pods seems to be made for them."""
    labels = pods.labels
    if name and name == pods.manifest.name:
        return True
    apart = [key for key, value in selector.items() if labels.get(key) != value]
    if len(apart) != 1:
        return False
    key = apart[0]
    near = key in labels and is_typo(selector[key], labels[key])
    other_key = key not in labels and selector[key] in labels.values()
    return near or other_key or (key not in labels and any(is_typo(key, each) for each in labels))


def _unmatched(name: str, value: str, node: yaml.Node, pods: _Pods) -> Violation:
    owner = f"{pods.manifest.kind} {quoted(pods.manifest.name or '')}"
    there = pods.labels.get(name)
    shown = ", ".join(f"{key}: {each}" for key, each in list(pods.labels.items())[:4]) or "no labels"
    message = f"the Service selects no pod of this note: those of {owner} have {shown}, not {name}: {value}"
    found = at_node(UNMATCHED_SERVICE, node, message, "Write labels that the pods have.")
    return replace(found, repair=written_instead(node, there) if there else None)


def _targets(service: Manifest, pods: list[_Pods]) -> Iterator[Violation]:
    """Ports that are called by a name which no pod has."""
    if any(each.manifest.partial for each in pods):
        return
    names = dict.fromkeys(
        name for each in pods for c in each.pod.containers for name in port_names(each.manifest, c)
    )
    for port in service.maps(given(service.spec, "ports")):
        node = given(port, "targetPort")
        written = text(node)
        if node is None or not literal_name(node) or written is None or written.isdigit() or written in names:
            continue
        owner = f"{pods[0].manifest.kind} {quoted(pods[0].manifest.name or '')}"
        message = f"no container of {owner} has a port called {quoted(written)}{did_you_mean(written, names)}"
        found = at_node(
            UNDEFINED_PORT,
            node,
            message,
            "Name the port under the container's `ports:`, or write its number.",
        )
        best = meant(written, names)
        yield replace(found, repair=written_instead(node, best) if best else None)
