"""Tabs in indentation: YAML has none, so they are read as blanks up to a tab stop."""

from __future__ import annotations

import re

STOPS = (4, 8, 2)
"""The tab stops that are tried, in this order."""

_LEAD = re.compile(r"[ \t]*")
_TABBED = re.compile(r"^ *\t[ \t]*(?=[^ \t\n])", re.MULTILINE)


def lead(line: str) -> str:
    """The indentation of a line."""
    match = _LEAD.match(line)
    assert match is not None, "nothing is an indentation, too"
    return match[0]


def tabbed_lines(text: str) -> list[int]:
    """The offsets of the lines that hold something and are indented with tabs."""
    return [match.start() for match in _TABBED.finditer(text)]


def expanded(text: str, stop: int) -> str:
    """The text with blanks for the tabs of its indentation."""
    lines = text.split("\n")
    return "\n".join(
        lead(line).expandtabs(stop) + line[len(lead(line)) :] if "\t" in lead(line) else line
        for line in lines
    )


def original_column(line: str, column: int, stop: int) -> int:
    """The 0-based column, in a line as it is written, of a column of the expanded line."""
    indent = lead(line)
    if "\t" not in indent:
        return column
    width = len(indent.expandtabs(stop))
    if column >= width:
        return len(indent) + column - width
    return next(at for at in range(len(indent)) if len(indent[: at + 1].expandtabs(stop)) > column)
