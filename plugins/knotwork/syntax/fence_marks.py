"""Which lines of a text are within a fence, for rules that look ahead through lines."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_OPENING = lazy_regex(r"`{3,}(?=[^`]*$)|~{3,}")


def open_fence(marks: str, line: str) -> str:
    """The marks of the fence that is open behind a line; empty without one.

    `marks` are those of the fence that is open before it, the line is without its indent.
    """
    if marks:
        written = line.rstrip()
        return "" if set(written) == {marks[0]} and len(written) >= len(marks) else marks
    opening = _OPENING.match(line)
    return opening[0] if opening else ""
