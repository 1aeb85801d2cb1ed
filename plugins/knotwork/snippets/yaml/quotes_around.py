"""Quotes around a value that do not fit each other: one too many, or another one at its end."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_START = r"[ ]*(?:- +)*(?:[\w./-]+:[ ]+)?"
_END = r"[ \t]*(?:#[^\n]*)?$"
_ONE_MORE = lazy_regex(
    rf"{_START}(?:\"[^\"\\\n]*\"(?P<double>\")|'[^'\n]+'(?P<single>')){_END}", re.MULTILINE
)
_OTHER = lazy_regex(
    rf"{_START}(?:(?P<double>\")[^\"'\\\n]*(?P<apostrophe>')|(?P<single>')[^\"'\n]*(?P<quote>\")){_END}",
    re.MULTILINE,
)


def unfit_quotes(text: str, start: int, place: int) -> Cause | None:
    """The cause in the line of a place or the one above, where quotes do not fit; None: it is another."""
    line = line_start(text, place, start)
    causes = (_in_line(text, first) for first in (line, line_above(text, line, start)))
    return next(filter(None, causes), None)


def _in_line(text: str, line: int) -> Cause | None:
    if (more := _ONE_MORE.match(text, line)) is not None:
        group = "double" if more["double"] else "single"
        return Cause(more.start(group), f"there is one `{more[group]}` too many", "Take it out.", "slip")
    if (other := _OTHER.match(text, line)) is not None:
        opens, closes = ("double", "apostrophe") if other["double"] else ("single", "quote")
        message = f"the text begins with `{other[opens]}` and ends with `{other[closes]}`"
        return Cause(other.start(closes), message, f"Write `{other[opens]}` in its place.", "slip")
    return None
