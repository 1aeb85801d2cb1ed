"""What stands above a block, read once for all that ask what the text says of it.

## Policies                   the heading of its section
PodSecurityPolicy was …       the beginning of the section

An example:                   the last paragraph
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from knotwork.model.patterns import lazy_regex

_HEADING = lazy_regex(r"#{1,6}(?:[ \t]|$)")
_OPENS = lazy_regex(r"`{3,}[^`]*$|~{3,}")
"""The marks of another block; not a command in such marks on one line."""
_LINK_TARGET = lazy_regex(r"[ \t>]*\[[^\]\n]+\]:[ \t]+\S[^\n]*$")
"""A line that says where a link of the text leads: it is no text itself."""


class Piece(NamedTuple):
    """A heading, a paragraph, or another block of code, of which only its language is there."""

    kind: Literal["heading", "paragraph", "block"]
    text: str


class Above:
    """The text above a block of code, of other blocks only their opening marks: `Fence.above`."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, with their marks of quotes."""
        return self.text.split("\n")

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What stands there, the nearest first."""
        return tuple(_pieces(self.lines))

    @cached_property
    def heading(self) -> str:
        """The nearest heading, with its hashes; empty for none."""
        return next((piece.text for piece in self.pieces if piece.kind == "heading"), "")

    @cached_property
    def section(self) -> list[str]:
        """The lines from the nearest heading on, or all."""
        return self.lines[max(0, self._after(_is_heading) - 1) :]

    @cached_property
    def own(self) -> list[str]:
        """The lines that are about no other block, and of no other section."""
        return self.lines[self._after(lambda line: _is_heading(line) or _opens_block(line)) :]

    @cached_property
    def below_block(self) -> list[str]:
        """The lines below the nearest other block, or all: a heading may announce what stands below it."""
        return self.lines[self._after(_opens_block) :]

    @cached_property
    def paragraph(self) -> str:
        """The last paragraph of these."""
        lines = [line for line in self.own if not _LINK_TARGET.match(line)]
        while lines and not lines[-1].strip():
            del lines[-1]
        empty = (index for index in range(len(lines), 0, -1) if not lines[index - 1].strip(" \t>"))
        return "\n".join(lines[next(empty, 0) :])

    def _after(self, is_last: Callable[[str], bool]) -> int:
        """The index behind the last line of a kind; 0 for none."""
        numbers = range(len(self.lines), 0, -1)
        return next((index for index in numbers if is_last(self.lines[index - 1].lstrip(" \t>"))), 0)


@lru_cache(maxsize=8)
def text_above(text: str) -> Above:
    """What stands above a block, which is that of many findings."""
    return Above(text)


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None


def _opens_block(line: str) -> bool:
    return _OPENS.match(line) is not None


def _pieces(lines: list[str]) -> Iterator[Piece]:
    paragraph: list[str] = []
    for line in reversed(lines):
        stripped = line.strip().lstrip("> ")
        kind: Literal["heading", "block"] | None = None
        if _opens_block(stripped):
            kind = "block"
        elif _is_heading(stripped):
            kind = "heading"
        if kind or not stripped:
            if paragraph:
                yield Piece("paragraph", "\n".join(reversed(paragraph)))
                paragraph = []
            if kind == "block":
                yield Piece("block", stripped.strip("`~ ").partition(" ")[0].partition("{")[0].lower())
            elif kind:
                yield Piece("heading", stripped)
            continue
        paragraph.append(line)
    if paragraph:
        yield Piece("paragraph", "\n".join(reversed(paragraph)))
