"""Characters that make a text be read in another order than it is written: U+202E and its like.

`https://good.example` can be shown as another address with them, and a command as another than is copied.
"""

from __future__ import annotations

from knotwork.model.diagnostics import Problem
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines

REORDERING = lazy_regex("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates; marks of direction (U+200E, U+200F) reorder nothing."""


def reordered(lines: Lines) -> list[Problem]:
    """A problem for each line that holds such characters, at the first of them."""
    if lines.text.isascii():
        return []
    by_line: dict[int, Problem] = {}
    for match in REORDERING.finditer(lines.text):
        span = lines.span(match.start(), match.end())
        if span.start.line not in by_line:
            message = f"U+{ord(match[0]):04X} shows this line in another order than it is written"
            by_line[span.start.line] = Problem("bidi-control", span, message, "Remove it.")
    return list(by_line.values())
