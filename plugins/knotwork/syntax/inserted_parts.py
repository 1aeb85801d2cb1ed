"""Parts of a file that a note inserts: lines by their numbers, or what stands between two marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knotwork.model.patterns import lazy_regex

MARK = "8<-"
"""It is in every line that inserts something, and in those that name a section."""
_SECTION = lazy_regex(
    r"-8<-+[ \t]+\[[ \t]*(?P<type>start|end)[ \t]*:[ \t]*(?P<name>[a-z][\w-]*)[ \t]*\]", re.IGNORECASE
)
_MOST_LINES = 1_000_000
"""Lines that the ranges behind a file's name choose: as many as one file may have."""


class NotInserted(Exception):
    """Why a file is not inserted."""

    def __init__(self, message: str, help_: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help_


def marks_section(line: str) -> bool:
    """Whether a section of a file begins or ends on a line."""
    return MARK in line and _SECTION.search(line) is not None


def sections_of(lines: Sequence[str]) -> dict[str, slice]:
    """Where the lines of each section of a file are; one without an end goes to the end of the file."""
    sections: dict[str, slice] = {}
    for number, line in enumerate(lines):
        match = _SECTION.search(line) if MARK in line else None
        if match is None:
            continue
        name, known = match["name"], sections.get(match["name"])
        if match["type"].lower() == "start":
            sections.setdefault(name, slice(number + 1, None))
        elif known is not None and known.stop is None:
            sections[name] = slice(known.start, number)
    return sections


def lines_in_ranges(lines: Sequence[str], written: str, file: str) -> list[str]:
    """The lines of `3`, `3:9`, `:9`, `3:5,8:9`, counted from 1, the last included; negative from the end."""
    chosen: list[str] = []
    for part in written.split(","):
        first, colon, last = part.partition(":")
        start = _index(first, len(lines), 0)
        end = _index(last, len(lines) + 1, len(lines)) if colon and last else len(lines)
        chosen += lines[max(0, start - (int(first or 0) > 0)) : end]
        if len(chosen) > _MOST_LINES:
            message = f"`{file}` is not inserted: its ranges have too many lines"
            raise NotInserted(message, "Name each line once.")
    return chosen


def _index(number: str, count: int, default: int) -> int:
    if not number or number == "-":
        return default
    value = int(number)
    return max(0, count + value) if value < 0 else value
