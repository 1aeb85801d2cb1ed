"""Items of a list that begin with something else than `- `: `*`, `+`, a number, `--`, `•`.

containers:
  + name: web
    image: nginx
"""

from __future__ import annotations

import re

from knotwork.model.line_offsets import line_above, line_end
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import Cause

_BULLET = lazy_regex(
    r"(?:[ ]*(\*|--|[\u2022\u25e6\u25aa\u2023\u00b7])|[ ]+(\+|\d{1,2}[.)]))[ ]+[\w./-]+:(?:[ \t]|$)",
    re.MULTILINE,
)
"""A field behind such a mark; a `+` that is not indented marks a line of a diff."""
_BLANK_LINES = 3
"""The most blank lines between an item and the line at which a parser stops."""


def other_bullet(text: str, start: int, line: int) -> Cause | None:
    """The cause of an error in the line at an offset: it is such an item, or the one above it is."""
    above = line
    for _ in range(_BLANK_LINES + 1):
        if above <= start:
            break
        above = line_above(text, above, start)
        if text[above : line_end(text, above)].strip():
            break
    for first in (line, above):
        if (bullet := _BULLET.match(text, first)) is not None:
            group = 1 if bullet[1] else 2
            message = f"`{bullet[group]}` does not begin an item of a list"
            return Cause(bullet.start(group), message, "Write `- ` in its place.", "slip")
    return None
