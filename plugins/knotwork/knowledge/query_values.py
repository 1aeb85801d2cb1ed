"""The values that properties have in a query: how they are read, compared and ordered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from knotwork.model.patterns import lazy_regex
from knotwork.model.query import DateValue, LinkValue, NotRead, Opaque, Operator, Value, exact, number_of
from knotwork.syntax.wikilink import parse_wikilink

_DATE = lazy_regex(r"(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2}))?)?)?)?")
_OTHER_DATE = lazy_regex(r"\d{4}-\d{2}-\d{2}T\S+")
_LINK = lazy_regex(r"!?\[\[([^\[\]\n]+)\]\]")
_UNIT = "years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[ywdhms]"
_DURATION = lazy_regex(rf"(?:[+-]?\d+(?:\.\d+)?\s*(?:{_UNIT})[\s,]*)+", re.IGNORECASE)
_NUMBER = lazy_regex(r"-?\d+(?:\.\d+)?")
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
"""In the order in which languages sort it, before digits and letters."""
_RANKS = {sign: rank for rank, sign in enumerate(_PUNCTUATION, 1)}


def property_value(value: Any) -> Value:
    """A property of front matter; raises NotRead for a moment in a time zone."""
    match value:
        case None | bool():
            return value
        case int() | float():
            return exact(value)
        case str():
            return text_value(value)
        case datetime():
            if value.tzinfo is not None:
                raise NotRead(f"the time `{value}`")
            return DateValue(value.isoformat(timespec="seconds"))
        case date():
            return DateValue(f"{value.isoformat()}T00:00:00")
        case list() | tuple():
            return tuple(property_value(item) for item in value)
        case _:
            return Opaque("object", "")


def text_value(text: str) -> Value:
    """A text as the value that Dataview sees in it: a day, a link, a duration, else a text."""
    if moment := _DATE.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in moment.groups())
        try:
            return DateValue(datetime(year, month, day if moment[3] else 1, hour, minute, second).isoformat())
        except ValueError:
            raise NotRead(f"`{text}` is no day") from None
    if _OTHER_DATE.fullmatch(text):
        raise NotRead(f"the time `{text}`")
    if (link := _LINK.fullmatch(text)) and (parts := parse_wikilink(link[1])):
        return LinkValue(parts.target, parts.subpath, parts.display or "")
    return Opaque("duration", text) if text and _DURATION.fullmatch(text) else text


def inline_value(text: str) -> Value:
    """What stands behind `::`; raises NotRead for what may be a list."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and not all(_is_prose(part) for part in parts):
        raise NotRead(f"the list `{text}`")
    return _atom(text)


def _is_prose(part: str) -> bool:
    return bool(part) and isinstance(value := _atom(part), str) and not value.startswith(('"', "#"))


def _atom(text: str) -> Value:
    if _NUMBER.fullmatch(text):
        return number_of(text)
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    return text_value(text) if text else None


def is_true(value: Value) -> bool:
    """Whether a value alone is a condition that holds, in Dataview."""
    if isinstance(value, LinkValue):
        return bool(value.target)
    return bool(value) or isinstance(value, DateValue | Opaque)


def compared(left: Value, right: Value) -> int:
    """-1, 0 or 1 as Dataview compares; values of different types by the names of these.

    Raises NotRead for durations and mappings, whose order is not computed.
    """
    if left is None or right is None:
        return (left is not None) - (right is not None)
    kinds = _kind(left), _kind(right)
    if kinds[0] != kinds[1]:
        return (kinds[0] > kinds[1]) - (kinds[0] < kinds[1])
    if isinstance(left, Opaque):
        raise NotRead(f"the {left.kind} `{left.text}` is not compared".replace(" ``", ""))
    if isinstance(left, tuple) and isinstance(right, tuple):
        for one, other in zip(left, right, strict=False):
            if order := compared(one, other):
                return order
        return (len(left) > len(right)) - (len(left) < len(right))
    before, behind = sort_key(left), sort_key(right)
    return int(before > behind) - int(before < behind)


def sort_key(value: Value) -> Any:
    """What orders values of one type."""
    match value:
        case str():
            return _collation(value)
        case LinkValue(target=target):
            return target
        case DateValue(text=text):
            return text
        case _:
            return value


def _kind(value: Value) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case DateValue():
            return "date"
        case LinkValue():
            return "link"
        case Opaque(kind=kind):
            return kind
        case tuple():
            return "array"
        case None:
            return "null"


def _collation(text: str) -> tuple[Iterable[Any], str, str]:
    """The order of texts as dictionaries have it: letters first, then accents, then small before capital."""
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return [_rank(sign) for sign in bare.casefold()], apart.casefold(), text.swapcase()


def _rank(sign: str) -> tuple[int, int, str]:
    if sign.isspace():
        return 0, 0, sign
    if sign in _RANKS:
        return 1, _RANKS[sign], sign
    return 2 + sign.isalpha(), 0, sign


def has_order(left: Value, operator: Operator, right: Value) -> bool:
    """Whether two values compare so for Dataview."""
    order = compared(left, right)
    match operator:
        case "=":
            return order == 0
        case "!=":
            return order != 0
        case "<":
            return order < 0
        case ">":
            return order > 0
        case "<=":
            return order <= 0
        case ">=":
            return order >= 0


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are the same for Bases: of one type, and equal."""
    alike = type(left) is type(right) or (_is_number(left) and _is_number(right))
    return alike and left == right


def contains(held: Value, value: Value) -> bool:
    """Whether a list has a value, or a text another text, for Dataview."""
    if isinstance(held, tuple):
        return any(contains(one, value) for one in held)
    if held is None or isinstance(held, Opaque):
        return False
    if isinstance(held, str) and isinstance(value, str):
        return value in held
    return compared(held, value) == 0


def base_contains(held: Value, value: Value) -> bool:
    """The same for Bases; raises NotRead where that is not known."""
    if isinstance(held, tuple) and all(isinstance(one, str) for one in held):
        return value in held
    if isinstance(held, str):
        return str(value) in held
    if held is None:
        return False
    raise NotRead("`contains` of a property that is neither text nor a list of texts")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
