"""The kinds of value that settings have, and the message about a value of another kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal, get_args

from msgspec import Struct

from knotwork.config.globs import path_spec
from knotwork.model.nearest import did_you_mean

Level = Literal["error", "warning", "info", "off"]
"""What a rule's findings can be set to."""


_NAME: Mapping[str, Any] = {"type": "string", "pattern": r"\S"}
_SCALAR: Mapping[str, Any] = {"type": ["string", "boolean", "integer"]}


class SettingsError(Exception):
    """Settings that cannot be used."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences
        """One for each thing that is wrong."""


class Kind(Struct, frozen=True):
    """What a setting may be set to."""

    expected: str
    """In words: `a list of tags`."""
    read: Callable[[object, str, Collection[str]], Any]
    """The value of what was given, where, with these known rules; raises SettingsError."""
    schema: Mapping[str, Any] = {}
    """A JSON Schema that fits each value that `read` takes; it may refer to `#/definitions/levels`."""


def choice(*names: str) -> Kind:
    """One of some words."""
    expected = f"{', '.join(names[:-1])} or {names[-1]}"

    def read(value: object, where: str, known_rules: Collection[str]) -> str:
        if value is False and "off" in names:  # YAML 1.1 reads a bare `off` as false
            return "off"
        if isinstance(value, str) and value in names:
            return value
        raise _unfit(where, expected, value)

    return Kind(expected, read, {"enum": [*names, False] if "off" in names else [*names]})


def number(least: int) -> Kind:
    """A whole number."""
    expected = f"a whole number from {least} up"

    def read(value: object, where: str, known_rules: Collection[str]) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        raise _unfit(where, expected, value)

    return Kind(expected, read, {"type": "integer", "minimum": least})


def _count_or_auto() -> Kind:
    """A number of things, or `auto` for as many as fit."""
    counted = number(1)
    expected = f"auto or {counted.expected}"

    def read(value: object, where: str, known_rules: Collection[str]) -> int | str:
        if value == "auto":
            return "auto"
        try:
            return int(counted.read(value, where, known_rules))
        except SettingsError as error:
            raise _unfit(where, expected, value) from error

    return Kind(expected, read, {"anyOf": [{"const": "auto"}, counted.schema]})


def _folder_or_off(value: object, where: str, known_rules: Collection[str]) -> str:
    if value is False:
        return ""
    if isinstance(value, str) and value.strip() and "\0" not in value:
        return value.strip()
    raise _unfit(where, FOLDER_OR_OFF.expected, value)


def several(plural: str, name: Callable[[str], str]) -> Kind:
    """A list of names, or a text with one name a line; `name` raises ValueError for what is none."""
    expected = f"a list of {plural}"

    def read(value: object, where: str, known_rules: Collection[str]) -> tuple[str, ...]:
        items = [line for line in value.splitlines() if line.strip()] if isinstance(value, str) else value
        if not isinstance(items, list | tuple):
            raise _unfit(where, expected, value)
        names, wrong = [], []
        for item in items:
            try:
                names.append(name(_text(item)))
            except ValueError as error:
                wrong.append(f"{where}: expected {expected}, found {_value_in_words(item)} in it{error}")
        if wrong:
            raise SettingsError(*wrong)
        return tuple(names)

    return Kind(expected, read, {"anyOf": [{"type": "array", "items": _NAME}, {"type": "string"}]})


def entries(mapping: object, where: str, expected: str, read: Callable[[str, object], Any]) -> dict[str, Any]:
    """A mapping with each value as `read(key, value)` gives it; what is wrong is raised together."""
    if not isinstance(mapping, Mapping):
        raise _unfit(where, expected, mapping)
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for key, value in mapping.items():
        try:
            values[str(key)] = read(str(key), value)
        except SettingsError as error:
            wrong += error.sentences
    if wrong:
        raise SettingsError(*wrong)
    return values


def _levels(value: object, where: str, known_rules: Collection[str]) -> dict[str, Level]:
    def level(rule: str, item: object) -> Any:
        if rule not in known_rules:
            raise SettingsError(f"{where}: unknown rule '{rule}'{did_you_mean(rule, known_rules)}")
        return LEVEL.read(item, f"{where}.{rule}", known_rules)

    return entries(value, where, LEVELS.expected, level)


def _by_glob(kind: Kind, plural: str) -> Kind:
    """A mapping of patterns for paths to settings of one kind."""
    expected = f"a mapping of patterns for paths to {plural}"

    def read(value: object, where: str, known_rules: Collection[str]) -> dict[str, Any]:
        def setting_of(glob: str, item: object) -> Any:
            try:
                _glob(glob)
            except ValueError as error:
                raise SettingsError(f"{where}: '{glob}' is not a pattern for paths{error}") from error
            return kind.read(item, f"{where}.{glob}", known_rules)

        return entries(value, where, expected, setting_of)

    return Kind(expected, read, {"type": "object", "additionalProperties": kind.schema})


def _values(value: object, where: str, known_rules: Collection[str]) -> dict[str, tuple[str, ...]]:
    def texts(name: str, item: object) -> tuple[str, ...]:
        items = item if isinstance(item, list | tuple) else [item]
        if not items or not all(isinstance(scalar, str | bool | int) for scalar in items):
            raise _unfit(f"{where}.{name}", "a value or a list of values", item)
        return tuple(str(scalar).lower() if isinstance(scalar, bool) else str(scalar) for scalar in items)

    return entries(value, where, VALUES_BY_PROPERTY.expected, texts)


def _minor(value: object, where: str, known_rules: Collection[str]) -> str:
    text = "1.30" if value == 1.3 else str(value)  # an unquoted 1.30 is a number
    minor = ".".join(text.removeprefix("v").split(".")[:2])
    if minor not in KUBERNETES_MINORS:
        raise _unfit(where, MINOR.expected, value)
    return minor


def _later_minor(value: object, where: str, known_rules: Collection[str]) -> str:
    if isinstance(value, str) and re.fullmatch(r"(?:v?1\.[0-9]{2})?", value):
        return value.removeprefix("v")
    raise _unfit(where, LATER_MINOR.expected, value)


def _switch(value: object, where: str, known_rules: Collection[str]) -> bool:
    if isinstance(value, bool):
        return value
    raise _unfit(where, SWITCH.expected, value)


def _or_switch(names: Kind) -> Kind:
    """A list of names, or true or false."""

    def read(value: object, where: str, known_rules: Collection[str]) -> Any:
        return value if isinstance(value, bool) else names.read(value, where, known_rules)

    return Kind(f"{names.expected}, or true or false", read, {"anyOf": [names.schema, SWITCH.schema]})


def _renderers(value: object, where: str, known_rules: Collection[str]) -> Any:
    if isinstance(value, Mapping):
        return RENDERERS_BY_GLOB.read(value, where, known_rules)
    try:
        return RENDERER.read(value, where, known_rules)
    except SettingsError as error:
        raise _unfit(where, RENDERERS.expected, value) from error


def _file(value: object, where: str, known_rules: Collection[str]) -> str:
    if isinstance(value, str) and value.strip() and "\0" not in value:
        return value.strip()
    raise _unfit(where, "a file", value)


def _tag(name: str) -> str:
    return _whole(r"[^\s#]+", name.removeprefix("#"))


def _note(name: str) -> str:
    return _whole(r"[^\n]+", name.removeprefix("[[").removesuffix("]]"))


def _folder(name: str) -> str:
    return _whole(r"[^\n\0]+", name)


def _scheme(name: str) -> str:
    return _whole(r"[a-z][a-z0-9+.-]*", name.lower().removesuffix("//").removesuffix(":"))


def _whole(pattern: str, name: str) -> str:
    if not re.fullmatch(pattern, name):
        raise ValueError
    return name


def _glob(pattern: str) -> str:
    """A pattern that can match by itself: no comment, no exception from another."""
    if pattern.startswith(("!", "#")):
        raise ValueError(f" (nothing matches a lone '{pattern[0]}…')")
    return _gitignore_line(pattern)


def _gitignore_line(pattern: str) -> str:
    try:
        path_spec((_whole(r"[^\n]+", pattern),))
    except ValueError as error:
        raise ValueError(f" ({error})" if str(error) else "") from error
    return pattern


def _text(item: object) -> str:
    if isinstance(item, str):
        return item.strip()
    digits = isinstance(item, int) and not isinstance(item, bool)
    raise ValueError(" (a name made of digits needs quotes)" if digits else "")


def _unfit(where: str, expected: str, value: object) -> SettingsError:
    return SettingsError(f"{where}: expected {expected}, found {_value_in_words(value)}")


def _value_in_words(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return repr(value)
        case list() | tuple():
            return "a list"
        case Mapping():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def _allowed(value: object, where: str, known_rules: Collection[str]) -> tuple[str, ...]:
    if value == "leave-out":
        return ()
    if value == "allow":
        return ("**",)
    if not isinstance(value, list | tuple):
        raise _unfit(where, ALLOWED.expected, value)
    read: tuple[str, ...] = PATTERNS.read(value, where, known_rules)
    return read


LEVEL = choice(*get_args(Level))
LEVELS = Kind("a mapping of rules to error, warning, info or off", _levels, {"$ref": "#/definitions/levels"})
KUBERNETES_MINORS = tuple(f"1.{minor}" for minor in range(25, 38))
"""The minor versions of Kubernetes whose schemas are bundled, oldest first."""
MINOR = Kind(
    f"a version from {KUBERNETES_MINORS[0]} to {KUBERNETES_MINORS[-1]}",
    _minor,
    {
        "anyOf": [
            {"enum": [*map(float, KUBERNETES_MINORS)]},
            {"type": "string", "pattern": rf"^v*({'|'.join(map(re.escape, KUBERNETES_MINORS))})(\.|$)"},
        ]
    },
)
LATER_MINOR = Kind(
    "a version such as 1.40", _later_minor, {"type": "string", "pattern": r"^(v?1\.[0-9]{2})?$"}
)
STATE = choice("auto", "full", "partial", "patch", "template", "syntax", "skip")
STATES_BY_GLOB = _by_glob(STATE, "states")
RENDERER = choice("auto", "knotwork", "python-markdown")
RENDERERS_BY_GLOB = _by_glob(RENDERER, "renderers")
RENDERERS = Kind(
    f"{RENDERER.expected}, or {RENDERERS_BY_GLOB.expected}",
    _renderers,
    {"anyOf": [RENDERER.schema, RENDERERS_BY_GLOB.schema]},
)
SWITCH = Kind("true or false", _switch, {"type": "boolean"})
FOLDER_OR_OFF = Kind("a folder or false", _folder_or_off, {"anyOf": [_NAME, {"const": False}]})
JOBS = _count_or_auto()
FILES = several("files", _folder)
FILES_BY_GLOB = _by_glob(Kind("a file", _file, _NAME), "files")
LEVELS_BY_GLOB = _by_glob(LEVELS, "mappings of rules to levels")
TAGS = several("tags", _tag)
VALUES_BY_PROPERTY = Kind(
    "a mapping of properties to a value or a list of values",
    _values,
    {
        "type": "object",
        "additionalProperties": {
            "anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1}],
        },
    },
)
NOTES = several("note names", _note)
NOTES_OR_SWITCH = _or_switch(NOTES)
PROPERTIES_OR_SWITCH = _or_switch(several("properties", _note))
SCHEMES = several("URL schemes", _scheme)
PATTERNS = several("patterns for paths, as in .gitignore", _gitignore_line)
FOLDERS = several("folders", _folder)
TEMPLATES = several("templates of the theme", _folder)
ALLOWED = Kind(
    "leave-out, allow or a list of patterns for paths",
    _allowed,
    {"anyOf": [{"enum": ["leave-out", "allow"]}, {"type": "array", "items": _NAME}]},
)
