"""A line that makes a document no YAML, and how it is corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from knotwork.snippets.violation import Sureness

StopsAt = Callable[[str], int | None]
"""The offset at which a parser stops in a text; None: it reads it all."""


class Cause(NamedTuple):
    """Why a text is no YAML, as far as it is known."""

    at: int
    """The offset of what is wrong."""
    message: str
    help: str | None
    sureness: Sureness = ""
    until: int | None = None
    """The offset of the last line that is wrong, where there are several."""


class BrokenLine(Struct, frozen=True, kw_only=True):
    """What is wrong with a line, and how it is corrected."""

    at: int
    message: str
    help: str
    title: str
    """What the change does."""
    change: tuple[int, int, str]
    sureness: Sureness = ""
    columns: tuple[int, int] | None = None
    """Where only indentation changes: that of the line, and what it becomes."""
    is_guess: bool = False
    """Whether nothing but that a parser then goes on speaks for it."""


class Line(Struct, frozen=True):
    """A line with a key or an item."""

    start: int
    indent: int
    column: int
    """That of its key, after the dashes; 0-based."""
