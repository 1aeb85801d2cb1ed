"""Indentation in words that hold in any block: a block may itself be indented, as in an item of a list."""

from __future__ import annotations


def off_by(difference: int) -> str:
    """How much more or less something is indented: `2 spaces less`."""
    return f"{_spaces(abs(difference))} {'more' if difference > 0 else 'less'}"


def to_indent_by(difference: int) -> str:
    """What to do with a line, without a full stop: `Indent it by 2 more spaces`."""
    if difference < 0:
        return f"Indent it by {off_by(difference)}"
    return f"Indent it by {_spaces(difference).replace(' ', ' more ')}"


def _spaces(count: int) -> str:
    return f"{count} space{'' if count == 1 else 's'}"
