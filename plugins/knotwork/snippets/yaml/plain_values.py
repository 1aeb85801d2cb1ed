"""A `: ` within a plain value: in a text of several lines, or where fields are glued to one line."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_indent, line_start
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
