"""Where the text that was composed stands in the note."""

from __future__ import annotations

from bisect import bisect_right

from knotwork.model.note import Fence
from knotwork.model.text import Lines, Position, Span
from knotwork.snippets.violation import Repair
from knotwork.snippets.yaml.tabs import indentation, original_column

EditPlace = tuple[Position, Position, str]
"""Where in the note an edit starts and ends, and its text."""


class Source:
    """Maps offsets of a fence's text, as it was composed, to places in the note.

    The composed text has the fence's lines; each differs from the fence's only in its indentation, whose
    tabs may have become blanks, or in single characters.
    """

    __slots__ = ("_fence", "_lines", "_own", "_stop")

    def __init__(self, fence: Fence, text: str, stop: int | None = None) -> None:
        self._fence = fence
        self._lines = Lines(text)
        self._own = self._lines if stop is None else Lines(fence.text)
        self._stop = stop

    def position(self, offset: int) -> Position:
        """The line and column in the note; behind the last line it is the line of the closing marks."""
        line = bisect_right(self._lines.starts, offset) - 1
        column = offset - self._lines.starts[line]
        if self._stop is not None:
            column = original_column(self._own.line(line + 1), column, self._stop)
        columns = self._fence.columns
        before = columns[line] if line < len(columns) else 0
        return Position(self._fence.first_line + line, before + column + 1)

    def span(self, start: int, end: int) -> Span:
        """The span in the note of a stretch of the text."""
        text = self._lines.text
        if start == len(text) and text.endswith("\n"):
            start -= 1  # what is missing at the end is missing behind the last line
        return Span(self.position(start), self.position(max(start, end)))

    def at_line_start(self, offset: int) -> bool:
        """Whether a line starts there."""
        return offset == 0 or self._lines.text[offset - 1 : offset] == "\n"

    def edits(self, repair: Repair) -> tuple[EditPlace, ...] | None:
        """The edits of the note that a repair stands for; None when they cannot be told."""
        found = []
        for start, end, text in repair.changes:
            if not (self._is_exact(start) and self._is_exact(end)):
                return None
            place = self.position(start)
            if "\n" in text and place.column > 1:
                return None  # what stands before the line in a list or quote is not known here
            found.append((place, self.position(end), text))
        return tuple(found)

    def _is_exact(self, offset: int) -> bool:
        """Whether an offset is no place within a tab that became blanks."""
        if self._stop is None:
            return True
        line = bisect_right(self._lines.starts, offset) - 1
        column = offset - self._lines.starts[line]
        own = self._own.line(line + 1)
        width = len(indentation(own).expandtabs(self._stop))
        return column in (0, width) or column > width or "\t" not in indentation(own)
