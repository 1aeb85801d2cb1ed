"""Lines that were moved to another indentation: whether they and those around them fit together then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from knotwork.model.line_offsets import line_above, line_below, line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX

_MISPLACED = frozenset((UNKNOWN_FIELD, WRONG_TYPE, YAML_SYNTAX, DUPLICATE_KEY))
"""What is found where a correction puts something where it does not belong."""
_DASHES = lazy_regex(r"[ ]*(?:- +)*")
_FIELD = lazy_regex(r"[ ]*(?:- |(?:- +)*[\w./-]+:(?:[ \t]|$))")
_NEAR = 12
"""The most lines above and below that are looked at."""
_NEXT = 3
"""So many lines below a moved one a parser must come further."""


def has_misplaced(errors: Sequence[Violation], text: str, first: int, last: int, column: int) -> bool:
    """Whether one of the errors in a text is that something does not belong near its moved lines.

    Near: in them, in the lines next to them, and in the block around them. `first` and `last`: their offsets;
    `column`: the least at which they begin, before and after; 0: at the margin, or no lines are moved.
    """
    around = _around(text, first, last)
    block = _block(text, first, last, column) if column else around
    for error in errors:
        if error.rule not in _MISPLACED:
            continue
        is_slip = error.repair is not None or error.has_suggestion
        if around[0] <= error.start < around[1] or (block[0] <= error.start < block[1] and not is_slip):
            return True
    return False


def is_broken_near(errors: Sequence[Violation], text: str, last: int, column: int) -> bool:
    """Whether a parser stops above or right below the moved lines, which end at an offset, in their block.

    Below their block, where the indentation of a line may be the cause.
    """
    end, ends = last, False
    for _ in range(_NEXT):
        if not ends:
            block = end = line_below(text, end)
            ends = end < len(text) and _ends_block(text, end, column)
        else:
            end = line_below(text, end)
    stops = (error for error in errors if error.rule is YAML_SYNTAX)
    first = min(stops, key=lambda error: error.start, default=None)
    return first is not None and first.start < (end if first.otherwise else block)


def is_joined(read: Composed, text: str, first: int, last: int) -> bool:
    """Whether a moved line, or a field right below them, becomes a part of the text above it."""
    begins = _DASHES.match(text, first)
    at = begins.end() if begins is not None else first
    if all(node.start_mark.index != at for node in read.nodes):
        return True
    below = next(_written(text, line_below(text, last)), None)
    if below is None or not _FIELD.match(text, below):
        return False
    return any(
        node.start_mark.index < below < node.end_mark.index
        for node in read.nodes
        if isinstance(node, yaml.ScalarNode) and not node.style
    )


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    """The offsets of the moved lines, and of the ones next to them."""
    above = line_above(text, line_start(text, first))
    return above, line_end(text, line_below(text, last))


def _block(text: str, first: int, last: int, column: int) -> tuple[int, int]:
    """The offsets of the lines around that are as deep as a column."""
    start = line_start(text, first)
    for _ in range(_NEAR):
        above = line_above(text, start)
        if above == start or _ends_block(text, above, column):
            break
        start = above
    end = line_below(text, last)
    for _ in range(_NEAR):
        if end >= len(text) or _ends_block(text, end, column):
            break
        end = line_below(text, end)
    return start, end


def _ends_block(text: str, line: int, column: int) -> bool:
    written = text[line : line_end(text, line)]
    return bool(written.strip()) and len(written) - len(written.lstrip(" ")) < column


def _written(text: str, line: int) -> Iterator[int]:
    """The offsets of the lines from one on that are not empty."""
    while line < len(text):
        if text[line : line_end(text, line)].strip():
            yield line
        line = line_below(text, line)
