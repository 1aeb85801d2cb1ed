"""Which lines of a text are within a fence, for rules that look ahead through lines."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_OPENING = lazy_regex(r"`{3,}(?=[^`]*$)|~{3,}")
_BUTTON = lazy_regex(r"(?P<marks>`{3,}|~{3,})[ \t]*\{\{(?:copy|exec(?:ute)?(?: \w{1,20})?|open)\}\}")
"""Marks with a button of an interactive course behind them, which closes the block above."""


def open_fence(marks: str, line: str) -> str:
    """The marks of the fence that is open behind a line; empty without one.

    `marks` are those of the fence that is open before it, the line is without its indent.
    """
    if marks:
        written = line.rstrip()
        closes = set(written) == {marks[0]} and len(written) >= len(marks)
        return "" if closes or closes_with_button(marks, written) else marks
    opening = _OPENING.match(line)
    return opening[0] if opening else ""


def closes_with_button(marks: str, line: str) -> bool:
    """Whether a line, without the spaces around it, closes the fence of some marks, and shows a button."""
    button = _BUTTON.fullmatch(line) if marks and line.startswith(marks) else None
    return button is not None and set(button["marks"]) == {marks[0]}


def marks_of_buttons(text: str) -> bool:
    """Whether a text has such marks at all."""
    return "{{" in text and _BUTTON.search(text) is not None
