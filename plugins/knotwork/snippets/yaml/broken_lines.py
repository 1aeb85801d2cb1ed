"""The line that makes a document no YAML: a colon, a space or a quote is missing, or its indentation is off.

A parser stops where it cannot go on, which is often a line or more below the cause. A cause is believed when
the document can be read, or much more of it, once that line alone is corrected.
"""

from __future__ import annotations

from itertools import chain, islice

from knotwork.model.line_offsets import line_below
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.brackets import is_within_brackets
from knotwork.snippets.yaml.clear_slips import clear_slips
from knotwork.snippets.yaml.indented_lines import indentations
from knotwork.snippets.yaml.joined_items import joined_items
from knotwork.snippets.yaml.keys_as_items import keys_as_items
from knotwork.snippets.yaml.missing_signs import missing_colons, open_quotes, repeated_colons, stuck_marks
from knotwork.snippets.yaml.slips import BrokenLine, Line, StopsAt
from knotwork.snippets.yaml.values_below import values_below

_LONGEST = 20_000
"""Longer documents are not read again and again."""
_TRIES = 18
"""The most causes that are tried for one error."""
_LINE = lazy_regex(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*)[^\s#-]")
_KEPT = 4
"""The most causes that are compared."""
_PROGRESS = 2
"""So many lines more must be read than before, if not all."""


def likely_causes(text: str, start: int, end: int, place: int, stops_at: StopsAt) -> list[BrokenLine]:
    """What may be the cause of an error at a place, in the document between two offsets, likely ones first.

    With each of them corrected a parser comes further; empty: it is not known.
    """
    if end - start > _LONGEST:
        return []
    lines = _lines(text, start, end)
    index = max((n for n, line in enumerate(lines) if line.start <= place), default=None)
    if index is None:
        return []
    needed = _start_of_line(text, place, end, _PROGRESS)
    causes = chain(
        stuck_marks(text, start, place),
        joined_items(text, start, end, place),
        keys_as_items(text, lines, index),
        clear_slips(text, start, end, lines, index),
        open_quotes(text, start, place),
        values_below(text, lines, index),
        missing_colons(text, lines, index),
        repeated_colons(text, start, end),
        () if is_within_brackets(text, start, place + 1) else indentations(text, lines, index),
    )
    likely: dict[tuple[int, int, str], BrokenLine] = {}
    for cause in islice(causes, _TRIES):
        first, last, new = cause.change
        if cause.change in likely:
            continue
        stop = stops_at(text[start:first] + new + text[last:end])
        if stop is None or start + stop - len(new) + (last - first) >= needed:
            likely[cause.change] = cause
        if len(likely) == _KEPT:
            break
    return [*likely.values()]


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines = []
    at = start
    while at < end:
        match = _LINE.match(text, at, end)
        if match is not None:
            indent = len(match["indent"])
            lines.append(Line(at, indent, indent + len(match["dashes"])))
        at = line_below(text, at, end)
    return lines


def _start_of_line(text: str, place: int, end: int, below: int) -> int:
    """The offset of a line below a place; after the end when there is none."""
    at = place
    for _ in range(below):
        at = text.find("\n", at, end) + 1
        if not at:
            return end + 1
    return at
