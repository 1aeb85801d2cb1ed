"""JSON with the place of every value, for findings about files of other programs."""

from __future__ import annotations

from collections.abc import Mapping
from json import JSONDecodeError, JSONDecoder
from typing import Any

from msgspec import Struct

from knotwork.model.patterns import lazy_regex

MAX_DEPTH = 60
"""Lists and objects in each other."""

_SPACE = lazy_regex(r"[ \t\n\r]*")
_NUMBER = lazy_regex(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![0-9A-Za-z.])")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None}
_WORD = lazy_regex(r"(?:true|false|null)\b")
_DECODER = JSONDecoder(strict=False)
"""Reads texts; in those of other programs line breaks may stand as they are."""
_MAX_DIGITS = 300
"""Of a number; Python refuses to read whole ones of some thousand."""


class JsonValue(Struct, frozen=True):
    """A value, and the offsets at which it begins and ends."""

    value: Any
    """Text, number, bool, None; a list of JsonValue, or a mapping from text to JsonValue."""
    start: int
    end: int
    repeats: bool = False
    """Whether it is an object that has a name twice."""


class JsonProblem(ValueError):
    """What is no JSON."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at
        """The offset."""


def json_value(text: str) -> JsonValue:
    """The value that a text is; raises JsonProblem. Of a key that stands twice the last value counts."""
    value = _value(text, _blank(text, 0), 0)
    at = _blank(text, value.end)
    if at < len(text):
        raise JsonProblem("nothing may follow the value", at)
    return value


def _value(text: str, at: int, depth: int) -> JsonValue:
    if depth > MAX_DEPTH:
        raise JsonProblem("nested too deeply", at)
    sign = text[at : at + 1]
    if sign == '"':
        plain, end = _string(text, at)
        return JsonValue(plain, at, end)
    if sign == "{":
        return _object(text, at, depth)
    if sign == "[":
        return _list(text, at, depth)
    if word := _WORD.match(text, at):
        return JsonValue(_WORDS[word[0]], at, word.end())
    number = _NUMBER.match(text, at)
    if number is None:
        raise JsonProblem("a value is missing" if not sign or sign in ",]}" else "this is no JSON value", at)
    if len(number[0]) > _MAX_DIGITS:
        raise JsonProblem("the number is too long", at)
    is_whole = not (number[1] or number[2])
    return JsonValue(int(number[0]) if is_whole else float(number[0]), at, number.end())


def _object(text: str, at: int, depth: int) -> JsonValue:
    members: dict[str, JsonValue] = {}
    repeats = False
    inside = _blank(text, at + 1)
    if text[inside : inside + 1] == "}":
        return JsonValue(members, at, inside + 1)
    while True:
        if text[inside : inside + 1] != '"':
            raise JsonProblem("a name in double quotes is missing", inside)
        name, inside = _string(text, inside)
        inside = _expected(text, _blank(text, inside), ":", "`:` is missing")
        repeats = repeats or name in members
        member = members[name] = _value(text, _blank(text, inside), depth + 1)
        inside = _blank(text, member.end)
        if text[inside : inside + 1] == "}":
            return JsonValue(members, at, inside + 1, repeats)
        inside = _blank(text, _expected(text, inside, ",", "`,` or `}` is missing"))


def _list(text: str, at: int, depth: int) -> JsonValue:
    items: list[JsonValue] = []
    inside = _blank(text, at + 1)
    if text[inside : inside + 1] == "]":
        return JsonValue(items, at, inside + 1)
    while True:
        items.append(_value(text, inside, depth + 1))
        inside = _blank(text, items[-1].end)
        if text[inside : inside + 1] == "]":
            return JsonValue(items, at, inside + 1)
        inside = _blank(text, _expected(text, inside, ",", "`,` or `]` is missing"))


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        plain, end = _DECODER.raw_decode(text, at)
    except JSONDecodeError as error:
        unclosed = error.msg.startswith("Unterminated")
        raise JsonProblem("the text is never closed" if unclosed else "no such escape", error.pos) from None
    return str(plain), end


def _expected(text: str, at: int, sign: str, message: str) -> int:
    if text[at : at + 1] != sign:
        raise JsonProblem(message, at)
    return at + 1


def _blank(text: str, at: int) -> int:
    blank = _SPACE.match(text, at)
    assert blank is not None, "no space is also a match"
    return blank.end()
