"""What may be wrong in the line of an error of YAML, or in one near it, by what the lines show."""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.bullets import other_bullet
from knotwork.snippets.yaml.foreign_text import flat_text, markup_in
from knotwork.snippets.yaml.joined_items import joined_item
from knotwork.snippets.yaml.slips import Cause
from knotwork.snippets.yaml.stuck_dashes import stuck_dash, stuck_dash_around

_MERGE = lazy_regex(r"[ ]*(<<)[ ]*\*[\w-]")
"""A merge key without its colon."""
_AFTER_BACKTICK = lazy_regex(r"[ ]*(?:#|[A-Za-z][\w./-]*:(?:[ ]|$))[^`\n]*$", re.MULTILINE)
NO_SPACE = "looks like a space and is not one"
_NOT_A_SPACE = lazy_regex(
    "^ *(?:(?:- +)*[\\w./-]+: +(?:\"[^\"\n]*\"|'[^'\n]*') *)?"
    "([\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])",
    re.MULTILINE,
)
"""A character that looks like a space and is not one, where a line begins or behind a quoted value."""


def near_cause(text: str, start: int, place: int) -> Cause | None:
    """The cause of an error in its line or in the line above: the offset, the message, and the help."""
    line = line_start(text, place, start)
    above = line_above(text, line, start)
    if (bullet := other_bullet(text, start, line)) is not None:
        return bullet
    for first in (line, above):
        if strange := _NOT_A_SPACE.match(text, first):
            code = f"U+{ord(strange[1]):04X}"
            return Cause(strange.start(1), f"{code} {NO_SPACE}", "Write a space in its place.", "slip")
        if first == line and (named := markup_in(text, first) or flat_text(text, first)) is not None:
            return named
        if merge := _MERGE.match(text, first):
            return Cause(merge.start(1), "a colon is missing after `<<`", "Write `<<: *name`.", "slip")
        if (stuck := stuck_dash(text, first)) is not None:
            return stuck
    return None


def cause_around(text: str, start: int, end: int, place: int) -> Cause | None:
    """The cause of an error in an item that begins above it."""
    return stuck_dash_around(text, start, place) or joined_item(text, start, end, place)


def stray_backtick(problem: str, text: str, start: int, place: int) -> Cause | None:
    """A mark of Markdown in front of a comment or a field: `# a.yaml."""
    line = line_start(text, place, start)
    is_first = "cannot start any token" in problem and text[place : place + 1] == "`"
    if not is_first or text[line:place].strip() or not _AFTER_BACKTICK.match(text, place + 1):
        return None
    return Cause(place, "a backtick stands in front of this line", "Remove it.")
