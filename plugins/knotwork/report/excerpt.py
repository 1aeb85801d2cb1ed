"""A line of a note with the part a finding is about underlined."""

from __future__ import annotations

from knotwork.model.text import Span
from knotwork.report.terminal import text_width, visible

_BEFORE = 40
"""How many characters of a long line are shown before the part that matters."""
_LONGEST = 120
"""How many characters of a line are shown."""
_TAB = "    "


def excerpt(line: str, span: Span) -> tuple[str, str]:
    """The line as a terminal shows it, and the line of carets to print below it.

    Tabs become spaces, control characters of terminals are replaced, and of a long line only
    the surroundings of the span are shown, with `…` for what is left out.
    """
    start = min(span.start.column - 1, len(line))
    end = len(line) if span.end.line > span.start.line else min(span.end.column - 1, len(line))
    first = max(0, start - _BEFORE) if len(line) > _LONGEST else 0
    last = min(len(line), first + _LONGEST)
    before = _shown(line[first:start], cut_before=first > 0)
    marked = _shown(line[start : min(end, last)])
    after = _shown(line[max(start, end) : last], cut_after=last < len(line))
    return before + marked + after, " " * text_width(before) + "^" * max(1, text_width(marked))


def _shown(text: str, *, cut_before: bool = False, cut_after: bool = False) -> str:
    shown = visible(text.replace("\t", _TAB))
    return f"{'…' if cut_before else ''}{shown}{'…' if cut_after else ''}"
