"""Unknown fields of a mapping, and the mapping as it is meant, with the fields that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.accounts_of_fields import unknown_field
from knotwork.snippets.fields.misnomers import same_field
from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.unknown_fields import renamed
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import MAPPING, NULL, STRING
from knotwork.snippets.yaml.placeholders import is_placeholder, is_placeholder_node

_LIST = "It is a list: begin each of its items with `- `."
_MAPPING = "It is a mapping: its fields stand below it, indented, without `- `."
_ONE_VALUE = "It takes one value."
_SHOWN = 60
"""The longest text that is shown as an item."""
UnknownField = tuple[yaml.Node, yaml.Node, str]
"""A key, its value, and the name that it is read as."""
_OTHER_VALUES = frozenset((("kind", "resource"), ("apiVersion", "apiGroup")))
"""Fields of references that are meant for others, which have other values."""
IsValid = Callable[[yaml.Node, Schema], bool]


def reported_field(field: UnknownField, here: Surroundings, is_valid: IsValid) -> tuple[Violation, str]:
    """The violation for an unknown field, and the name of the one that is probably meant, or ""."""
    key, value, name = field
    violation, best = unknown_field(key, value, name, here)
    known = here.schema.fields
    if best in known and violation.repair is None and (name, best) not in _OTHER_VALUES:
        by = same_field(here.schema, name, best) if is_valid(value, known[best]) else ()
        violation = renamed(violation, key, best, by)
        shape = _other_shape(value, known[best]) if not by and violation.help is None else ""
        violation = replace(violation, help=shape or violation.help)
    return violation, best


def _other_shape(value: yaml.Node, schema: Schema) -> str:
    """The help for a value that the field which is meant cannot have as it is; empty for any other."""
    type_ = schema.type
    if isinstance(value, yaml.ScalarNode):
        if value.tag == NULL or is_placeholder(value.value):
            return ""
        if type_ == "array" and not value.style and len(value.value) <= _SHOWN:
            return f"It is a list: write `[{value.value}]`."
        return _LIST if type_ == "array" else _MAPPING if type_ == "object" else ""
    if is_placeholder_node(value):
        return ""
    if isinstance(value, yaml.MappingNode):
        return _LIST if type_ == "array" else "" if type_ in ("object", "") else _ONE_VALUE
    return _MAPPING if type_ == "object" else "" if type_ in ("array", "") else _ONE_VALUE


def mapping_as_meant(
    node: yaml.MappingNode, unknown: Sequence[UnknownField], reported: Sequence[tuple[Violation, str]]
) -> yaml.MappingNode:
    """A mapping with the fields that are meant in place of those that it cannot have.

    One that belongs under another field stands for that.
    """
    meant: dict[int, tuple[str, bool]] = {}
    for (key, _, _), (violation, best) in zip(unknown, reported, strict=True):
        above = violation.below.partition(".")[0].removesuffix("[]")
        if best or above:
            meant[id(key)] = (best or above, not best)
    if not meant:
        return node
    pairs = [_pair(pair, *meant.get(id(pair[0]), ("", False))) for pair in node.value]
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)


def _pair(pair: tuple[yaml.Node, yaml.Node], name: str, below: bool) -> tuple[yaml.Node, yaml.Node]:
    if not name:
        return pair
    key, value = pair
    written = yaml.ScalarNode(STRING, name, key.start_mark, key.end_mark)
    return written, yaml.MappingNode(MAPPING, [pair], key.start_mark, value.end_mark) if below else value
