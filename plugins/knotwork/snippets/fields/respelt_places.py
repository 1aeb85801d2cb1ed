"""A field in another letter case, and at another level: `serviceaccountName` beside the template of a pod."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import yaml

from knotwork.snippets.fields.other_levels import Surroundings, is_of_many_things, levels_below
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.paths import shown, written

_HIGHEST = 4
"""The most levels above its place at which a field is searched."""


def respelt_place(name: str, value: yaml.Node, here: Surroundings) -> str:
    """The path of the field that is meant, at a level around a mapping or below it; empty for none."""
    plain = _folded(name)
    if is_of_many_things(plain):
        return ""
    up = here.around
    for _ in range(_HIGHEST):
        if up is None:
            break
        field = next((field for field in up.schema.fields if _folded(field) == plain), "")
        if field not in ("", name) and field not in up.present and may_have(up.schema.fields[field], value):
            return shown((up.path, field))
        up = up.around
    below = _below(here.schema).get(plain, ())
    possible = [(path, field) for path, field, schema in below if field != name and may_have(schema, value)]
    present = [place for place in possible if place[0].partition(".")[0].removesuffix("[]") in here.present]
    likely = present or possible
    if len({path.count(".") for path, _ in likely[:2]}) < len(likely[:2]):
        return ""  # it may be several
    return ".".join(filter(None, (shown(here.path), *likely[0]))) if likely else ""


@lru_cache(maxsize=16)  # a mapping with many unknown fields asks for them again and again
def _below(top: Schema) -> Mapping[str, list[tuple[str, str, Schema]]]:
    """The fields below a mapping by their folded names, each with its path, its name and its schema."""
    fields: dict[str, list[tuple[str, str, Schema]]] = {}
    for level in levels_below(top):
        for path, schema in level:
            for name, below in schema.fields.items():
                fields.setdefault(_folded(name), []).append((written(path), name, below))
    return fields


def _folded(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
