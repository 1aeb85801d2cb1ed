"""A line that makes a document no YAML, and how it is corrected."""

from __future__ import annotations

from msgspec import Struct


class BrokenLine(Struct, frozen=True):
    """What is wrong with a line, and how it is corrected."""

    at: int
    message: str
    help: str
    title: str
    """What the change does."""
    change: tuple[int, int, str]
    is_sure: bool = True
    """Whether no other change is as likely: only then it is offered."""


class Line(Struct, frozen=True):
    """A line with a key or an item."""

    start: int
    indent: int
    column: int
    """That of its key, after the dashes; 0-based."""
