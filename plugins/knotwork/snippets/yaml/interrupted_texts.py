"""Lines to the left of the text below `|` which goes on behind them: the text of a here-document in a script.

run: |
  kubectl apply -f - <<EOF
apiVersion: v1               the text of `|` ends here
EOF
  kubectl get pods           and goes on here
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from knotwork.model.line_offsets import line_above, line_end, line_indent, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_HEADER = lazy_regex(
    r"[ ]*(?:- +)*(?:[\w./\"'-]+:[ \t]+|(?<=- ))(?P<mark>[|>])[-+0-9]{0,2}[ \t]*(?:#[^\n]*)?(?=\n)"
)
_HAS_BELOW = lazy_regex(r"[ ]*-(?:[ ]|$)|[^\n]*(?::|[:-][ \t]+[|>][-+0-9]{0,2})[ \t]*(?:#[^\n]*)?(?=\n|\Z)")
"""An item, or a line that may have deeper ones below it."""
_LINES = 200
"""The most lines above and below the place of an error that are looked at."""
_SHOWN = 30


def interrupted_text(text: str, start: int, end: int, place: int) -> Cause | None:
    """The cause: the first line that is not indented as the text around it; None: it is another.

    A parser stops at `place`, in the document between `start` and `end`.
    """
    line = line_start(text, place, start)
    goes_on = list(_deeper_below(text, line, end))
    if not goes_on:
        return None
    for _ in range(_LINES):
        header = _HEADER.match(text, line)
        if header is not None and (cause := _interrupted(text, header.end() + 1, place, goes_on)):
            at, last, by = cause
            mark, several = f"`{header['mark']}`", last[1] != at
            them = "them" if several else "it"
            message = f"this line is not indented as the text of {mark} above it is"
            if several:
                message = f"this line and those below it are not indented as the text of {mark} above them is"
            shown = last[0] if len(last[0]) <= _SHOWN else f"{last[0][:_SHOWN]}…"
            up_to = f", up to `{shown}`" if several else ""
            help_ = f"Indent {them} by {by} more spaces{up_to}: the text goes on below."
            return Cause(at, message, help_, "slip", last[1] if several else None)
        if line <= start:
            return None
        line = line_above(text, line, start)
    return None


def _interrupted(
    text: str, first: int, place: int, goes_on: list[tuple[int, int]]
) -> tuple[int, tuple[str, int], int] | None:
    """Where the text that begins at a line is left, the last line outside of it, and the spaces it lacks.

    A line is its text and the offset of its first character.
    """
    lines = _written(text, first, place + 1)
    column, last = 0, 0
    left: int | None = None
    least = 0
    for line in lines:
        indent = line_indent(text, line)
        if not column:
            column = indent
            if column <= line_indent(text, line_above(text, first)):
                return None
        if indent < column:
            left = line if left is None else left
            least = indent if left == line else min(least, indent)
        elif left is None:
            last = indent
    if left is None:
        return None
    for indent, outside in goes_on:
        if indent in (column, last) and outside >= left:
            written = text[outside : line_end(text, outside)].strip()
            end = written, outside + line_indent(text, outside)
            return left + line_indent(text, left), end, column - least
    return None


def _deeper_below(text: str, line: int, end: int) -> Iterator[tuple[int, int]]:
    """The columns of lines that are deeper than one above them which has none below it, with that one."""
    above: int | None = None
    for below in islice(_written(text, line, end), _LINES):
        if above is not None:
            indent = line_indent(text, below)
            if indent > line_indent(text, above) and _HAS_BELOW.match(text, above) is None:
                yield indent, above
        above = below


def _written(text: str, line: int, end: int) -> Iterator[int]:
    """The lines from one on that are not empty, before an offset."""
    while line < end:
        if text[line : line_end(text, line)].strip():
            yield line
        line = line_end(text, line) + 1
