"""The objects that a note shows, by kind, namespace and name, with their keys and ports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

import yaml

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.references import pod_references
from knotwork.snippets.lints.typos import Names
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.scopes import WITHOUT_NAMESPACE
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, literal, number

_HOLDS = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_EVERYWHERE = WITHOUT_NAMESPACE | {"ClusterIssuer", "ClusterSecretStore", "ClusterWorkflowTemplate"}
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


def _keys(owner: Manifest) -> list[str]:
    nodes = [owner.value(field) for field in _HOLDS.get(owner.kind, ()) if field in owner.fields]
    if owner.partial or not all(isinstance(node, yaml.MappingNode) for node in nodes):
        return []
    keys = [name for node in nodes for name in owner.pairs(node)]
    return list(dict.fromkeys(keys)) if all(is_literal(name) for name in keys) else []


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
