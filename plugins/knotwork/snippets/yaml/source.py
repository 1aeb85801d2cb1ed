"""The source map of a fence: offsets in the text that was composed become positions in the note."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from knotwork.model.note import Fence
from knotwork.model.text import Lines, Position, Span
from knotwork.snippets.violation import Repair
from knotwork.snippets.yaml.tab_indentation import Tabs, indentation, original_column

EditPlace = tuple[Position, Position, str]
"""The start and end of an edit in the note, and its text."""


class Source:
    """Maps offsets of a fence's text, as it was composed, to positions in the note.

    The composed text has the fence's lines. A line differs from the fence's only in its indentation, where
    spaces may replace tabs, in single characters, or in spaces that are `inserted`, at these offsets.
    """

    __slots__ = ("_fence", "_inserted", "_own", "lines", "tabs")

    def __init__(
        self, fence: Fence, text: str, tabs: Tabs | None = None, inserted: Sequence[int] = ()
    ) -> None:
        self._fence = fence
        self.lines = Lines(text)
        """Those of the composed text."""
        self._own = self.lines if tabs is None else Lines(fence.text)
        self.tabs = tabs
        self._inserted = inserted

    def position(self, offset: int) -> Position:
        """The line and column in the note; after the last line, the line of the closing marks."""
        line = bisect_right(self.lines.starts, offset) - 1
        column = offset - self.lines.starts[line]
        if self._inserted:
            first = bisect_left(self._inserted, self.lines.starts[line])
            column -= bisect_left(self._inserted, offset) - first
        if self.tabs is not None:
            column = original_column(self._own.line(line + 1), column, self.tabs)
        columns = self._fence.columns
        before = columns[line] if line < len(columns) else 0
        if line < len(self._fence.lines) and (origin := self._fence.lines[line]):
            return Position(abs(origin), before + (column if origin > 0 else 0) + 1)
        return Position(self._fence.first_line + line, before + column + 1)

    def span(self, start: int, end: int) -> Span:
        """The span in the note of a part of the text."""
        text = self.lines.text
        if start == len(text) and text.endswith("\n"):
            start -= 1  # something missing at the end is missing after the last line
        return Span(self.position(start), self.position(max(start, end)))

    def at_line_start(self, offset: int) -> bool:
        """Whether a line starts at an offset."""
        return offset == 0 or self.lines.text[offset - 1 : offset] == "\n"

    def edits(self, repair: Repair) -> tuple[EditPlace, ...] | None:
        """The edits of the note that make a repair; None when their positions are not known."""
        edits = []
        for start, end, text in repair.changes:
            if not (self._is_exact(start) and self._is_exact(end)):
                return None
            position = self.position(start)
            if "\n" in text and position.column > 1:
                return None  # the prefix of a line in a list or quote is not known here
            edits.append((position, self.position(end), text))
        return tuple(edits)

    def _is_exact(self, offset: int) -> bool:
        """Whether an offset is not within the spaces that replace a tab."""
        if self.tabs is None:
            return True
        line = bisect_right(self.lines.starts, offset) - 1
        column = offset - self.lines.starts[line]
        own = self._own.line(line + 1)
        width = self.tabs.width(indentation(own))
        return column in (0, width) or column > width or "\t" not in indentation(own)
