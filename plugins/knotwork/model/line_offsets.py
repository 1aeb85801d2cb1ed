r"""The lines of a text by offsets in it: where the line around an offset begins and ends.

For one look at a text; `Lines` answers many. A line ends at `\n`, which is not part of it. `first` is where
the part of the text that is looked at begins: there is no line above it.
"""

from __future__ import annotations


def line_start(text: str, at: int, first: int = 0) -> int:
    """The offset at which the line of an offset begins."""
    return text.rfind("\n", first, at) + 1 or first


def line_end(text: str, at: int) -> int:
    """The offset at which the line of an offset ends."""
    return text.find("\n", at) % (len(text) + 1)


def line_above(text: str, line: int, first: int = 0) -> int:
    """The offset of the line above the one that begins at `line`; `first` where there is none."""
    return text.rfind("\n", first, max(first, line - 1)) + 1 or first


def line_around(text: str, line: int, first: int, most: int) -> int | None:
    """The nearest line above one that is indented less and is not blank, of the `most` lines above it."""
    column = line_indent(text, line)
    for _ in range(most):
        if line <= first:
            return None
        line = line_above(text, line, first)
        if line_indent(text, line) < column and text[line : line_end(text, line)].strip():
            return line
    return None


def line_indent(text: str, line: int) -> int:
    """How many spaces the line that begins at an offset begins with."""
    written = text[line : line_end(text, line)]
    return len(written) - len(written.lstrip(" "))


def is_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but spaces stands beside a part of a text on its lines."""
    return not (text[line_start(text, start) : start] + text[end : line_end(text, end)]).strip()


def line_below(text: str, at: int, end: int | None = None) -> int:
    """The offset of the line below that of an offset; `end`, or that of the text, where there is none."""
    return text.find("\n", at, end) + 1 or (len(text) if end is None else end)
