"""The fields that an expression reads from items: `self.ports.all(port, port.number > 0)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.cel.environment import Flaw
from knotwork.snippets.cel.properties import SKIPPED, field_of, fields_of, is_bound, undefined, whole

_STEP = lazy_regex(r"\.\s*\??\s*([A-Za-z_]\w*)|\[[^\[\]\n]*\]")
_ONE = lazy_regex(r"\s*(\w+)\s*,")
_TWO = lazy_regex(r"\s*\w+\s*,\s*(\w+)\s*,")
_MACROS = frozenset(("all", "exists", "exists_one", "existsOne", "filter", "map"))
_WITH_TWO = frozenset(("all", "exists", "exists_one", "existsOne", "transformList"))
_TOKEN = lazy_regex(rf"{SKIPPED}|[()]")
_DEEPEST = 10

UnknownField = tuple[int, str] | None
"""The offset of a field that is not in a schema, and its name."""


@cache
def _chain(variable: str) -> re.Pattern[str]:
    """Finds what is read from a variable, by names and indexes."""
    steps = r"(?:\s*\.\s*\??\s*[A-Za-z_]\w*|\[[^\[\]\n]*\])+"
    return re.compile(rf"{SKIPPED}|(?<![\w.]){variable}({steps})(\s*\()?")


def wrong_item_property(
    expression: str, schema: Mapping[str, Any], *, root: bool, variable: str
) -> Flaw | None:
    """The first field that is read from an item and that its schema does not have."""
    unknown = _wrong(expression, whole(schema) if root else schema, variable, 0)
    return None if unknown is None else undefined(expression, *unknown)


def _wrong(expression: str, schema: Any, variable: str, depth: int) -> UnknownField:
    if depth > _DEEPEST or is_bound(variable, expression):
        return None
    for match in _chain(variable).finditer(expression):
        if match[1] is not None:
            unknown = _of_chain(expression, match, schema, depth)
            if unknown is not None:
                return unknown
    return None


def _of_chain(expression: str, match: re.Match[str], here: Any, depth: int) -> UnknownField:
    for step in _STEP.finditer(expression, match.start(1), match.end(1)):
        if step[1] is None:
            here = _item(here)
        elif match[2] and step.end() == match.end(1):
            return _of_macro(expression, step[1], match.end(), here, depth)
        else:
            fields = fields_of(here)
            if fields is None:
                return None
            name = field_of(fields, step[1])
            if name is None:
                return step.start(1), step[1]
            here = fields[name]
    return None


def _of_macro(expression: str, macro: str, start: int, here: Any, depth: int) -> UnknownField:
    """The same in what a macro says of each item; of a map, an item is only the second variable."""
    bound = _TWO.match(expression, start) if macro in _WITH_TWO else None
    if bound is None and macro in _MACROS and isinstance(here, dict) and here.get("type") == "array":
        bound = _ONE.match(expression, start)
    if bound is None:
        return None
    end = _end(expression, start)
    # what is around is left out, and all offsets stay
    body = " " * bound.end() + expression[bound.end() : end]
    return _wrong(body, _item(here), bound[1], depth + 1)


def _item(schema: Any) -> Any:
    """The schema of an item of a list, or of a value of a map; None: it cannot be told."""
    if not isinstance(schema, dict):
        return None
    return schema.get("items") if schema.get("type") == "array" else schema.get("additionalProperties")


def _end(expression: str, start: int) -> int:
    """Where the parenthesis ends that was opened before an offset."""
    depth = 1
    for token in _TOKEN.finditer(expression, start):
        depth += (token[0] == "(") - (token[0] == ")")
        if depth == 0:
            return token.start()
    return len(expression)
