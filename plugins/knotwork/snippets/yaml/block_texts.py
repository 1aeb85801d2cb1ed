"""The lines of YAML that are not part of a text after `|` or `>`; for text that no parser can read."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.model.patterns import lazy_regex

_OPENS_TEXT = lazy_regex(r"(?:^|[ \t:])[|>][-+\d]*[ \t]*(?:#.*)?$")


def lines_outside_texts(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of the start and end of these lines, without comments, in order.

    What looks like spaces in front of a comment, or in an empty line, is none for a parser: it is in them.
    """
    at, block = 0, -1
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        stripped = line.strip()
        if stripped and indent <= block:
            block = -1
        if block < 0 and stripped and not stripped.startswith("#"):
            comment = line.find(" #")
            yield at, at + (len(line) if comment < 0 else comment)
            if _OPENS_TEXT.search(line):
                block = indent
        elif block < 0 and not line[:indent].isascii():
            yield at, at + indent
        at += len(line) + 1


def texts_below_keys(text: str) -> Iterator[tuple[int, int]]:
    """The first line of every text below a `key: |`, and the line behind it, as numbers from 0."""
    first, block, number = 0, -1, 0
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if not stripped:
            continue
        indent = len(line) - len(line.lstrip())
        if block >= 0 and indent <= block:
            yield first, number
            block = -1
        if block < 0 and ":" in line and not stripped.startswith("#") and _OPENS_TEXT.search(line):
            first, block = number + 1, indent
    if block >= 0:
        yield first, number + 1
