"""A field that its type does not have: misspelt, or at the wrong level."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

import yaml

from knotwork.nearest import nearest_texts
from knotwork.snippets.paths import Path, shown, steps, written
from knotwork.snippets.schema import Schema
from knotwork.snippets.suggestions import meant, written_instead
from knotwork.snippets.violation import Violation, at_node

_DEEPEST = 4
"""How many levels below a field's place it is looked for."""
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A mapping in which a field stands, and those around it."""

    schema: Schema
    there: Set[str]
    """The fields it has."""
    path: Path
    around: Surroundings | None


def unknown_field(key: yaml.Node, name: str, here: Surroundings) -> tuple[Violation, str]:
    """The violation for a field that is unknown where it stands; and the field that was meant, or ""."""
    free = [each for each in here.schema.fields if each not in here.there]
    where = f" in {shown(here.path)}" if here.path else ""
    message = f'unknown field "{name}"{where}'
    other_case = next((each for each in here.schema.fields if each.lower() == name.lower()), "")
    if other_case:
        hint = f': did you mean "{other_case}"?'
        found = at_node("unknown-field", key, message + hint, "Field names are case-sensitive.")
        return found, other_case if other_case in free else ""
    near = nearest_texts(name, sorted(free))
    if near and _is_slip(name, near[0]):
        return at_node("unknown-field", key, f'{message}: did you mean "{near[0]}"?'), near[0]
    level = _above(name, here) or _below(name, here)
    if level:
        return at_node("unknown-field", key, f'{message}: "{name}" {level}', "Check the indentation."), ""
    if near:
        best = meant(name, free) or ""
        return at_node("unknown-field", key, f'{message}: did you mean "{near[0]}"?', _others(near)), best
    return at_node("unknown-field", key, message, _known(here.schema)), ""


def renamed(found: Violation, key: yaml.Node, name: str, *, safe: bool) -> Violation:
    """The violation with the repair that writes the field that was meant."""
    return replace(found, repair=written_instead(key, name, safe=safe))


def _is_slip(name: str, known: str) -> bool:
    """Whether a name is another but for one slip of a finger: a letter more, less, other, or two swapped."""
    short, long = sorted((name, known), key=len)
    if len(long) < 4 or len(long) - len(short) > 1:
        return False
    at = next((n for n in range(len(short)) if short[n] != long[n]), len(short))
    rest = short[at:], long[at:]
    if len(short) < len(long):
        return rest[0] == rest[1][1:]
    return rest[0][1:] == rest[1][1:] or (rest[0][:2] == rest[1][1::-1] and rest[0][2:] == rest[1][2:])


def _above(name: str, here: Surroundings) -> str:
    """Which mapping around this one has the field."""
    up, level = here.around, 0
    levels = [each for each in steps(here.path) if isinstance(each, str)]
    while up is not None:
        level += 1
        if name in up.schema.fields:
            place = f"in {shown(up.path)}" if up.path else "at the top"
            count = f"{level} level{'s' if level > 1 else ''}"
            return f"belongs {place}, {count} up" if levels else ""
        up = up.around
    return ""


def _below(name: str, here: Surroundings) -> str:
    """Below which field of this mapping it belongs: on the nearest level that has it, when one alone has."""
    level: list[tuple[list[str | int], Schema]] = [([], here.schema)]
    seen = {id(here.schema)}
    looked_at = 0
    for _ in range(_DEEPEST):
        inner = [each for path, schema in level for each in _one_down(path, schema)]
        level = []
        for path, schema in inner:
            looked_at += 1
            if id(schema) not in seen and looked_at < _LOOKED_AT:
                seen.add(id(schema))
                level.append((path, schema))
        hits = [path for path, schema in level if name in schema.fields]
        if hits:
            # what is there already is more likely meant than what is not
            likely = [path for path in hits if path[0] in here.there] or hits
            return f"belongs under {written(likely[0])}" if len(likely) == 1 else ""
    return ""


def _one_down(path: list[str | int], schema: Schema) -> Iterator[tuple[list[str | int], Schema]]:
    for name, below in schema.fields.items():
        if name == "status" and not path:
            continue
        if below.fields:
            yield [*path, name], below
        elif below.items is not None and below.items.fields:
            yield [*path, f"{name}[]"], below.items


def _others(near: tuple[str, ...]) -> str | None:
    return f"Or {' or '.join(near[1:])}?" if len(near) > 1 else None


def _known(schema: Schema) -> str | None:
    """The fields that are known there, when they are few."""
    names = list(schema.fields)
    if not names or len(names) > 12:
        return f"`kubectl explain` lists the fields of {schema.name}." if schema.name else None
    return f"Known here: {', '.join(names)}."
