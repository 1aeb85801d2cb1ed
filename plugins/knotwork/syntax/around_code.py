"""The text around a block of code, which may say what the block is an example of.

What stands right above and below it, and how the note and the sections around it begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from knotwork.model.note import Heading
from knotwork.model.text import Lines

_MOST = 600
"""The most characters on either side."""
_LINES = 40
"""The most lines on either side."""
_BEGINNING = 300
"""The most characters of the beginning of a section."""


class CodeLines(NamedTuple):
    """The lines of a block of code."""

    first: int
    """1-based: that of the opening marks, or of the code."""
    last: int
    is_indented: bool = False
    """Whether it has no marks."""


def text_above(lines: Lines, line: int, blocks: Sequence[CodeLines]) -> str:
    """The lines above a 1-based line, of other blocks of code only their opening marks.

    `blocks`: the blocks of code above, in their order.
    """
    kept: list[str] = []
    length, block, number = 0, len(blocks) - 1, line - 1
    while number > 0 and len(kept) < _LINES:
        while block >= 0 and blocks[block].first > number:
            block -= 1
        is_code = block >= 0 and number <= blocks[block].last
        number = blocks[block].first if is_code else number
        written = "" if is_code and blocks[block].is_indented else lines.line(number)
        length += len(written) + 1
        if length > _MOST:
            break
        kept.append(written)
        number -= 1
    return "\n".join(reversed(kept)).strip("\n")


def text_below(lines: Lines, line: int) -> str:
    """The lines below a 1-based line."""
    below = (lines.line(number) for number in range(line + 1, len(lines.starts) + 1))
    return "\n".join(islice(below, _LINES))[:_MOST].strip("\n")


class Beginnings:
    """How a note and its sections begin: for each block of code those that it stands in.

    `text` is that of the lines, with spaces for front matter.
    """

    def __init__(self, lines: Lines, text: str) -> None:
        self._lines, self._text = lines, text
        self._open: list[tuple[int, int]] = []
        """The levels and the lines of the headings of the open sections."""
        self._seen = self._read = 0
        """How many headings and blocks were looked at."""
        self._code: set[int] = set()
        """The lines of code of the blocks so far, as many of each as a beginning may have."""
        self._known: dict[int, str] = {}

    def around(self, headings: Sequence[Heading], blocks: Sequence[CodeLines]) -> tuple[str, ...]:
        """How the note begins, and each section that is open below the last of its headings so far.

        What stands below the first heading is about its section only. `blocks`: those of code so far.
        """
        for block in blocks[self._read :]:
            self._code.update(range(block.first, min(block.last, block.first + _LINES) + 1))
        self._read = len(blocks)
        for heading in headings[self._seen :]:
            while self._open and self._open[-1][0] >= heading.level:
                self._open.pop()
            self._open.append((heading.level, heading.span.start.line))
        self._seen = len(headings)
        first = self._first
        elsewhere = self._lines.line(first).startswith("#") and all(line != first for _, line in self._open)
        return (
            "" if elsewhere else self._beginning(first, _MOST, whole=True),
            *(self._beginning(line, _BEGINNING) for _, line in self._open if line != first),
        )

    @cached_property
    def _first(self) -> int:
        """The 1-based line of the first text."""
        return self._lines.position(len(self._text) - len(self._text.lstrip())).line

    def _beginning(self, line: int, most: int, *, whole: bool = False) -> str:
        """A line with the paragraph below it; `whole`: all up to a block of code."""
        if line not in self._known:
            kept = [] if line in self._code else [self._lines.line(line)]
            length = 0
            for number in range(line + 1, min(line + _LINES, len(self._lines.starts) + 1)):
                written = self._lines.line(number)
                stripped = written.strip(" \t>")
                length += len(written) + 1
                ends = not whole and (stripped.startswith("#") or (not stripped and len(kept) > 1))
                is_code = number in self._code or stripped.startswith(("```", "~~~"))
                if not kept or ends or length > most or is_code:
                    break
                if stripped or whole:
                    kept.append(written)
            self._known[line] = "\n".join(kept)[:most]
        return self._known[line]
