"""References to objects of the note by a name, a key or a port that these do not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import quoted
from knotwork.snippets.fields.suggestions import any_of, did_you_mean, written_instead
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import note_lint
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.lints.references import Reference, class_references, other_references, pod_references
from knotwork.snippets.lints.typos import Names
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, literal, number

UNDEFINED_REFERENCE = snippet_rule(
    "undefined-reference",
    "warning",
    "references",
    """
    A manifest refers to an object in the note by a misspelt name, or to a key or port that it does not have.

    The API server accepts it: the object may come later. The pod then waits without end, with
    `CreateContainerConfigError` or an unmounted volume. Objects that the note does not show may exist, so
    only a name that looks like a typo of one in the note is reported. Only manifests under the same heading
    are compared; an object that is shown twice may have other keys and ports.

    Bad:

    ````markdown
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: setting
    ```
    ````

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
      LEVEL: info
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: refers
    spec:
      containers:
        - name: web
          image: nginx:1.27
          envFrom:
            - configMapRef:
                name: settings
    ```

    Write the name as in the object's manifest. The rule covers ConfigMaps, Secrets, claims, accounts, roles,
    classes, what an autoscaler scales, and the Services of an Ingress. References with `optional: true` are
    not reported. `check --fix` changes names only with `--unsafe-fixes`.
    """,
    position=5,
)

_HOLDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_WORKLOADS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
"""What an autoscaler scales."""
_GUESSES = 100
"""For how many unknown keys of a note a suggestion is looked up."""
_EVERYWHERE = frozenset(("ClusterRole", "PersistentVolume", "IngressClass", "StorageClass", "PriorityClass"))
"""Kinds whose objects are in no namespace."""


class Alike:
    """The objects of one kind in one namespace, by their names."""

    def __init__(self) -> None:
        self.objects: dict[str, list[Manifest]] = {}
        self._keys: dict[str, Names] = {}
        self._ports: dict[tuple[str, str], Collection[str]] = {}

    @cached_property
    def names(self) -> Names:
        """What they are called."""
        return Names(self.objects)

    def only(self, name: str) -> Manifest | None:
        """The object of a name; None when several have it: they are stages of one object, or alternatives."""
        objects = self.objects[name]
        return objects[0] if len(objects) == 1 else None

    def keys(self, name: str) -> Names:
        """The keys of the object of a name; none when it may have others."""
        if name not in self._keys:
            owner = self.only(name)
            self._keys[name] = Names(_keys(owner) if owner is not None else ())
        return self._keys[name]

    def ports(self, name: str, field: str) -> Collection[str]:
        """The numbers or names of the ports of the Service of a name; none when it may have others."""
        if (name, field) not in self._ports:
            service = self.only(name)
            self._ports[name, field] = _ports(service, field) if service is not None else ()
        return self._ports[name, field]


class Shown:
    """The objects that a section of a note shows, and the names of those that the note shows elsewhere."""

    def __init__(self, manifests: Iterable[Manifest], elsewhere: Iterable[Manifest]) -> None:
        self._kinds: dict[tuple[str, str], Alike] = defaultdict(Alike)
        self.guesses = 0
        """For how many keys a suggestion was looked up."""
        self._manifests = tuple(manifests)
        self._requested: dict[tuple[str, str, str], set[str]] = {}
        for manifest in self._manifests:
            if manifest.name and is_literal(manifest.name):
                objects = self._kinds[manifest.kind, _space(manifest)].objects
                objects.setdefault(manifest.name, []).append(manifest)
        self._elsewhere: dict[tuple[str, str, str | None], list[Manifest]] = defaultdict(list)
        for manifest in elsewhere:
            self._elsewhere[manifest.kind, _space(manifest), manifest.name].append(manifest)

    def is_elsewhere(self, kind: str, space: str, name: str) -> bool:
        """Whether another section of the note shows an object."""
        return (kind, "" if kind in _EVERYWHERE else space, name) in self._elsewhere

    def has_key_elsewhere(self, kind: str, space: str, name: str, key: str) -> bool:
        """Whether an object, as the note shows it somewhere, has a key."""
        return any(key in _keys(owner) for owner in self._elsewhere.get((kind, space, name), ()))

    def requested_of(self, kind: str, space: str, name: str) -> set[str]:
        """The keys that the pods of the section want of an object."""
        if not self._requested:
            for manifest in self._manifests:
                for reference in pod_references(manifest):
                    owner = (reference.kind, manifest.namespace, literal(reference.name) or "")
                    self._requested.setdefault(owner, set()).update(
                        filter(None, map(literal, reference.keys))
                    )
        return self._requested.get((kind, space, name), set())

    def like(self, kind: str, space: str) -> Alike | None:
        """The objects of a kind in a namespace."""
        return self._kinds.get((kind, "" if kind in _EVERYWHERE else space))


def _space(manifest: Manifest) -> str:
    return "" if manifest.kind in _EVERYWHERE else manifest.namespace


@note_lint(UNDEFINED_REFERENCE)
def undefined_references(manifests: Sequence[tuple[int, Manifest]]) -> Iterator[tuple[int, Violation]]:
    """References to objects by a name, a key or a port that these do not have.

    Compared are the manifests below one heading: a long note shows alternatives.
    """
    sections: dict[int, list[tuple[int, Manifest]]] = defaultdict(list)
    for index, manifest in manifests:
        sections[manifest.section].append((index, manifest))
    everything = [manifest for _, manifest in manifests]
    for of_section in sections.values():
        if len(of_section) > 1:
            shown = Shown([manifest for _, manifest in of_section], everything)
            for index, manifest in of_section:
                yield from ((index, violation) for violation in _of_manifest(manifest, shown))


def _of_manifest(manifest: Manifest, shown: Shown) -> Iterator[Violation]:
    for reference in chain(pod_references(manifest), other_references(manifest), class_references(manifest)):
        yield from _checked(reference, manifest.namespace, shown)
    if manifest.kind == "Ingress":
        yield from _ingress(manifest, shown)


def _checked(reference: Reference, space: str, shown: Shown) -> Iterator[Violation]:
    known = shown.like(reference.kind, space)
    name = literal(reference.name)
    if name and not reference.optional and reference.kind in _WORKLOADS:
        yield from _other_kind(reference, name, space, shown)
    if not name or known is None or reference.optional:
        return
    if name not in known.objects:
        if not shown.is_elsewhere(reference.kind, space, name):
            for violation in _typo(reference.name, reference.kind, name, known):
                yield replace(violation, severity=reference.severity)
        return
    there = known.keys(name)
    if not there.known:
        return

    def is_missing(key: str) -> bool:
        return key not in there.known and not shown.has_key_elsewhere(reference.kind, space, name, key)

    for node in reference.keys:
        key = literal(node)
        if key and is_missing(key):
            violation = _without_key(node, f"{reference.kind} {quoted(name)}", key, there, shown)
            others = shown.requested_of(reference.kind, space, name) - {key}
            # an object that lacks several keys, this one not by a slip, is shown in part
            in_part = violation.repair is None and any(map(is_missing, others))
            yield replace(violation, severity="info") if in_part else violation


def _other_kind(reference: Reference, name: str, space: str, shown: Shown) -> Iterator[Violation]:
    """What is to be scaled has another kind in the note, and there is none of the kind that is named."""
    if shown.is_elsewhere(reference.kind, space, name):
        return
    kinds = [kind for kind in _WORKLOADS if shown.is_elsewhere(kind, space, name)]
    if len(kinds) == 1:
        message = f"Not found: {reference.kind} {quoted(name)}: in this note it is a {kinds[0]}"
        help_ = f"If that is meant, write `kind: {kinds[0]}`."
        violation = at_node(UNDEFINED_REFERENCE, reference.name, message, help_)
        yield replace(violation, severity="info")


def _without_key(node: yaml.Node, owner: str, key: str, there: Names, shown: Shown) -> Violation:
    shown.guesses += 1
    hint = did_you_mean(key, there.known) if shown.guesses < _GUESSES else ""
    message = f"Not found: {quoted(key)}: {owner} of this note has no such key{hint}"
    violation = at_node(UNDEFINED_REFERENCE, node, message, f"Its keys are {_some(there.known)}.")
    best = there.typo(key)
    return replace(violation, repair=written_instead(node, best) if best else None)


def _typo(node: yaml.Node, kind: str, name: str, known: Alike) -> Iterator[Violation]:
    best = known.names.typo(name)
    if best:
        message = f'Not found: {quoted(name)}: this note has no such {kind}: did you mean "{best}"?'
        violation = at_node(
            UNDEFINED_REFERENCE, node, message, "Write its name as it is where it is defined."
        )
        yield replace(violation, repair=written_instead(node, best))


def _some(words: Collection[str]) -> str:
    return any_of(list(islice(words, 8)), "and")


def _keys(owner: Manifest) -> list[str]:
    nodes = [owner.value(field) for field in _HOLDS.get(owner.kind, ()) if field in owner.fields]
    if owner.partial or not all(isinstance(node, yaml.MappingNode) for node in nodes):
        return []
    keys = [name for node in nodes for name in owner.pairs(node)]
    return list(dict.fromkeys(keys)) if all(is_literal(name) for name in keys) else []


def _ingress(manifest: Manifest, shown: Shown) -> Iterator[Violation]:
    known = shown.like("Service", manifest.namespace)
    for node, _ in ingress_backends(manifest):
        service = manifest.pairs(given(manifest.pairs(node), "service"))
        name_node = given(service, "name")
        name = literal(name_node)
        if name_node is None or not name or known is None:
            continue
        if name not in known.objects:
            if not shown.is_elsewhere("Service", manifest.namespace, name):
                yield from _typo(name_node, "Service", name, known)
            continue
        port = manifest.pairs(given(service, "port"))
        for field, node_ in (("port", given(port, "number")), ("name", given(port, "name"))):
            port_ = number(node_) if field == "port" else literal(node_)
            there = known.ports(name, field)
            if node_ is not None and port_ and there and str(port_) not in there:
                message = f"Not found: {port_}: Service {quoted(name)} of this note has no such port"
                yield at_node(UNDEFINED_REFERENCE, node_, message, f"It has {_some(there)}.")


def _ports(service: Manifest, field: str) -> Collection[str]:
    ports = service.maps(given(service.spec, "ports"))
    if service.partial or not ports or len(ports) != len(items(given(service.spec, "ports"))):
        return ()
    written: dict[str, None] = {}
    for port in ports:
        node = given(port, field)
        value = number(node) if field == "port" else literal(node)
        if value is None and (field == "port" or node is not None):
            return ()
        written.update({str(value): None} if value is not None else {})
    return written
