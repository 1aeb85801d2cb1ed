"""Where the lines of a value that a template writes have to stand: below their key, or beside its entries."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end
from knotwork.model.patterns import lazy_regex

_LINES_ABOVE = 20
"""So many lines without text, or with `{{ if }}` and the like, are passed by."""
_NO_CONTENT = lazy_regex(
    r"[ \t]*(?:#[^\n]*|\{\{-?[ ]*(?:(?:if|with|else|end|range)\b|/\*)[^\n]*\}\}[ \t]*)?(?=\n|\Z)"
)
_KEY = lazy_regex(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*)[\w./\"'-]+:(?P<value>[^\n]*)")
_OPENS = lazy_regex(r"[ ]*(?:[|>][-+]?\d?)?[ ]*(?:[ ]#[^\n]*)?")
"""What stands behind a key with a value below: nothing, or the mark of a text."""
_NINDENT = lazy_regex(r"[^\n]*\|[ ]*nindent[ ]+(\d{1,2})[ ]*-?\}\}[ \t]*")


def column_of(text: str, start: int, column: int, written: int) -> int:
    """The column of the lines of a value whose braces stand in the line at an offset.

    `column`: that of the braces; `written`: the number behind `indent`, which is kept where it fits.
    """
    above = _content_above(text, start)
    if above is None:
        return written
    if (begins := _NINDENT.match(text, above)) is not None:
        opened = _KEY.match(text, above)
        same = int(begins[1])
        return same if opened is None or same > _columns(opened)[-1] else written
    key = _KEY.match(text, above)
    if key is None:
        return written
    columns = _columns(key)
    if _OPENS.fullmatch(key["value"]):
        return written if written > columns[-1] else columns[-1] + 2
    if written in columns:
        return written
    return column if column in columns else written


def _content_above(text: str, start: int) -> int | None:
    """The offset of the next line above with content; None: it is far, or there is none."""
    line = start
    for _ in range(_LINES_ABOVE):
        if not line:
            return None
        line = line_above(text, line, 0)
        if not _NO_CONTENT.fullmatch(text, line, line_end(text, line)):
            return line
    return None


def _columns(key: re.Match[str]) -> tuple[int, ...]:
    """The column of a line, and that of the key behind its dashes."""
    indent = len(key["indent"])
    return (indent, indent + len(key["dashes"])) if key["dashes"] else (indent,)
