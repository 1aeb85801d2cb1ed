"""Whether a change of indentation leaves a key without what stands below it: that parses, and is wrong.

arguments:
shelf: 1        # moved with its key, and not below it
"""

from __future__ import annotations

import re
from itertools import pairwise

from knotwork.model.line_offsets import line_below, line_start
from knotwork.model.patterns import lazy_regex

_LINE = lazy_regex(r"(?P<indent>[ ]*)(?P<dashes>(?:-[ ]+)*)(?P<content>[^\s#][^\n]*)$", re.MULTILINE)
_OPENS = lazy_regex(r"[\w./$\"'-]+:[ \t]*(?:[ ]#.*)?")


def leaves_empty(text: str, start: int, end: int) -> bool:
    """Whether a key in some lines that were moved, or right above them, has no value. `end`: their last."""
    first = line_start(text, max(0, line_start(text, start) - 1))
    last = line_below(text, line_below(text, end))
    return any(_is_empty(key, below) for key, below in pairwise(_LINE.finditer(text, first, last)))


def _is_empty(key: re.Match[str], below: re.Match[str]) -> bool:
    if _OPENS.fullmatch(key["content"]) is None:
        return False
    column, other = len(key["indent"]) + len(key["dashes"]), len(below["indent"])
    return other < column or (other == column and not below["dashes"])
