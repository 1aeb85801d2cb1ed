"""Parts of a manifest that say its kind and not all of its head: pasted from its middle, or an editor."""

from __future__ import annotations

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.apis import folded, is_slip
from knotwork.snippets.fields.missing_fields import BESIDE_NAME, MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.fields.of_server import OF_SERVER
from knotwork.snippets.identity import at_field
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.values import text_of, value_at

_WITH_SPEC = frozenset(
    "Pod Deployment ReplicaSet StatefulSet DaemonSet ReplicationController Job CronJob Service Ingress"
    " PersistentVolumeClaim".split()
)
"""Kinds that are nothing without a spec."""


def headless(root: yaml.Node, known: BuiltinSchemas, *, elided: bool = False) -> Violation | None:
    """The finding of a part of a manifest that says its kind, and has no apiVersion and no name either.

    Or of one that has nothing but a name, unless it is `elided`: lines are left out. Or of one that a server
    has written, which `kubectl edit` and `-o yaml` show from its apiVersion on.
    """
    names = {key_of(key) for key, _ in root.value} if isinstance(root, yaml.MappingNode) else set()
    kind = text_of(value_at(root, "kind"))
    if not kind or not known.versions_of(kind) or any(is_slip(name, "apiVersion") for name in names):
        return None
    lacks = _lacks(root, names, kind, elided=elided)
    if not lacks:
        return None
    message = f"this {kind} is shown in part: it has no {lacks}"
    return replace(at_field(root, "kind", MISSING_FIELD, message, SHOWN_IN_PART), severity="info", path="")


def _lacks(root: yaml.Node, names: set[str], kind: str, *, elided: bool) -> str:
    """What a document with a kind lacks, where it is shown in part; empty: it may be whole."""
    metadata = value_at(root, "metadata")
    if isinstance(metadata, yaml.MappingNode) and metadata.value and "apiVersion" not in names:
        shown = {key_of(key): value for key, value in metadata.value}
        if shown.keys() <= BESIDE_NAME:
            return "apiVersion and no metadata.name"
        if names == {"kind", "metadata"}:
            return "apiVersion and no spec" if kind in _WITH_SPEC and not elided else ""
        written = (node for name, node in shown.items() if name in OF_SERVER)
        return "apiVersion, and the API server has written to it" if any(map(_is_given, written)) else ""
    if "spec" not in names or any(folded(name) == "metadata" for name in names):
        return ""
    return "apiVersion and no metadata"


def _is_given(node: yaml.Node) -> bool:
    return node.tag != NULL
