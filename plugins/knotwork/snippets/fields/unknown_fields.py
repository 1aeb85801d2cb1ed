"""The rule about unknown fields, and how it says what may be wrong with one: its name, its level."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES, Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.entries_above import entry_of_map_above
from knotwork.snippets.fields.fields_of_one import Places
from knotwork.snippets.fields.lookalikes import as_latin, lookalike
from knotwork.snippets.fields.moved_fields import Moved
from knotwork.snippets.fields.other_levels import (
    ALREADY,
    IN_ITSELF,
    Surroundings,
    stands_at,
    to_indent,
)
from knotwork.snippets.fields.owners import owners
from knotwork.snippets.fields.suggestions import (
    perhaps,
    says_opposite,
    written_instead,
)
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Repair, Violation, at_node, places_of
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.paths import shown

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
_NOT_SPACES = lazy_regex("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")
"""Characters that look like a space, or are invisible, and are not spaces in YAML."""
_WIDTHS = {"\u200b": "", "\u2060": "", "\ufeff": "", "\u3000": "  "}
_MARKED = lazy_regex(r"([-+]) *(?=[A-Za-z])")
"""The mark before a field in a diff, or of a list item without a space."""


def of_characters(key: yaml.Node, name: str, here: Surroundings) -> tuple[Violation, str] | None:
    """The account of a name with characters that no name has; None: it has none."""
    if (disguised := _disguised(key, name)) is not None:
        bare = _NOT_SPACES.sub("", name).strip()
        return disguised, bare if bare in here.schema.fields else ""
    plain = as_latin(name)
    if plain not in here.schema.fields:
        return None
    help_ = f"Write `{plain}` in Latin letters."
    return unknown_at(key, shown((here.path, name)), f": {lookalike(name)}", help_), plain


def of_level(key: yaml.Node, name: str, here: Surroundings, level: str, place: str, below: str) -> Violation:
    """The violation for a field of another level, a phrase; it has its place there, or a path below here."""
    help_ = _ONE_OF_TWO if level == IN_ITSELF else to_indent(below, here)
    is_there = level.endswith(ALREADY)
    if is_there:
        help_ = _REMOVE if level.startswith("stands") else _REMOVE_OR_INDENT
    violation = unknown_at(key, shown((here.path, name)), f': "{name}" {level}', help_)
    belongs = "" if is_there else f"{place}.{name}" if place else name
    return replace(violation, below=below, belongs=belongs)


def of_other_part(key: yaml.Node, name: str, here: Surroundings, up: Surroundings, below: str) -> Violation:
    """The violation for a field of another part of the manifest, at a path below a mapping around it."""
    path, elsewhere = shown((here.path, name)), ".".join(filter(None, (shown(up.path), below)))
    if stands_at(up.node, below, name):
        return unknown_at(key, path, f': "{name}" stands under {elsewhere}{ALREADY}', _REMOVE)
    help_ = f"Check the indentation: `{_last_name(elsewhere)}:` may be missing above it."
    violation = unknown_at(key, path, f': "{name}" belongs under {elsewhere}', help_)
    return replace(violation, belongs=f"{elsewhere}.{name}")


def _last_name(path: str) -> str:
    return path.rpartition(".")[2].removesuffix("[]")


def misplaced(children: Sequence[yaml.Node], below: str, here: Surroundings) -> Violation:
    """The violation for children of an empty field that stand on its level: at the first, with the others."""
    first, *others = children
    name = key_of(first)
    where = f': "{name}" belongs under {below}'
    violation = unknown_at(first, shown((here.path, name)), where, "Check the indentation.")
    return replace(violation, related=places_of(others), below=below)


def unknown_at(key: yaml.Node, path: str, why: str, help_: str | None) -> Violation:
    """The violation for the field at a path. `why`: the end of its message."""
    return replace(at_node(UNKNOWN_FIELD, key, f'unknown field "{path}"{why}', help_), path=path)


def neutral(key: yaml.Node, name: str, here: Surroundings) -> Violation:
    """The violation that says what is known where the field stands, and nothing of what is meant."""
    free = [field for field in here.schema.fields if field not in here.present]
    entry = entry_of_map_above(key, here)
    known = " ".join(filter(None, (entry, _known(here.schema), owners(name, here))))
    return unknown_at(key, shown((here.path, name)), "", says_opposite(name, free) or known or None)


def with_another_place(
    key: yaml.Node, path: str, moved: Moved, *, among: bool = False, related: Places = ()
) -> Violation:
    """The violation for a field that has another place."""
    violation = unknown_at(key, path, moved.where, moved.help)
    return replace(violation, below=moved.below, belongs=moved.belongs, among=among, related=related)


def misspelt(key: yaml.Node, path: str, meant: str, help_: str | None = None) -> Violation:
    """The violation for a field with a name that may stand for another one."""
    return replace(unknown_at(key, path, perhaps(meant), help_), meant=meant)


def group_of_version(key: yaml.Node, value: yaml.Node, path: str) -> Violation:
    """The violation for an apiVersion in a reference that has the group alone."""
    group, slash, _ = value.value.partition("/") if isinstance(value, yaml.ScalarNode) else ("", "", "")
    if not slash:
        return misspelt(key, path, "apiGroup", "Remove it: the core group has no name.")
    places = ((key.start_mark.index, key.end_mark.index), (value.start_mark.index, value.end_mark.index))
    changes = tuple((*place, new) for place, new in zip(places, ("apiGroup", group), strict=True))
    violation = misspelt(key, path, "apiGroup", "It is the part before the `/`.")
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
        violation = unknown_at(key, name, ": a space is missing after `-`", help_)
        return replace(violation, repair=Repair("Write `- `", (), ((start + 1, start + 1, " "),)))
    if mark[1] == "+":
        help_ = "Name `diff` as the language of the block."
        return unknown_at(key, name, ": it has a `+` in front, as in a diff", help_)
    return None


def or_others(near: tuple[str, ...]) -> str | None:
    """The help with the other names that are as near: `Or ports?`."""
    return f"Or {' or '.join(near[1:])}?" if len(near) > 1 else None


def _known(schema: Schema) -> str | None:
    """The help with the fields of a definition, when there are few."""
    names = list(schema.fields)
    if not names or len(names) > 12:
        return f"`kubectl explain` lists the fields of {schema.name}." if schema.name else None
    return f"Known here: {', '.join(names)}."
