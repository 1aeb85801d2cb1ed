"""What stands behind a value where nothing may: words, a comma, the rest of a text, another field.

port: "407"-                            # there is text behind the closing quote
name: 'it's'                            # the `'` ends the text
name: "a",                              # a comma follows the value
spec: containers:                       # a second field
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Sureness
from knotwork.snippets.yaml.brackets import stray_bracket
from knotwork.snippets.yaml.slips import Cause

_BEHIND = re.compile(
    r"[ ]*(?:(?:- +)*[\w./-]+:[ ]+|(?:- +)+)(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*(?=[^\s#,:}\]\"'])"
)
_COMMA_BEHIND = re.compile(
    r"[ ]*(?:- +)*[\w./-]+:[ ]+(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*(,)[ \t]*(?:#[^\n]*)?(?:\n|\Z)"
)
_APOSTROPHE = re.compile(r"[^\W_]'[^\W\d_]")
_ENDED = re.compile(r"'[^\W\d_]")
_ENDS_TEXT: tuple[str, str, Sureness] = (
    "this `'` ends the quoted text",
    "Write `''` for an apostrophe within single quotes.",
    "slip",
)
_TWO_FIELDS = re.compile(r"[ ]*(?:- +)*[A-Za-z][\w./-]*:[ ]+([A-Za-z][\w./-]*:)[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_QUOTED = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*')"
_CLOSED = lazy_regex(rf"[ ]*(?:-[ ]+)*(?:[A-Za-z][\w./-]*:[ ]+)?{_QUOTED}[ \t]*")
"""A line up to what follows a value in quotes."""
_BRACKETS = lazy_regex(r"[ ]*(?:-[ ]+)*(?:[A-Za-z][\w./-]*:[ ]+)?[\[{]")
_SIGNS = 3
"""So few characters behind a bracket are signs that slipped in."""
_REST = lazy_regex(r"[^\s\"'#:\[\]{}][^\n\"'#:\[\]{}]*")
_PATH = lazy_regex(r":[^\s\n][^\n#]*")
"""What goes on behind a colon, as in `host:path`."""
BEHIND_QUOTE = "there is text behind the closing quote"
_BEHIND_QUOTE: tuple[str, str, Sureness] = (
    BEHIND_QUOTE,
    "Take it out, or put quotes of the other kind around all of it; a remark begins with ` # `.",
    "vague",
)
_COMMA: tuple[str, str, Sureness] = (
    "a comma follows the value",
    "Remove it: only within brackets YAML has commas.",
    "slip",
)


def behind_value(text: str, start: int, place: int) -> Cause | None:
    """The cause, as the line shows it in which a parser stops."""
    line = line_start(text, place, start)
    if _ENDED.match(text, max(start, place - 1)) is not None:
        return Cause(place - 1, *_ENDS_TEXT)
    if (comma := _COMMA_BEHIND.match(text, line)) is not None:
        return Cause(comma.start(1), *_COMMA)
    if (quoted := _BEHIND.match(text, line)) is not None:
        if _APOSTROPHE.match(text, quoted.end() - 2) is not None:
            return Cause(quoted.end() - 1, *_ENDS_TEXT)
        return Cause(quoted.end(), *_BEHIND_QUOTE)
    if (two := _TWO_FIELDS.match(text, line)) is not None:
        return Cause(
            two.start(1), "a second field on the same line", "Write it on a line of its own, indented."
        )
    return None


def after_brackets(problem: str, text: str, start: int, place: int) -> Cause | None:
    """The cause, where a parser stops behind the closing bracket of a value."""
    line = line_start(text, place, start)
    before, sign = text[line:place].rstrip(), text[place : place + 1]
    if not before.endswith(("]", "}")) or sign in ("", "\n", "#", ":"):
        return None
    if sign == "," and not text[place + 1 : line_end(text, place)].partition("#")[0].strip():
        return Cause(place, *_COMMA)
    if sign in ("]", "}"):
        return stray_bracket(problem, text, place)
    rest = text[place : line_end(text, place)].rstrip()
    if _BRACKETS.match(before) is None or len(rest) <= _SIGNS:
        return None
    what = "Put quotes around the whole value, or take it out; a remark begins with ` # `."
    return Cause(place, f"there is text behind the closing `{before[-1]}`", what, "vague")


def after_quotes(text: str, start: int, place: int, *, of_lines: bool = False) -> Cause | None:
    """The cause, where a parser stops behind the closing quote of a value.

    `of_lines`: whether it may be that of a text of several lines, with a comma behind it.
    """
    line = line_start(text, place, start)
    rest = _REST.match(text, place) or _PATH.match(text, place)
    if rest is None:
        return None
    has_comma = rest[0].rstrip() == ","
    closes_lines = of_lines and has_comma and _closes_long(text, start, line, place)
    if not closes_lines and not _CLOSED.fullmatch(text, line, place):
        return None
    if has_comma:
        return Cause(place, *_COMMA)
    return Cause(place, *_BEHIND_QUOTE)


def _closes_long(text: str, start: int, line: int, place: int) -> bool:
    """Whether the quote in front of a place closes a text that begins in a line above."""
    before = text[line:place].rstrip()
    return line > start and before[-1:] in ("'", '"') and before.count(before[-1]) == 1
