"""Unknown fields: misspelt, or at the wrong level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES, Equivalence, only_equivalent
from knotwork.model.nearest import nearest_names
from knotwork.model.one_typo import is_one_typo
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.amounts_below import amounts_below
from knotwork.snippets.fields.exact_places import exact_place, place_in_status
from knotwork.snippets.fields.fields_of_one import Places, places_in_one
from knotwork.snippets.fields.fitting_values import fitting_field, needless_level
from knotwork.snippets.fields.glued_values import glued_value
from knotwork.snippets.fields.lookalikes import as_latin, lookalike
from knotwork.snippets.fields.misnomers import usual_name
from knotwork.snippets.fields.moved_fields import Moved, field_of_old_definition, moved_field
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
from knotwork.snippets.fields.owners import owners
from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.fields.respelt_places import respelt_place
from knotwork.snippets.fields.suggestions import (
    meant,
    perhaps,
    quoted_key,
    says_opposite,
    short_typos,
    written_instead,
)
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Repair, Violation, at_node, places_of
from knotwork.snippets.yaml.nodes import STRING, is_written, key_of
from knotwork.snippets.yaml.paths import shown, steps

UNKNOWN_FIELD = snippet_rule(
    "unknown-field",
    "error",
    "fields",
    """
    A field does not exist where it stands.

    The API server rejects the manifest: `unknown field`. The name is misspelt, has the wrong case, or is at
    the wrong level; where possible, the finding says which.

    Bad:

    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      label:
        team: web
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: dev
      labels:
        team: web
    ```

    `check --fix` corrects letter case, dashes and plural, and names of references that differ between fields,
    when the value fits. Any other name is a suggestion (`--unsafe-fixes`).
    """,
    position=6,
    safe_by=(*NAMES, Equivalence.REFERENCE),
)

_ONE_OF_TWO = "Remove one of the two lines, or write the level that is missing between them."
_REMOVE = "Remove it here, if the other one is meant."
_REMOVE_OR_INDENT = "Check the indentation, or remove it."
_PLURAL = "It is the plural of the kind, in lower case: `services`."
_MOST_ACCOUNTS = 8
_SHORTEST = 4
"""A shorter name may be another field as well."""
_NOT_SPACES = lazy_regex("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
"""Characters that look like a space, or are invisible, and are not spaces in YAML."""
_WIDTHS = {"\u200b": "", "\u2060": "", "\ufeff": "", "\u3000": "  "}
_MARKED = lazy_regex(r"([-+]) *(?=[A-Za-z])")
"""The mark before a field in a diff, or of a list item without a space."""


def unknown_field(key: yaml.Node, value: yaml.Node, name: str, here: Surroundings) -> tuple[Violation, str]:
    """The violation for a field that its mapping cannot have; and the field that is probably meant, or "".

    What else it may be about is `otherwise`, where it names a place or another field.
    """
    accounts = list(islice(_accounts(key, value, name, here), _MOST_ACCOUNTS))
    first, best = accounts[0]
    if len(accounts) == 1 or not (first.belongs or first.below or first.meant):
        return first, best
    others = {account.message: account for account, _ in (*accounts[1:], (_neutral(key, name, here), ""))}
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
    if (of_characters := _of_characters(key, name, here)) is not None:
        yield of_characters
        return
    path = shown((here.path, name))
    if key.tag != STRING and key.value in here.schema.fields:
        is_read = f': plain {key.value} is read as "{name}"'
        word = _unknown(key, path, is_read, f'Quote it: "{key.value}".')
        yield replace(word, repair=quoted_key(key), meant=key.value), key.value
        return
    if (glued := glued_value(UNKNOWN_FIELD, key, value, path, here.schema.fields)) is not None:
        yield glued, glued.meant
        return
    has_versions = "versions" in here.present and _is_written("versions", here.node)
    old = field_of_old_definition(name, here.schema, has_versions=has_versions)
    if old is not None:
        yield _moved(key, path, old), ""
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
        yield _moved(key, path, exact), ""
    same = only_equivalent(name, list(here.schema.fields))
    if same:
        hint = "Field names are case-sensitive." if same[0].lower() == name.lower() else None
        stands = same[0] not in free and _is_written(same[0], here.node)
        if stands:
            hint = f"`{same[0]}` stands here, too: keep one of them."
        yield _misspelt(key, path, same[0], hint), "" if stands else same[0]
        return
    if (reference := of_one_key(here.schema.name, name, value)) is not None:
        yield _unknown(key, path, *reference), ""
        return
    common = usual_name(here.schema.name, name)
    if common in free:
        yield _misspelt(key, path, common), common
    possible = [field for field in free if may_have(here.schema.fields[field], value)]
    near = nearest_names(name, sorted(possible)) or tuple(short_typos(name, possible))
    if near and len(near[0]) >= _SHORTEST and is_one_typo(name, near[0]):
        yield _misspelt(key, path, near[0]), near[0]
        return
    if name == "apiVersion" and "apiGroup" in free:
        yield _group_of_version(key, value, path), "apiGroup"
        return
    if name == "kind" and "resource" in free:
        yield _misspelt(key, path, "resource", _PLURAL), "resource"
        return
    level, place = above(name, value, here)
    if level != IN_ITSELF and (needless := needless_level(value, here)) is not None:
        yield _moved(key, path, needless), ""
    fitting = fitting_field(value, here, possible)
    if fitting in here.schema.required:
        yield _misspelt(key, path, fitting), fitting
    moved = moved_field(name, value, here.schema, here.present, depth=len([*steps(here.path)]))
    if moved is not None and not (level and moved.below):
        yield _moved(key, path, moved), ""
        if not moved.below and not moved.belongs:
            return
    for one in places_in_one(key, value, here):
        yield _moved(key, path, one.moved, among=one.among, related=one.others), ""
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
        yield _at_level(key, name, here, level, place, inner), ""
        if level == IN_ITSELF:
            return
    for field in amounts_below(name, value, here.schema):
        account = _unknown(key, path, f': "{name}" belongs under {field}', to_indent(field, here))
        yield replace(account, below=field, among=True), ""
    if near:
        best = meant(name, possible) or ""
        yield _misspelt(key, path, near[0], _others(near)), best
    needed = [field for field in here.schema.required if field in possible]
    if len(needed) == 1 and (exact or moved or levels or near):
        yield _misspelt(key, path, needed[0]), needed[0]
    if fitting and fitting not in here.schema.required:
        yield _misspelt(key, path, fitting), fitting
    if not deeper and (around := from_around(name, value, here)):
        yield _from_around(key, name, here, *around), ""
    if not (exact or moved or levels or near) and (elsewhere := respelt_place(name, value, here)):
        yield replace(_unknown(key, path, perhaps(elsewhere), None), belongs=elsewhere), ""
        return
    yield replace(_neutral(key, name, here), below="" if levels else below), ""


def _of_characters(key: yaml.Node, name: str, here: Surroundings) -> tuple[Violation, str] | None:
    """The account of a name with characters that no name has; None: it has none."""
    if (disguised := _disguised(key, name)) is not None:
        bare = _NOT_SPACES.sub("", name).strip()
        return disguised, bare if bare in here.schema.fields else ""
    plain = as_latin(name)
    if plain not in here.schema.fields:
        return None
    help_ = f"Write `{plain}` in Latin letters."
    return _unknown(key, shown((here.path, name)), f": {lookalike(name)}", help_), plain


def _at_level(key: yaml.Node, name: str, here: Surroundings, level: str, place: str, below: str) -> Violation:
    """The violation for a field of another level, a phrase; it has its place there, or a path below here."""
    help_ = _ONE_OF_TWO if level == IN_ITSELF else to_indent(below, here)
    is_there = level.endswith(ALREADY)
    if is_there:
        help_ = _REMOVE if level.startswith("stands") else _REMOVE_OR_INDENT
    violation = _unknown(key, shown((here.path, name)), f': "{name}" {level}', help_)
    belongs = "" if is_there else f"{place}.{name}" if place else name
    return replace(violation, below=below, belongs=belongs)


def _from_around(key: yaml.Node, name: str, here: Surroundings, up: Surroundings, below: str) -> Violation:
    """The violation for a field of another part of the manifest, at a path below a mapping around it."""
    path, elsewhere = shown((here.path, name)), ".".join(filter(None, (shown(up.path), below)))
    if stands_at(up.node, below, name):
        return _unknown(key, path, f': "{name}" stands under {elsewhere}{ALREADY}', _REMOVE)
    help_ = f"Check the indentation: `{_last_name(elsewhere)}:` may be missing above it."
    violation = _unknown(key, path, f': "{name}" belongs under {elsewhere}', help_)
    return replace(violation, belongs=f"{elsewhere}.{name}")


def _last_name(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("[]")


def misplaced(children: Sequence[yaml.Node], below: str, here: Surroundings) -> Violation:
    """The violation for children of an empty field that stand on its level: at the first, with the others."""
    first, *others = children
    name = key_of(first)
    where = f': "{name}" belongs under {below}'
    violation = _unknown(first, shown((here.path, name)), where, "Check the indentation.")
    return replace(violation, related=places_of(others), below=below)


def _unknown(key: yaml.Node, path: str, why: str, help_: str | None) -> Violation:
    """The violation for the field at a path. `why`: the end of its message."""
    return replace(at_node(UNKNOWN_FIELD, key, f'unknown field "{path}"{why}', help_), path=path)


def _neutral(key: yaml.Node, name: str, here: Surroundings) -> Violation:
    """The violation that says what is known where the field stands, and nothing of what is meant."""
    free = [field for field in here.schema.fields if field not in here.present]
    known = " ".join(filter(None, (_known(here.schema), owners(name, here))))
    return _unknown(key, shown((here.path, name)), "", says_opposite(name, free) or known or None)


def _moved(
    key: yaml.Node, path: str, moved: Moved, *, among: bool = False, related: Places = ()
) -> Violation:
    """The violation for a field that has another place."""
    violation = _unknown(key, path, moved.where, moved.help)
    return replace(violation, below=moved.below, belongs=moved.belongs, among=among, related=related)


def _misspelt(key: yaml.Node, path: str, meant: str, help_: str | None = None) -> Violation:
    """The violation for a field with a name that may stand for another one."""
    return replace(_unknown(key, path, perhaps(meant), help_), meant=meant)


def _group_of_version(key: yaml.Node, value: yaml.Node, path: str) -> Violation:
    """The violation for an apiVersion in a reference that has the group alone."""
    group, slash, _ = value.value.partition("/") if isinstance(value, yaml.ScalarNode) else ("", "", "")
    if not slash:
        return _misspelt(key, path, "apiGroup", "Remove it: the core group has no name.")
    places = ((key.start_mark.index, key.end_mark.index), (value.start_mark.index, value.end_mark.index))
    changes = tuple((*place, new) for place, new in zip(places, ("apiGroup", group), strict=True))
    violation = _misspelt(key, path, "apiGroup", "It is the part before the `/`.")
    return replace(violation, repair=Repair(f"Write `apiGroup: {group}`", (), changes))


def renamed(violation: Violation, key: yaml.Node, name: str, by: tuple[Equivalence, ...]) -> Violation:
    """The violation with the repair that writes the field that is meant."""
    return replace(violation, repair=written_instead(key, name, by))


def _disguised(key: yaml.Node, name: str) -> Violation | None:
    """The violation for a field with a character that is not meant as part of its name."""
    if getattr(key, "style", None) in ("'", '"'):
        return None
    start = key.start_mark.index
    strange = [(start + one.start(), one[0]) for one in _NOT_SPACES.finditer(name)]
    bare = _NOT_SPACES.sub("", name).strip()
    if strange and bare:
        where = "before" if strange[0][0] == start else "in"
        message = f'U+{ord(strange[0][1]):04X} {where} "{bare}" looks like a space and is not one'
        violation = at_node(UNKNOWN_FIELD, key, message, "Write a space in its place.")
        changes = tuple((at, at + 1, _WIDTHS.get(character, " ")) for at, character in strange)
        return replace(violation, repair=Repair("Write spaces", (), changes))
    mark = _MARKED.match(name)
    if mark is None:
        return None
    if mark[0] == "-":
        help_ = "An item of a list begins with `- `."
        violation = _unknown(key, name, ": a space is missing after `-`", help_)
        return replace(violation, repair=Repair("Write `- `", (), ((start + 1, start + 1, " "),)))
    if mark[1] == "+":
        help_ = "Name `diff` as the language of the block."
        return _unknown(key, name, ": it has a `+` in front, as in a diff", help_)
    return None


def _others(near: tuple[str, ...]) -> str | None:
    return f"Or {' or '.join(near[1:])}?" if len(near) > 1 else None


def _known(schema: Schema) -> str | None:
    """The help with the fields of a definition, when there are few."""
    names = list(schema.fields)
    if not names or len(names) > 12:
        return f"`kubectl explain` lists the fields of {schema.name}." if schema.name else None
    return f"Known here: {', '.join(names)}."
