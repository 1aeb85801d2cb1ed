"""The text right above and below a block of code, which may say what the block is an example of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from knotwork.model.text import Lines

_MOST = 600
"""The most characters on either side."""
_LINES = 40
"""The most lines on either side."""


def text_above(lines: Lines, line: int, blocks: Sequence[tuple[int, int]]) -> str:
    """The lines above a 1-based line, of other blocks of code only their opening marks.

    `blocks`: the 1-based first and last lines of the blocks of code above, in their order.
    """
    kept: list[str] = []
    length, block, number = 0, len(blocks) - 1, line - 1
    while number > 0 and len(kept) < _LINES:
        while block >= 0 and blocks[block][0] > number:
            block -= 1
        if block >= 0 and number <= blocks[block][1]:
            number = blocks[block][0]
        written = lines.line(number)
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
