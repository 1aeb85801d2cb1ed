"""A `: ` within a plain value: in a text of several lines, or where fields are glued to one line."""

from __future__ import annotations

import re
from itertools import pairwise

from knotwork.model.line_offsets import line_above, line_end, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_PROBLEM = "mapping values are not allowed"
_KEY = r"[A-Za-z][\w./-]*:"
_VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'|>&*!#{\[:][^\s:]*(?::[^\s:]+)*)"
_FIELDS = lazy_regex(
    rf"[ ]*(?:- +)*{_KEY}[ ]+{_VALUE}[ ]+({_KEY})[ ]+{_VALUE}[ ]+{_KEY}(?:[ ]|$)", re.MULTILINE
)
"""Three fields in one line; two may be a text with a colon: `note: restart only: never`."""
_QUOTED_FIELDS = lazy_regex(
    rf"[ ]*(?:- +)*{_KEY}[ ]+(?:\"[^\"\n]*\"|'[^'\n]*')[ ]+({_KEY})(?:[ ]|$)", re.MULTILINE
)
_PLAIN = lazy_regex(rf"[ ]*(?:- +)*{_KEY}[ ]+(?=[^\s\"'|>&*!#{{\[?])")
"""A key, and the plain value behind it."""
_WORDS = lazy_regex(r"[ ]+[^\s\"'|>&*!#{\[?:-][^\n:#]*[ ][^\n:#]*(:)[ ]")
"""A line whose first `: ` stands behind several words."""
_TEXT = lazy_regex(r"[ ]*(?:(?:- +)+|(?:- +)*[\w./-]+:[ ]+)(?!\S+[ \t]*$)[^\s\"'|>&*!#{\[?]", re.MULTILINE)
"""A field or an item with a plain text of several words."""


def plain_value(problem: str, text: str, start: int, place: int) -> Cause | None:
    """The cause of a `: ` that a parser does not take at a place; None: it is another."""
    line = line_start(text, place, start)
    fields = _QUOTED_FIELDS.match(text, line) or _FIELDS.match(text, line)
    if fields is not None:
        return Cause(
            fields.start(1),
            "several fields in one line",
            "Write each on a line of its own, indented alike.",
        )
    if _PROBLEM not in problem:
        return None
    if (key := _PLAIN.match(text, line)) is not None and key.end() < place:
        value, behind = text[key.end() : place], text[place : line_end(text, place)]
        if (opened := _opened(value)) and _CLOSING[opened] in behind:
            quotes = [quote for quote in "\"'" if quote not in value + behind]
            help_ = (
                f"Put all of the value in quotes: `{quotes[0]}…{quotes[0]}`."
                if quotes
                else "Begin it below its key behind `>-`."
            )
            return Cause(place, "a `: ` is not allowed in a plain value", help_, "slip")
    words = _WORDS.match(text, line)
    if words is None or line <= start:
        return None
    above = line_above(text, line, start)
    indent = line_indent(text, line)
    if (
        _TEXT.match(text, above) is None
        or indent <= line_indent(text, above)
        or _FIELD.search(text[above:line])
    ):
        return None
    help_ = "Put all of the text in quotes, or begin it below its key behind `>-`."
    return Cause(words.start(1), "a `: ` is not allowed in a plain text of several lines", help_)


_FIELD = re.compile(r"#|:[ \t]*\n\Z")
"""What ends a text: a comment, or a key."""
_CLOSING = {"'": "'", '"': '"', "(": ")"}


def _opened(value: str) -> str:
    """The quote or bracket that is open where a part of a value ends; empty without one."""
    opened = ""
    for before, mark in pairwise(f" {value}"):
        if opened in ("'", '"'):
            opened = "" if mark == opened else opened
        elif mark in "'\"":
            opened = mark if before in " (=,[{" else opened  # an apostrophe opens nothing
        elif mark in "()":
            opened = "(" if mark == "(" else ""
    return opened
