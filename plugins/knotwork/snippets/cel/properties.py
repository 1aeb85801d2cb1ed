"""The fields that an expression reads from a schema, `self.spec.replicas`, which must be in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.cel.environment import Flaw, Variables, flaw, flaw_at
from knotwork.snippets.cel.types import cel_type

SKIPPED = r"""[rRbB]{0,2}(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")|//[^\n]*"""
_SIGNS = {"__dash__": "-", "__dot__": ".", "__slash__": "/", "__underscores__": "__"}
_KEYWORDS = frozenset(
    "true false null in as break const continue else for function if import let loop package namespace "
    "return var void while".split()
)
RESERVED = _KEYWORDS - {"true", "false", "null", "in"}
"""Those that may also be read as they are, since 1.31: `self.namespace`."""
_NAME = lazy_regex(r"[A-Za-z_]\w*")
_ESCAPED = lazy_regex("|".join(_SIGNS))


def escaped(name: str) -> str | None:
    """A field's name as expressions write it; None: they cannot read the field."""
    if name in _KEYWORDS:
        return f"__{name}__"
    for word, sign in sorted(_SIGNS.items(), key=lambda pair: -len(pair[1])):
        name = name.replace(sign, word)
    return name if _NAME.fullmatch(name) else None


def _unescaped(written: str) -> str:
    """The field that expressions write so."""
    if written[2:-2] in _KEYWORDS and written == f"__{written[2:-2]}__":
        return written[2:-2]
    return _ESCAPED.sub(lambda word: _SIGNS[word[0]], written)


@cache
def _chain(name: str) -> re.Pattern[str]:
    """Finds the fields that are read from a variable, and texts and comments, where none are."""
    return re.compile(rf"{SKIPPED}|(?<![\w.]){name}((?:\s*\.\s*\??\s*[A-Za-z_]\w*)+)(\s*\()?")


def wrong_property(
    expression: str,
    variables: Variables,
    returns: str,
    schema: Mapping[str, Any],
    *,
    root: bool = False,
    variable: str = "self",
) -> Flaw | None:
    """The first field that `self.…` reads and its schema does not have, or that is used as another type.

    `schema` is that of `self`, or of another `variable`; `root`: it is of a whole object, of whose metadata
    only the names can be read. `variables` and `returns` are those that the expression was compiled with,
    without a flaw.
    """
    if is_bound(variable, expression):
        return None
    types: dict[str, str] = {}
    top: Any = whole(schema) if root else schema
    for match in _chain(variable).finditer(expression):
        here, path, steps = top, variable, list(_NAME.finditer(match[1] or ""))
        for step in steps[:-1] if match[2] else steps:
            fields = fields_of(here)
            if fields is None:
                break
            name = field_of(fields, step[0])
            if name is None:
                return undefined(expression, match.start(1) + step.start(), step[0])
            here, path = fields[name], f"{path}.{step[0]}"
            if (type_ := cel_type(here)) != "dyn":
                types[path] = type_
    # a path with a type is a variable of that name; `has` does not read the value
    has = rf"has\([ \t]*{variable}(?:[ \t]*\.[ \t]*[A-Za-z_]\w*)+[ \t]*\)"
    without_has = re.sub(has, lambda match: "true".ljust(len(match[0])), expression)
    return flaw(without_has, (*variables, *sorted(types.items())), returns) if types else None


def is_bound(variable: str, expression: str) -> bool:
    """Whether a macro uses the name of a variable for another one."""
    return re.search(rf"\(\s*{variable}\s*,|,\s*{variable}\s*,", expression) is not None


def field_of(fields: Mapping[str, Any], name: str) -> str | None:
    """The field that an expression reads by a name, in which signs are words with underscores."""
    for written in (name, f"__{name}__") if name in RESERVED else (name,):
        field = _unescaped(written)
        if field in fields and escaped(field) == written:
            return field
    return None


def undefined(expression: str, at: int, name: str) -> Flaw:
    """The flaw of reading a field that does not exist, at an offset."""
    return flaw_at(expression, at, len(name), f"undefined field '{name}'", name)


def known_properties(schema: Mapping[str, Any]) -> list[str]:
    """The names of all fields of a schema, at whatever place."""
    names: dict[str, None] = {}
    waiting: list[tuple[Any, int]] = [(schema, 0)]
    while waiting and len(names) < 2000:
        here, depth = waiting.pop()
        if isinstance(here, dict) and depth < 20:
            waiting += [(here[name], depth + 1) for name in ("items", "additionalProperties") if name in here]
        for name, below in _own_fields(here):
            names[name] = None
            if depth < 20:
                waiting.append((below, depth + 1))
    return list(names)


def whole(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of a whole object, with what every object has."""
    text = {"type": "string"}
    metadata = {"type": "object", "properties": {"name": text, "generateName": text}}
    properties = schema.get("properties")
    own = properties if isinstance(properties, dict) else {}
    return {**schema, "properties": {**own, "apiVersion": text, "kind": text, "metadata": metadata}}


def fields_of(schema: Any) -> Mapping[str, Any] | None:
    """The fields of a value, of which some can be read; None: any, or it cannot be told.

    Unknown fields that are kept cannot be read.
    """
    if not isinstance(schema, dict) or schema.get("type") != "object":
        return None
    if schema.get("additionalProperties", False) is not False or schema.get("x-kubernetes-embedded-resource"):
        return None
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _own_fields(schema: Any) -> Iterator[tuple[str, Any]]:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, below in properties.items() if isinstance(properties, dict) else ():
        written = escaped(str(name))
        if written is not None:
            yield written, below
