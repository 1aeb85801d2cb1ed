"""Comments that mark what is below them as wrong or right: `# ❌ WRONG`, `# Good names`, `# don't do this`.

A mark at the margin holds up to the next mark, also in the documents below; another title ends it. A mark in
a mapping holds for the lines of that mapping up to an empty one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.intent.words_of_wrong import RIGHT, TITLE_OF_WRONG

_COMMENT = lazy_regex(
    r"^(?P<line>(?P<before>---[ \t]+|[ \t]*)#[#\s=*>-]*(?P<words>[^\n]*?)[\s=*#-]*)$", re.MULTILINE
)
_LONGEST = 100
"""A longer comment is no mark."""
_TRIED = 8
"""The most marks above a line that are tried."""
_FARTHEST = 8_000
"""So many characters below a mark nobody remembers it."""


class _Mark(NamedTuple):
    start: int
    column: int
    wrong: bool


def is_marked_wrong(text: str, offset: int) -> bool:
    """Whether the last mark that holds for the line at an offset calls it wrong."""
    marks = _marks(text)
    last = bisect_left(marks, offset, key=lambda mark: mark.start)
    near = reversed(marks[max(0, last - _TRIED) : last])
    above = (mark for mark in near if offset - mark.start < _FARTHEST)
    return next((mark.wrong for mark in above if _holds(text, mark, offset)), False)


def has_both_marks(text: str) -> bool:
    """Whether one comment at the margin calls something wrong, and another one something right."""
    return len({mark.wrong for mark in _marks(text) if not mark.column}) > 1


@lru_cache(maxsize=4)
def _marks(text: str) -> tuple[_Mark, ...]:
    """The marks in a text, which is that of many violations."""
    return tuple(filter(None, map(_mark, _COMMENT.finditer(text))))


def _mark(comment: re.Match[str]) -> _Mark | None:
    words = comment["words"]
    if not words or len(words) > _LONGEST:
        return None
    column = 0 if comment["before"].startswith("-") else len(comment["before"])
    if TITLE_OF_WRONG.match(words):
        return _Mark(comment.start(), column, True)
    return _Mark(comment.start(), column, False) if RIGHT.match(words) else None


def _holds(text: str, mark: _Mark, offset: int) -> bool:
    """Whether nothing between a mark and the line at an offset ends what it is about."""
    _, *below = text[mark.start : line_end(text, offset)].split("\n")
    if mark.column:
        column = min(mark.column, *map(_width, below[:1]))
        return all(line.strip() and _width(line) >= column for line in below)
    # another title at the margin ends it
    return not any(
        line.startswith("#") and (not above.strip() or above.startswith("---"))
        for above, line in pairwise(below)
    )


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
