"""Where else in a manifest an unknown field may belong: at a level around its own, beside it, or below.

spec:
  nodeName: a
  template:
    spec: {}       `nodeName` belongs here
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

import yaml
from msgspec import Struct

from knotwork.snippets.fields.moved_fields import field_beside
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.paths import Path, shown, steps, written
from knotwork.snippets.yaml.values import value_at

IN_ITSELF = "stands in a field of the same name"
"""How the phrase about a field reads that stands in one of its name."""
ALREADY = " already"
"""The end of a phrase about a place that has the field."""
_OF_MANY_THINGS = frozenset(
    "name namespace type kind key value id version url path host labels title"
    " description enabled config options mode message".split()
)
_DEEPEST = 4
"""The most levels below its place at which a field is searched."""
_HIGHEST = 4
"""The most levels above its place at which a field is searched."""
_NEAR = 2
"""The same for a field whose name many things have."""
_LOOKED_AT = 400
Place = tuple[list[str | int], Schema]
"""A path, and the schema of what stands there."""


class Surroundings(Struct, frozen=True):
    """The mapping that has a field, and the mappings around it."""

    schema: Schema
    present: Set[str]
    """The fields it has."""
    path: Path
    around: Surroundings | None
    node: yaml.MappingNode | None = None


def above(name: str, value: yaml.Node, here: Surroundings) -> tuple[str, str]:
    """A phrase about the mapping around this one that can have the field, and the path of that mapping."""
    up, level = here.around, 0
    places: list[tuple[str, int]] = []
    taken: list[str] = []
    levels = [step for step in steps(here.path) if isinstance(step, str)]
    while up is not None:
        level += 1
        if name in up.schema.fields and may_have(up.schema.fields[name], value):
            if level == 1 and levels[-1:] == [name]:
                return IN_ITSELF, shown(up.path)
            if level > (_NEAR if name in _OF_MANY_THINGS else _HIGHEST):
                break  # far above, another thing has a field of this name
            places.append((shown(up.path) if up.path else "", level))
            taken += [places.pop()[0]] if name in up.present else []
        up = up.around
    if taken and not places and levels:
        return f"stands {f'in {taken[0]}' if taken[0] else 'at the top'} already", ""
    if not places or not levels:
        return "", ""
    (first, level), *others = places
    place = f"in {first}" if first else "at the top"
    count = f"{level} level{'s' if level > 1 else ''}"
    further = "".join(f", or in {other}" for other, _ in others if other)
    already = "".join(f", or stands in {other} already" for other in taken if other)
    return f"belongs {place}, {count} up{further}{already}", first if not already else ""


def around_spec(here: Surroundings) -> Schema | None:
    """The definition of the object whose spec a mapping is."""
    return here.around.schema if here.around is not None and here.path == (None, "spec") else None


def beside(name: str, value: yaml.Node, here: Surroundings) -> str:
    """The field of the manifest beside this mapping that can have the field; empty without one."""
    up = here.around
    place = field_beside(name, up.schema) if up is not None and up.path is None else ""
    return place if up is not None and place and may_have(up.schema.fields[place].fields[name], value) else ""


def below_it(name: str, value: yaml.Node, here: Surroundings) -> Sequence[str]:
    """The paths from this mapping to those below that can have it, of the nearest level; the likely ones."""
    for level in levels_below(here.schema):
        hits = [
            path for path, schema in level if name in schema.fields and may_have(schema.fields[name], value)
        ]
        if hits:
            # a field that is present is more likely than one that is not
            likely = [path for path in hits if str(path[0]).removesuffix("[]") in here.present] or hits
            return [path for path in map(written, likely) if not _is_far_guess(name, path, here)]
    return ()


def _is_far_guess(name: str, path: str, here: Surroundings) -> bool:
    """Whether a name that many things have is far from a place where nothing else of its mapping fits."""
    if name not in _OF_MANY_THINGS or "." not in path:
        return False
    inner = fields_at(here.schema, path)
    fitting = (other for other in inner.keys() & here.present if other not in here.schema.fields)
    return all(other in _OF_MANY_THINGS for other in fitting)


@lru_cache(maxsize=16)  # a mapping with many unknown fields asks for them again and again
def levels_below(top: Schema) -> Sequence[Sequence[Place]]:
    """The schemas of the mappings below that of a mapping, with their paths from there, level by level."""
    levels: list[Sequence[Place]] = [[([], top)]]
    seen = {id(top)}
    looked_at = 0
    for _ in range(_DEEPEST):
        level: list[Place] = []
        for path, schema in levels[-1]:
            for place in _one_down(path, schema):
                looked_at += 1
                if id(place[1]) not in seen and looked_at < _LOOKED_AT:
                    level.append(place)
        seen |= {id(schema) for _, schema in level}
        levels.append(level)
    return levels[1:]


def with_others_beside(paths: Sequence[str], here: Surroundings) -> Sequence[str]:
    """Of paths below a mapping the one that other unknown fields of it belong to, too; all, if none is so."""
    if len(paths) < 2:
        return paths
    others = [name for name in here.present if name not in here.schema.fields]
    fitting = [path for path in paths if sum(name in fields_at(here.schema, path) for name in others) > 1]
    return fitting if len(fitting) == 1 else paths


def is_with_others(below: str, here: Surroundings) -> bool:
    """Whether more of the unknown fields of a mapping can stand at a path below it than around it."""
    unknown = [name for name in here.present if name not in here.schema.fields]
    inner = fields_at(here.schema, below)
    return sum(name in inner for name in unknown) > _most_around(unknown, here)


def _most_around(names: Sequence[str], here: Surroundings) -> int:
    most, up = 0, here.around
    while up is not None:
        fields = up.schema.fields
        most, up = max(most, sum(name in fields for name in names)), up.around
    return most


def fields_at(schema: Schema, path: str) -> Mapping[str, Schema]:
    """The fields of the definition at a path below another one."""
    for step in path.split("."):
        below = schema.fields.get(step.removesuffix("[]"))
        if below is None:
            return {}
        schema = below.items if step.endswith("[]") and below.items is not None else below
    return schema.fields


def stands_at(node: yaml.Node | None, path: str, name: str) -> bool:
    """Whether a mapping below another one has a field already."""
    for step in (*path.split("."), name):
        node = value_at(node, step)
    return node is not None


def from_around(name: str, value: yaml.Node, here: Surroundings) -> tuple[Surroundings, str] | None:
    """The only mapping that can have a list or mapping, below the nearest one around this that has any such.

    That one, and the path from there; None where there is no such, or more than one.
    """
    if name in _OF_MANY_THINGS or not isinstance(value, yaml.CollectionNode):
        return None
    up = here.around
    while up is not None:
        if places := below_it(name, value, up):
            is_certain = len(places) == 1 and not is_of_items(name, places[0])
            return (up, places[0]) if is_certain else None
        up = up.around
    return None


def top_of(here: Surroundings) -> Surroundings:
    """The mapping around all others."""
    return here if here.around is None else top_of(here.around)


def is_of_many_things(name: str) -> bool:
    """Whether many mappings have a field of this name, each for something else."""
    return name in _OF_MANY_THINGS


def is_of_items(name: str, path: str) -> bool:
    """Whether a name that many things have, as `name` itself, would be that of a list's items."""
    return name in _OF_MANY_THINGS and path.endswith("[]")


def to_indent(below: str, here: Surroundings) -> str:
    """The help for a field that belongs elsewhere; `below`: the path from its mapping to there, or empty."""
    first, *further = below.split(".")
    if not first or first.removesuffix("[]") in here.present:
        return "Check the indentation."
    lines = " and ".join(f"`{name.removesuffix('[]')}:`" for name in (first, *further))
    item = ", begin it with `- `" if below.endswith("[]") else ""
    return f"Write {lines} above it{item}, and indent it deeper; or a line above is indented too little."


def _one_down(path: list[str | int], schema: Schema) -> Iterator[Place]:
    for name, below in schema.fields.items():
        if name == "status" and not path:
            continue
        if below.fields:
            yield [*path, name], below
        elif below.items is not None and below.items.fields:
            yield [*path, f"{name}[]"], below.items
