"""Lines of a text that stands in place of others, with their places in the text that was written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from knotwork.model.text import Lines, Position, Span


class ExpandedLines(Lines):
    """The lines of an expanded text: their positions are those of the text that its author wrote."""

    __slots__ = ("_written", "origins")

    def __init__(self, text: str, written: Lines, origins: Sequence[int]) -> None:
        """`origins` are for each line the 1-based line of the written text; negative for an inserted one."""
        super().__init__(text)
        self._written = written
        self.origins = tuple(origins)

    def position(self, offset: int) -> Position:
        """The place in the written text of an offset."""
        return self._place(offset, at_end=False)

    def span(self, start: int, end: int) -> Span:
        """The span in the written text between two offsets: of what is inserted, the line that names it."""
        first = self._place(start, at_end=False)
        return Span(first, max(first, self._place(end, at_end=True)))

    def offset(self, position: Position) -> int:
        """The offset of a position of the written text."""
        line = bisect_left(self.origins, position.line, key=abs)
        if line == len(self.origins):
            return len(self.text)
        return min(self.starts[line] + position.column - 1, self.end(line + 1))

    def slice(self, span: Span) -> str:
        """The written text that a span covers."""
        return self._written.slice(span)

    def origin(self, line: int) -> int:
        """The 1-based line of the written text; negative for one that was inserted there."""
        return self.origins[min(line, len(self.origins)) - 1]

    def _place(self, offset: int, *, at_end: bool) -> Position:
        line = bisect_right(self.starts, offset) - 1
        origin = self.origins[min(line, len(self.origins) - 1)]
        if origin > 0:
            return Position(origin, offset - self.starts[line] + 1)
        written = self._written.line(-origin)
        column = len(written) if at_end else len(written) - len(written.lstrip())
        return Position(-origin, column + 1)
