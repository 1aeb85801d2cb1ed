"""A piece from the middle of a manifest: its first lines are indented deeper than those below them.

It begins a block, or stands below lines that are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.elisions import is_left_out
from knotwork.snippets.yaml.numbered_pieces import WHOLE
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_DOCUMENT = lazy_regex(r"^---(?=[ \t\n]|\Z)[^\n]*\n?", re.MULTILINE)
_CONTENT = lazy_regex(r"^( *)(?![ \n#]|\.\.\.)[^\n]+$", re.MULTILINE)
_LINE = lazy_regex(r"^( *)((?:- +)*)(?![ \n])([^\n]+)$", re.MULTILINE)
_OPENS = (":", "|", ">", "|-", ">-", "|+", ">+", "-")
_DEEPER_ABOVE = "this block is shown in part: the lines above this one are indented deeper"
LINES_MISSING = "this block is shown in part: what this line belongs to is left out"
_FEWEST = 2
"""The fewest lines of the deeper part: a single line may be a slip."""
_LEVELS = 4
"""So much deeper a single line is none."""
_LOOKED_AT = 50
"""The most lines above a field that are looked at."""


def dedents(text: str) -> list[int]:
    """The offsets of lines that are indented less than all lines above them in their document.

    Empty for a document with an apiVersion, which begins at its top.
    """
    if not text.startswith((" ", "\n", "#", "---")) and "\n---" not in text:
        return []
    return [at for start, end in _documents(text) for at in _of_document(text, start, end)]


def pieces_at_elisions(text: str, elisions: Set[int], *, always: bool = False) -> list[int]:
    """The offsets at which pieces begin that lines left out stand above, and what follows such a piece.

    A piece is indented deeper than the line above, which opens no level; or a piece is `always` what stands
    below such lines. A line that misses the column of one above by a single space is a slip, and begins none.
    `elisions`: their offsets.
    """
    levels: set[int] = set()
    cuts: list[int] = []
    inner: int | None = None  # how far the lines of a piece are indented
    above: int | None = None  # where a line below continues the one above
    left_out = opened = False
    for line in _LINE.finditer(text):
        width = len(line[1])
        if line.start() in elisions:
            left_out = True
            continue
        if line[3].startswith("#"):
            continue
        if not width and line[3].startswith("---"):
            inner, above, left_out, opened = None, None, False, True
            levels.clear()
            continue
        is_slip = width not in levels and not levels.isdisjoint((width - 1, width + 1))
        if left_out and not is_slip and (always or above is None or (width > above and not opened)):
            if above is not None:
                cuts.append(line.start())
            inner = width
        elif inner is not None and width < inner:
            cuts.append(line.start())
            inner = width or None
        above = width + len(line[2])
        levels.update((width, above))
        opened = line[3].rstrip().endswith(_OPENS)
        left_out = False
    return cuts


def may_be_elsewhere(text: str, offset: int) -> bool:
    """Whether an elision above a field is indented less: what the field belongs to may be left out, too."""
    start = line_start(text, offset)
    indent = offset - start
    for _ in range(_LOOKED_AT):
        end, start = start - 1, line_above(text, start)
        if end <= 0:
            return False
        line = text[start:end]
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            return is_left_out(line)
    return False


def shown_in_part(at: int, end: int, message: str = _DEEPER_ABOVE) -> Violation:
    """The finding of a line that is indented less than those above it, or deeper than lines left out."""
    help_ = "A copy of it is no valid YAML. Begin with the field they belong to, or give each part its block."
    return Violation(YAML_SYNTAX, at, end, message, help_, severity="info")


def _documents(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _DOCUMENT.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _of_document(text: str, start: int, end: int) -> list[int]:
    if WHOLE.search(text, start, end):
        return []
    cuts: list[int] = []
    least: int | None = None
    first = ""
    by = 0  # how much deeper the first line is, where it alone is deeper
    for number, line in enumerate(_CONTENT.finditer(text, start, end)):
        width = len(line[1])
        if least is not None and width < least:
            by = least - width if number < _FEWEST else by
            cuts.append(line.start())
        first = first or line[0].rstrip()
        least = width if least is None else min(least, width)
    if by and (first.endswith(_OPENS) or not (by >= _LEVELS or least or len(cuts) > 1)):
        return []
    return cuts
