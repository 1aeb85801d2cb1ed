"""The manifests in a block of JSON: several in a row are several, and comments are read as in JavaScript.

`kubectl` reads objects of JSON one behind another, without anything between them.
"""

from __future__ import annotations

import itertools
import re

from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex

_COMMENT = lazy_regex(r'"(?:\\.|[^"\\\n])*"|(//[^\n]*|/\*.*?\*/)', re.DOTALL)
_NOT_BLANK = lazy_regex(r"[^\s]")
_NEXT = lazy_regex(r"\}[ \t]*\n\s*(?=\{)")
"""The end of an object, when the next one begins on a line below it."""
_LINE = lazy_regex(r"[ \t]*\{[^\n]*\}[ \t]*(?:\n|\Z)")
_LINES = lazy_regex(r"(?:[ \t]*(?:\{[^\n]*\}[ \t]*)?(?:\n|\Z))+")
"""A text each of whose lines is an object, indented or not: JSON Lines."""


def json_objects(fence: Fence) -> tuple[Fence, ...]:
    """The objects of a fence of JSON, each as a fence whose lines and columns are those of the note."""
    text = fence.text
    if "//" in text or "/*" in text:
        text = _COMMENT.sub(_without_comment, text)
    if "\n" in text.strip() and _LINES.fullmatch(text) is not None:
        return tuple(_part(fence, text, *line.span()) for line in _LINE.finditer(text))
    starts = [0, *(match.end() for match in _NEXT.finditer(text) if text[match.end() - 1] == "\n"), len(text)]
    if len(starts) == 2 and text is fence.text:
        return (fence,)
    return tuple(_part(fence, text, start, end) for start, end in itertools.pairwise(starts) if start < end)


def _part(fence: Fence, text: str, start: int, end: int) -> Fence:
    first = text.count("\n", 0, start)
    last = first + text.count("\n", start, end)
    return replace(
        fence,
        text=text[start:end],
        first_line=fence.first_line + first,
        columns=fence.columns[first:last],
        lines=fence.lines[first:last],
    )


def _without_comment(match: re.Match[str]) -> str:
    """A comment as so many spaces; any other text as it is."""
    return _NOT_BLANK.sub(" ", match[0]) if match[1] is not None else match[0]
