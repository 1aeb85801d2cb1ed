"""Positions in a text: lines and columns as a person counts them, and where inline content came from."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

from knotwork.model.patterns import lazy_regex

_NEWLINE = lazy_regex(r"\r\n?|\n")
_BREAK = re.compile("\n")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffd\ufffe]"
)
"""Characters that a reader does not see, and U+FFFD for one that was lost."""
LONE_SURROGATE = lazy_regex("[\ud800-\udfff]")
"""Half of a character, which no encoding can write."""


class Position(Struct, frozen=True, array_like=True, gc=False, order=True):
    """A line and a column of a note."""

    line: int
    """1-based."""
    column: int
    """1-based, in code points; a tab is one."""


class Span(Struct, frozen=True, array_like=True, gc=False, order=True):
    """A stretch of a note, `end` excluded."""

    start: Position
    end: Position


FILE_START = Span(Position(1, 1), Position(1, 1))
"""Where findings about a file as a whole stand."""


def normalized(text: str) -> str:
    r"""The text with `\n` for every line break, without a byte order mark, and no NUL.

    Lines and columns are those of the file. Only `\r\n`, `\r` and `\n` end a line here: Markdown does
    not know `str.splitlines`' other breaks (U+2028, form feed, \x1e).
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    return text.replace("\0", "\ufffd")


class Lines:
    """The lines of a normalized text: offsets to positions and back."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *map(re.Match.end, _BREAK.finditer(text))]

    def position(self, offset: int) -> Position:
        """The line and column of a 0-based offset."""
        index = bisect_right(self.starts, offset) - 1
        return Position(index + 1, offset - self.starts[index] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span of the text between two offsets."""
        line = bisect_right(self.starts, start)
        begin = self.starts[line - 1] - 1
        first = Position(line, start - begin)
        if start <= end and (line == len(self.starts) or end < self.starts[line]):
            return Span(first, Position(line, end - begin))
        return Span(first, self.position(end))

    def origin(self, line: int) -> int:
        """The 1-based line of a note for one of the text; negative for a line that was inserted there."""
        return line

    def offset(self, position: Position) -> int:
        """The 0-based offset of a position; a line or column past the end is cut to the end."""
        if position.line > len(self.starts):
            return len(self.text)
        return min(self.starts[position.line - 1] + position.column - 1, self.end(position.line))

    def end(self, line: int) -> int:
        """The offset at which a 1-based line ends, its line break excluded."""
        return self.starts[line] - 1 if line < len(self.starts) else len(self.text)

    def line(self, line: int) -> str:
        """The text of a 1-based line without its line break; empty past the end."""
        if not 1 <= line <= len(self.starts):
            return ""
        return self.text[self.starts[line - 1] : self.end(line)]

    def between(self, first: int, last: int) -> str:
        """The lines between two 0-based numbers, the last excluded, with their line breaks."""
        ends = (self.starts[at] if at < len(self.starts) else len(self.text) for at in (first, last))
        return self.text[slice(*ends)]

    def slice(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[self.offset(span.start) : self.offset(span.end)]


class SourceMap(Struct, frozen=True):
    r"""Where each character of an inline block's content stands in the source.

    A parser hands inline rules a content that is not a slice of the source: list indents, quote marks
    and the backslash of `\|` in tables are gone, tabs may have become spaces. Each segment says: from
    this offset of the content on, characters stand one for one from that offset of the source on.
    """

    content: tuple[int, ...]
    source: tuple[int, ...]

    @classmethod
    def straight(cls, start: int) -> SourceMap:
        """The map of content that is a slice of the source from `start` on."""
        return cls((0,), (start,))

    def offset(self, at: int) -> int:
        """The source offset of the content's character at `at`."""
        index = bisect_right(self.content, at) - 1
        return self.source[index] + at - self.content[index]

    def end(self, at: int) -> int:
        """The source offset just behind the content's character before `at` (an exclusive end)."""
        return self.offset(at - 1) + 1 if at > 0 else self.offset(0)

    def shifted(self, by: int) -> SourceMap:
        """The map of the same content without its first `by` characters."""
        if by == 0:
            return self
        keep = [(c - by, s) for c, s in zip(self.content, self.source, strict=True) if c > by]
        return SourceMap((0, *(c for c, _ in keep)), (self.offset(by), *(s for _, s in keep)))

    def without(self, start: int, end: int) -> SourceMap:
        """The map of the same content without the characters from `start` to `end`."""
        kept = [(c, s) for c, s in zip(self.content, self.source, strict=True) if c < start]
        moved = [(c - end + start, s) for c, s in zip(self.content, self.source, strict=True) if c > end]
        cut = [*kept, (start, self.offset(end)), *moved]
        return SourceMap(tuple(c for c, _ in cut), tuple(s for _, s in cut))
