"""What may be wrong with a field that its mapping cannot have: its name, its place, its level."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.model.one_typo import is_one_typo
from knotwork.snippets.fields.amounts_below import amounts_below
from knotwork.snippets.fields.exact_places import exact_place, place_in_status
from knotwork.snippets.fields.fields_of_one import places_in_one
from knotwork.snippets.fields.fitting_values import fitting_field, needless_level
from knotwork.snippets.fields.glued_values import glued_value
from knotwork.snippets.fields.misnomers import usual_name
from knotwork.snippets.fields.moved_fields import field_of_old_definition, moved_field
from knotwork.snippets.fields.names_as_keys import name_as_key
from knotwork.snippets.fields.one_key import of_one_key
from knotwork.snippets.fields.other_levels import (
    ALREADY,
    IN_ITSELF,
    Surroundings,
    above,
    around_spec,
    below_it,
    beside,
    from_around,
    is_of_items,
    is_of_many_things,
    is_with_others,
    stands_at,
    to_indent,
    with_others_beside,
)
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.fields.qualified_names import qualified_name
from knotwork.snippets.fields.respelt_places import respelt_place
from knotwork.snippets.fields.suggestions import (
    meant,
    perhaps,
    quoted_key,
    short_typos,
)
from knotwork.snippets.fields.unknown_fields import (
    UNKNOWN_FIELD,
    group_of_version,
    misspelt,
    neutral,
    of_characters,
    of_level,
    of_other_part,
    or_others,
    unknown_at,
    with_another_place,
)
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import STRING, is_written, key_of
from knotwork.snippets.yaml.paths import shown, steps

_MOST_ACCOUNTS = 8
_SHORTEST = 4
"""A shorter name may be another field as well."""
_PLURAL = "It is the plural of the kind, in lower case: `services`."


def unknown_field(key: yaml.Node, value: yaml.Node, name: str, here: Surroundings) -> tuple[Violation, str]:
    """The violation for a field that its mapping cannot have; and the field that is probably meant, or "".

    What else it may be about is `otherwise`, where it names a place or another field.
    """
    accounts = list(islice(_accounts(key, value, name, here), _MOST_ACCOUNTS))
    first, best = accounts[0]
    if len(accounts) == 1 or not (first.belongs or first.below or first.meant):
        return first, best
    others = {account.message: account for account, _ in (*accounts[1:], (neutral(key, name, here), ""))}
    others.pop(first.message, None)
    return replace(first, otherwise=tuple(others.values())), best


def _is_written(name: str, mapping: yaml.Node | None) -> bool:
    """Whether a field stands in the text of a mapping, and is no default of its schema."""
    pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else ()
    return any(key_of(key) == name and is_written(key) for key, _ in pairs)


def _accounts(
    key: yaml.Node, value: yaml.Node, name: str, here: Surroundings
) -> Iterator[tuple[Violation, str]]:
    """What may be wrong with a field that its mapping cannot have, likely accounts first.

    Each with the field that is probably meant, or "". The only one is certain; the last of others names no
    place and no other field.
    """
    if (disguised := of_characters(key, name, here)) is not None:
        yield disguised
        return
    path = shown((here.path, name))
    if key.tag != STRING and key.value in here.schema.fields:
        is_read = f': plain {key.value} is read as "{name}"'
        word = unknown_at(key, path, is_read, f'Quote it: "{key.value}".')
        yield replace(word, repair=quoted_key(key), meant=key.value), key.value
        return
    if (glued := glued_value(UNKNOWN_FIELD, key, value, path, here.schema.fields)) is not None:
        yield glued, glued.meant
        return
    if (qualified := qualified_name(key, value, name, here)) is not None:
        yield qualified, ""
        return
    has_versions = "versions" in here.present and _is_written("versions", here.node)
    old = field_of_old_definition(name, here.schema, has_versions=has_versions)
    if old is not None:
        yield with_another_place(key, path, old), ""
        return
    free = [field for field in here.schema.fields if field not in here.present]
    exact = exact_place(name, value, here.schema, here.present)
    if exact is not None and exact.belongs:
        exact = exact._replace(belongs=".".join(filter(None, (shown(here.path), exact.belongs))))
    likely = below_it(name, value, here)
    within = [path for path in likely if not stands_at(here.node, path, name)]
    taken = [] if within or is_of_many_things(name) else likely[:1]
    if exact is None and all("[]" in path for path in within):  # another of the spec is likelier
        exact = place_in_status(name, around_spec(here))
    if exact is not None:
        yield with_another_place(key, path, exact), ""
    same = only_equivalent(name, list(here.schema.fields))
    if same:
        hint = "Field names are case-sensitive." if same[0].lower() == name.lower() else None
        stands = same[0] not in free and _is_written(same[0], here.node)
        if stands:
            hint = f"`{same[0]}` stands here, too: keep one of them."
        yield misspelt(key, path, same[0], hint), "" if stands else same[0]
        return
    if (reference := of_one_key(here.schema.name, name, value)) is not None:
        yield unknown_at(key, path, *reference), ""
        return
    common = usual_name(here.schema.name, name)
    if common in free:
        yield misspelt(key, path, common), common
    possible = [field for field in free if may_have(here.schema.fields[field], value)]
    near = nearest_names(name, sorted(possible)) or tuple(short_typos(name, possible))
    if near and len(near[0]) >= _SHORTEST and is_one_typo(name, near[0]):
        yield misspelt(key, path, near[0]), near[0]
        return
    if not near and (named := name_as_key(key, value, name, here)) is not None:
        yield named, "name" if named.repair is not None else ""
        return
    if name == "apiVersion" and "apiGroup" in free:
        yield group_of_version(key, value, path), "apiGroup"
        return
    if name == "kind" and "resource" in free:
        yield misspelt(key, path, "resource", _PLURAL), "resource"
        return
    level, place = above(name, value, here)
    if level != IN_ITSELF and (needless := needless_level(value, here)) is not None:
        yield with_another_place(key, path, needless), ""
    fitting = fitting_field(value, here, possible)
    if fitting in here.schema.required:
        yield misspelt(key, path, fitting), fitting
    moved = moved_field(name, value, here.schema, here.present, depth=len([*steps(here.path)]))
    if moved is not None and not (level and moved.below):
        yield with_another_place(key, path, moved), ""
        if not moved.below and not moved.belongs:
            return
    for one in places_in_one(key, value, here):
        yield with_another_place(key, path, one.moved, among=one.among, related=one.others), ""
    if not level and (place := beside(name, value, here)):
        level = f"belongs in {place}"
    deeper = with_others_beside([path for path in within if not is_of_items(name, path)], here)
    below = deeper[0] if deeper and not level else ""
    if taken and not level:
        level = f"stands under {taken[0]}{ALREADY}"
    levels = [(level, place, "")] if level else []
    if len(deeper) == 1:
        place = ".".join(filter(None, (shown(here.path), deeper[0])))
        rank = 0 if is_with_others(deeper[0], here) else len(levels)
        levels.insert(rank, (f"belongs under {deeper[0]}", place, deeper[0]))
    for level, place, inner in levels:
        if level.endswith(ALREADY) and exact is not None:
            continue  # that of the whole manifest is another one
        yield of_level(key, name, here, level, place, inner), ""
        if level == IN_ITSELF:
            return
    for field in amounts_below(name, value, here.schema):
        account = unknown_at(key, path, f': "{name}" belongs under {field}', to_indent(field, here))
        yield replace(account, below=field, among=True), ""
    if near:
        best = meant(name, possible) or ""
        yield misspelt(key, path, near[0], or_others(near)), best
    needed = [field for field in here.schema.required if field in possible]
    if len(needed) == 1 and (exact or moved or levels or near):
        yield misspelt(key, path, needed[0]), needed[0]
    if fitting and fitting not in here.schema.required:
        yield misspelt(key, path, fitting), fitting
    if not deeper and (around := from_around(name, value, here)):
        yield of_other_part(key, name, here, *around), ""
    if not (exact or moved or levels or near) and (elsewhere := respelt_place(name, value, here)):
        yield replace(unknown_at(key, path, perhaps(elsewhere), None), belongs=elsewhere), ""
        return
    yield replace(neutral(key, name, here), below="" if levels else below), ""
