"""Mappings among the entries of a map that are a field of what is around it, or of another entry.

limits:
  mine: {rates: []}
  defaults: {limits: {}}     # belongs beside `limits`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.other_levels import Surroundings
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import is_written, key_of
from knotwork.snippets.yaml.paths import shown
from knotwork.snippets.yaml.placeholders import is_placeholder_node


def misplaced_entry(
    node: yaml.MappingNode,
    unknown: int,
    here: Surroundings,
    fits: Callable[[yaml.Node, Schema], bool],
) -> Violation | None:
    """The violation for an entry of a map that has no field of one and fits elsewhere; None: it fits nowhere.

    `unknown`: how many of its fields an entry cannot have. `fits`: whether a value has no violations of a
    schema.
    """
    entries = here.around
    if entries is None or entries.node is None or entries.schema.values is not here.schema:
        return None
    fields = [key for key, _ in node.value if is_written(key)]
    start = node.start_mark.index  # with its defaults it is no longer the node of the entry
    entry = next(((key, value) for key, value in entries.node.value if _begins_at(key, value, start)), None)
    if entry is None or unknown < len(fields):
        return None
    key, value = entry
    places = [*_places(value, key, here, entries, fits)]
    if not places:
        return None
    name = key_of(key)
    (place, depth), *others = places
    message = f'unknown field "{shown((here.path, key_of(fields[0])))}": "{name}" belongs in '
    if others:
        names = " or ".join(place or "the manifest" for place, _ in places)
        return at_node(UNKNOWN_FIELD, key, f"{message}{names}", "Check the indentation.")
    violation = at_node(
        UNKNOWN_FIELD, key, f"{message}{place or 'the manifest'}, 1 level {depth}", "Check the indentation."
    )
    return replace(violation, belongs=f"{place}.{name}" if place else name, path="")


def _begins_at(key: yaml.Node, value: yaml.Node, start: int) -> bool:
    """Whether a mapping that is written as an entry begins at an offset."""
    return is_written(key) and isinstance(value, yaml.MappingNode) and value.start_mark.index == start


def _places(
    node: yaml.MappingNode,
    key: yaml.Node,
    here: Surroundings,
    entries: Surroundings,
    fits: Callable[[yaml.Node, Schema], bool],
) -> Iterator[tuple[str, str]]:
    """The paths of the mappings that can have an entry as a field, each with `up` or `deeper`."""
    name, up = key_of(key), entries.around
    if up is not None and name not in up.present and _may_be(node, up.schema.fields.get(name), fits):
        yield shown(up.path) if up.path else "", "up"
    if _may_be(node, here.schema.fields.get(name), fits):
        for other, value in entries.node.value if entries.node is not None else ():
            is_entry = other is not key and isinstance(value, yaml.MappingNode)
            if is_entry and all(key_of(field) != name for field, _ in value.value):
                yield shown((entries.path, key_of(other))), "deeper"


def _may_be(node: yaml.Node, schema: Schema | None, fits: Callable[[yaml.Node, Schema], bool]) -> bool:
    """Whether a mapping is a value of a field that names what it may have."""
    if schema is None or not schema.fields or not schema.closed:
        return False
    return fits(node, schema) or _is_left_out(node, schema)


def _is_left_out(node: yaml.Node, schema: Schema) -> bool:
    """Whether a mapping has only fields of a schema, and dots in brackets for what is in each: `{ … }`."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return bool(pairs) and all(
        key_of(key) in schema.fields and is_placeholder_node(value) for key, value in pairs
    )
