"""The children of a field that stand on the field's own level, below it: `capacity:`, then `storage: 5Gi`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import yaml

from knotwork.model.equivalences import only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.model.one_typo import is_one_typo
from knotwork.snippets.fields.misnomers import usual_name
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.paths import written
from knotwork.snippets.yaml.placeholders import is_placeholder


def misplaced_children(
    pairs: Iterable[tuple[yaml.Node, yaml.Node]], schema: Schema, unknown: Collection[str]
) -> Mapping[str, str]:
    """The unknown fields of a mapping that are children of an empty field above them, by their names.

    The value is the name of that field. `unknown` are the names that the mapping cannot have. Between a field
    and its children there is nothing else, but for fields that both can have.
    """
    parents: dict[str, str] = {}
    parent = ""
    for key, value in pairs:
        name = key_of(key)
        if _is_left_out(value) and name in schema.fields:
            parent = name
        elif usual_name(schema.name, name) in schema.fields:
            parent = ""
        elif parent and name in unknown and _may_have(schema.fields[parent], name, value, schema.fields):
            parents[name] = parent
        elif parent and name not in schema.fields[parent].fields:
            parent = ""
    return parents


def child_place(schema: Schema, parent: str) -> str:
    """Where the children of a field stand: `csi`, and `headers[]` for the items of a list."""
    return written([parent if schema.fields[parent].items is None else f"{parent}[]"])


def _is_left_out(node: yaml.Node) -> bool:
    return (
        isinstance(node, yaml.ScalarNode)
        and node.tag == NULL
        and node.start_mark.index == node.end_mark.index
    )


def _may_have(parent: Schema, name: str, value: yaml.Node, fields: Mapping[str, Schema]) -> bool:
    """Whether an unknown field can be a child of an empty one; a misspelt field of the mapping is none."""
    inner = parent.items or parent
    if name in inner.fields:
        return True
    if parent.values is None or parent.values.type not in ("string", "quantity"):
        return False
    if not isinstance(value, yaml.ScalarNode) or is_placeholder(name):
        return False
    near = nearest_names(name, sorted(fields))
    return not only_equivalent(name, list(fields)) and not (near and is_one_typo(name, near[0]))
