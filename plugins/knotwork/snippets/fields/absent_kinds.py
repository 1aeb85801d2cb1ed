"""The kind of a manifest that does not say it at its top: that below its metadata, or that of its fields."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import text_of, value_at

_HEAD = frozenset(("apiVersion", "kind", "metadata", "spec", "status"))
_MOST = 4
"""The most kinds that fields may be those of: of more, nothing is said."""


def kinds_of_fields(root: yaml.Node, api_version: str, known: BuiltinSchemas) -> tuple[str, ...]:
    """The kinds of an apiVersion that have the most of a document's fields; none if most fit none."""
    below = _names(value_at(root, "spec"))
    beside = _names(root) - _HEAD
    most, best = 0, list[str]()
    for version, kind in known.kinds():
        schema = known.kind(version, kind) if version == api_version and not kind.endswith("List") else None
        if schema is None:
            continue
        score = len(beside & schema.fields.keys())
        if "spec" in schema.fields:
            score += len(below & schema.fields["spec"].fields.keys())
        if score > most:
            most, best = score, []
        if score and score == most:
            best.append(kind)
    if most * 2 <= len(below) + len(beside) or len(best) > _MOST:
        return ()
    return tuple(best)


def head_below_metadata(root: yaml.Node, known: BuiltinSchemas) -> dict[str, yaml.Node]:
    """The keys of the apiVersion and the kind that stand below metadata, and not at the top."""
    metadata = value_at(root, "metadata")
    pairs = metadata.value if isinstance(metadata, yaml.MappingNode) else []
    top = _names(root)
    keys = {key_of(key): key for key, _ in pairs if key_of(key) in ("apiVersion", "kind")}
    api_version, kind = (
        text_of(value_at(root, name)) or text_of(value_at(metadata, name)) for name in ("apiVersion", "kind")
    )
    if not keys or known.kind(api_version or "", kind or "") is None:
        return {}
    return {name: key for name, key in keys.items() if name not in top}


def head_to_move(keys: dict[str, yaml.Node]) -> Iterator[Violation]:
    """The violations of an apiVersion and a kind below metadata."""
    for name, key in keys.items():
        message = f'unknown field "metadata.{name}": "{name}" belongs at the top'
        violation = at_node(UNKNOWN_FIELD, key, message, "Write it beside `metadata:`, without indentation.")
        yield replace(violation, belongs=name)


def _names(node: yaml.Node | None) -> set[str]:
    return {key_of(key) for key, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
