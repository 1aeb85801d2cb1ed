"""Items that are indented more than the item above them: for YAML they go on with its text.

command:
- sh
  - -c          # "sh - -c - |"
  - |
    echo "a: b"

A parser stops at the first `: `, which may be many lines below.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from knotwork.model.line_offsets import line_above, line_below, line_end, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.indent_words import off_by, to_indent_by
from knotwork.snippets.yaml.slips import BrokenLine, Cause

_ARGUMENT = lazy_regex(r"[ ]*-[ ]+(?:-{1,2}\w|[|>][-+0-9]{0,2}[ \t]*(?:\n|$))")
"""An item that is an option of a command, or a text on the lines below."""
_QUOTED = lazy_regex(r"(?:\"[^\"\n]*\"|'[^'\n]*')")
_MARKS = "\"'[{|>&*!%@`#?"
"""What begins no plain text."""
_ABOVE = 100
"""The most lines above an error that are looked at."""


class _Run(Struct, frozen=True):
    """Items below an item of text, and deeper than it is."""

    above: int
    """The line of that item."""
    first: int
    """The line of the first of them."""
    by: int
    """By how many columns they are deeper."""
    message: str


def joined_items(text: str, start: int, end: int, place: int) -> Iterator[BrokenLine]:
    """The arguments of a command that are indented more than the first one; an error is in or below them."""
    run = _run(text, start, place)
    if run is None or not _are_arguments(text, run, end):
        return
    title = to_indent_by(-run.by)
    yield BrokenLine(
        at=run.first + line_indent(text, run.first),
        message=run.message,
        help=f"{title}, with those below it: all items of a list begin in one column.",
        title=title,
        change=_moved(text, run, end),
        sureness="slip",
    )


def joined_item(text: str, start: int, end: int, place: int) -> Cause | None:
    """The cause of an error in or below such an item, which may be one of a list within the one above."""
    run = _run(text, start, place)
    if run is None or _are_arguments(text, run, end):
        return None
    help_ = "Begin all items of a list in one column; an item with a list below it ends with `:`."
    return Cause(run.first + line_indent(text, run.first), run.message, help_)


def _run(text: str, start: int, place: int) -> _Run | None:
    line = line_start(text, place, start)
    column, first = line_indent(text, line), line
    is_item = text.startswith("- ", line + column)
    for _ in range(_ABOVE):
        if line <= start:
            return None
        line = line_above(text, line, start)
        written = text[line : line_end(text, line)]
        indent = line_indent(text, line)
        if not written.strip() or indent > column:
            continue
        content = written[indent:]
        if not content.startswith("- ") and (is_item or indent < column):
            return None
        if is_item and indent < column:
            message = _message(content[2:].strip(), column - indent)
            return _Run(line, first, column - indent, message) if message else None
        if content.startswith("- "):
            is_item, column, first = True, indent, line
    return None


def _message(content: str, by: int) -> str:
    """What is wrong with an item that is deeper than one above it; empty where that one is no text."""
    message = f"this item is indented by {off_by(by)} than the one above it"
    if _QUOTED.fullmatch(content):
        return message
    is_field = ": " in content or content.endswith(":")
    if not content or content[0] in _MARKS or content.startswith("- ") or is_field:
        return ""
    return f"{message}, and goes on with its text"


def _are_arguments(text: str, run: _Run, end: int) -> bool:
    """Whether one of the items shows that all are those of a command."""
    column = line_indent(text, run.first)
    items = (line for line in _lines(text, run.first, end) if line_indent(text, line) == column)
    return any(_ARGUMENT.match(text, line) for line in (run.above, *items))


def _moved(text: str, run: _Run, end: int) -> tuple[int, int, str]:
    """The change that moves the items and what is below them to the left."""
    parts: list[str] = []
    last = run.first
    for line in _lines(text, run.first, end):
        parts.append(text[last:line])
        last = line + run.by
    return run.first, last, "".join(parts)


def _lines(text: str, first: int, end: int) -> Iterator[int]:
    """The lines from the first item on that are as deep, without blank ones."""
    line, column = first, line_indent(text, first)
    while line < end:
        if text[line : line_end(text, line)].strip():
            if line_indent(text, line) < column:
                return
            yield line
        line = line_below(text, line, end)
