"""Fields that all belong to one other field of their mapping, or to an item of a list.

valueFrom:
  name: a            belong under `configMapKeyRef` or `secretKeyRef`
  key: b

env:
- name: A
value: x             belongs to the item above it
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import yaml

from knotwork.snippets.fields.moved_fields import Moved
from knotwork.snippets.fields.other_levels import Surroundings, is_of_many_things, stands_at, to_indent
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import places_of
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.paths import shown

_MOST = 3
"""With more places than this, none is named."""
_LOOKED_AT = 60
"""The most fields of a mapping that are compared with each other."""
Places = tuple[tuple[int, int, str], ...]


class InOne(NamedTuple):
    """A place where a field belongs."""

    moved: Moved
    among: bool = False
    """Whether it is one of several, which all are tried."""
    others: Places = ()
    """Where the other fields stand that belong there."""


def places_in_one(key: yaml.Node, value: yaml.Node, here: Surroundings) -> Iterator[InOne]:
    """Where an unknown field belongs with others of its mapping, likely places first."""
    name = key_of(key)
    if here.node is None or len(here.node.value) > _LOOKED_AT:
        return
    if below := _item_above(name, here):
        belongs = ".".join(filter(None, (shown(here.path), below, name)))
        moved = Moved(f': "{name}" belongs under {below}', "Check the indentation.", below, belongs)
        yield InOne(moved)
    places, others = _fields_with_all(key, value, here)
    for place in places:
        moved = Moved(f': "{name}" belongs under {place}', to_indent(place, here), place)
        yield InOne(moved, len(places) > 1, others)
    places, others = _lists_beside(key, here)
    for place in places:
        shown_as = place.replace("[+]", "[]")
        help_ = f"Write it as an item of `{shown_as.rpartition('.')[2].removesuffix('[]')}:`."
        belongs = f"{place}.{name}"
        yield InOne(Moved(f': "{name}" belongs under {shown_as}', help_, belongs=belongs), others=others)


def _item_above(name: str, here: Surroundings) -> str:
    """The list right above an unknown field whose last item can have it, and lacks it: `env[]`; or empty."""
    above: tuple[str, yaml.Node] | None = None
    for key, value in here.node.value if here.node is not None else ():
        field = key_of(key)
        if field == name:
            break
        if field in here.schema.fields:
            above = field, value
    if above is None or not isinstance(above[1], yaml.SequenceNode) or above[1].flow_style:
        return ""
    field, value = above
    items = here.schema.fields[field].items
    last = value.value[-1] if value.value else None
    if items is None or name not in items.fields or not isinstance(last, yaml.MappingNode):
        return ""
    if last.flow_style or any(key_of(key) == name for key, _ in last.value):
        return ""
    return f"{field}[]"


def _fields_with_all(key: yaml.Node, value: yaml.Node, here: Surroundings) -> tuple[Sequence[str], Places]:
    """The fields that can have all unknown fields of a mapping, which it lacks; and where the others stand.

    A single field whose name many things have says that only where it is alone.
    """
    unknown = _unknown(here)
    others = [other for other in unknown if other is not key]
    named = not is_of_many_things(key_of(key))
    paths = _with_all(unknown, key, value, here) if others else []
    if paths:
        return paths, places_of(others)
    if named or len(here.present) == 1:
        paths = _with_all([key], key, value, here)
    if len(paths) < 2 or any(path.endswith("[]") for path in paths):
        return (), ()  # of one place, others say it
    up = here.around
    is_above = up is not None and key_of(key) in up.schema.fields.keys() - up.present
    if named and is_above and not any(path in here.present for path in paths):
        return (), ()  # the mapping around it is there, and these are not
    return paths, ()


def _with_all(
    unknown: Sequence[yaml.Node], key: yaml.Node, value: yaml.Node, here: Surroundings
) -> Sequence[str]:
    """The paths of the mappings below that can have all of these fields, if they are few.

    One that is there, and lacks them, is likelier than others that are not.
    """
    names = [key_of(other) for other in unknown]
    paths = [
        path
        for field, below in here.schema.fields.items()
        if field != "status"
        for path, inner in _mapping_of(field, below)
        if all(name in inner.fields for name in names) and may_have(inner.fields[key_of(key)], value)
    ]
    free = [path for path in paths if path.removesuffix("[]") not in here.present]
    there = [path for path in paths if path not in free and not _has_any(here.node, path, names)]
    needed = [path for path in free if path.removesuffix("[]") in here.schema.required]
    likely = there or needed or free
    return likely if len(likely) <= _MOST else ()


def _has_any(node: yaml.Node | None, path: str, names: Sequence[str]) -> bool:
    return path.endswith("[]") or any(stands_at(node, path, name) for name in names)


def _lists_beside(key: yaml.Node, here: Surroundings) -> tuple[Sequence[str], Places]:
    """The lists beside the one of an item that can have all of its unknown fields: `envFrom` beside `env`."""
    if here.path is None or not isinstance(here.path[1], int) or here.around is None:
        return (), ()
    unknown = _unknown(here)
    if len(unknown) < len(here.present) and here.present - {"name", *map(key_of, unknown)}:
        return (), ()  # it has a field that only items of its own list have
    own = here.path[0][1] if here.path[0] is not None else ""
    up = here.around
    names = [key_of(other) for other in unknown]
    paths = [
        ".".join(filter(None, (shown(up.path), f"{field}[+]")))
        for field, below in up.schema.fields.items()
        if field != own and below.items is not None and below.items is not here.schema
        if below.items.closed and all(name in below.items.fields for name in names)
    ]
    others = [other for other in unknown if other is not key]
    return (paths, places_of(others)) if len(paths) == 1 else ((), ())


def _unknown(here: Surroundings) -> list[yaml.Node]:
    """The keys of a mapping that it cannot have."""
    keys = [key for key, _ in here.node.value] if here.node is not None else []
    return [key for key in keys if key_of(key) not in here.schema.fields]


def _mapping_of(field: str, below: Schema) -> Iterator[tuple[str, Schema]]:
    """The definition of a mapping below a field, or of the items of a list, with its path."""
    if below.fields:
        yield field, below
    elif below.items is not None and below.items.fields:
        yield f"{field}[]", below.items
