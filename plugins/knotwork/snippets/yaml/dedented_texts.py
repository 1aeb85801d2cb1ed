"""A line of the text below `|` that is not indented as the lines of the text above it are."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_HEADER = lazy_regex(
    r"[ ]*(?:- +)*(?:[\w./\"'-]+:[ \t]+)?(?P<mark>[|>])[-+0-9]{0,2}[ \t]*(?:#[^\n]*)?$", re.MULTILINE
)
_FIELD = lazy_regex(r"[ ]*(?:- |[\w./\"'-]+:(?:[ \t]|$)|#|---|\.\.\.|[{\[])", re.MULTILINE)
"""What ends a text: a field, an item, a comment, the end of a document, an opening bracket."""
_OF_PROGRAM = lazy_regex(r"[ ]*+(?:[\]})]+[,;]?|[^\n#:]*[;{])[ \t]*$", re.MULTILINE)
"""A line as programs have it: a closing bracket, or an end with `;` or `{`."""
_LINES = 200
"""The most lines above that are looked at."""


def dedented_text(text: str, start: int, place: int) -> Cause | None:
    """The cause: the line of a place, or the one above it, belongs to a text above; None: it is another."""
    line = line_start(text, place, start)
    for first in (line, line_above(text, line, start)):
        if (header := _header_above(text, start, first)) is not None:
            at = first + line_indent(text, first)
            mark = f"`{header['mark']}`"
            message = f"this line is not indented as the text of {mark} above it is"
            return Cause(at, message, "Indent it as that text, if it belongs to it.", "slip")
    return None


def _header_above(text: str, start: int, line: int) -> re.Match[str] | None:
    """The key of the text that stands directly above a line that is no field; None: there is none."""
    if _FIELD.match(text, line) or not text[line : line_end(text, line)].strip():
        return None
    if _OF_PROGRAM.match(text, line):
        return _header_to_the_right(text, start, line)
    column, above = line_indent(text, line), line
    for count in range(_LINES):
        if above <= start:
            return None
        above = line_above(text, above, start)
        if not text[above : line_end(text, above)].strip() or line_indent(text, above) > column:
            continue
        return _HEADER.match(text, above) if count else None
    return None


def _header_to_the_right(text: str, start: int, line: int) -> re.Match[str] | None:
    """The key of the text above a line of a program, which may stand to the left of the key."""
    above, least = line, -1
    for _ in range(_LINES):
        if above <= start:
            return None
        above = line_above(text, above, start)
        if not text[above : line_end(text, above)].strip():
            continue
        indent = line_indent(text, above)
        header = _HEADER.match(text, above)
        if header is not None and indent < least:
            return header
        if least == -1 or indent < least:
            least = indent
    return None
