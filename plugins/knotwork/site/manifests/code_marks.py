"""Stretches of a code block's HTML put into elements of their own, the text of the code left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

_PIECE = re.compile(r"<[^>]*>|&[^;\s]{1,10};|[^<&]+|[<&]")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """An element around a stretch of one line."""

    line: int
    """0-based."""
    start: int
    """The 0-based column."""
    end: int
    opening: str
    """The element's start tag."""
    closing: str


def marked(code: str, marks: Sequence[Mark]) -> str:
    """The HTML of a code block's content with marks around stretches of its text.

    A mark that would not lie within one token, or overlaps the one before it, is left out.
    """
    lines = code.split("\n")
    for number, group in groupby(sorted(marks), lambda mark: mark.line):
        if 0 <= number < len(lines):
            lines[number] = "".join(_line(lines[number], list(group)))
    return "\n".join(lines)


def _line(html: str, marks: list[Mark]) -> Iterator[str]:
    column = 0
    for token in _tokens(html):
        width = sum(len(unescape(piece)) for piece in token if not _is_tag(piece))
        inside = [mark for mark in marks if column <= mark.start and mark.end <= column + width]
        yield from _token(token, column, inside) if inside else token
        column += width


def _tokens(html: str) -> Iterator[list[str]]:
    """Each run of text between tags as its pieces, each tag alone."""
    run: list[str] = []
    for piece in _PIECE.findall(html):
        if _is_tag(piece):
            if run:
                yield run
            yield [piece]
            run = []
        else:
            run.append(piece)
    if run:
        yield run


def _token(pieces: list[str], column: int, marks: list[Mark]) -> Iterator[str]:
    done = column
    signs = [sign for piece in pieces for sign in (piece if not piece.startswith("&") else [piece])]
    for mark in marks:
        if mark.start < done or mark.end <= mark.start:
            continue
        yield "".join(signs[done - column : mark.start - column])
        yield mark.opening
        yield "".join(signs[mark.start - column : mark.end - column])
        yield mark.closing
        done = mark.end
    yield "".join(signs[done - column :])


def _is_tag(piece: str) -> bool:
    return piece.startswith("<") and len(piece) > 1
