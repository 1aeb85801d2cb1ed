"""Headings with hashes, `## Title ##`, as CommonMark reads them.

It is used in place of the library's rule, which gives the same tokens.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import MD_TRIM_CHARS, mdTrim
from markdown_it.rules_block import StateBlock

from knotwork.model.text import SourceMap
from knotwork.syntax.source_maps import push_text

_HASHES = re.compile(r"(#{1,6})(?=[ \t]|\Z)")


def marked_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule."""
    if state.is_code_block(start):
        return False
    last = state.eMarks[start]
    hashes = _HASHES.match(state.src, state.bMarks[start] + state.tShift[start], last)
    if hashes is None:
        return False
    if silent:
        return True
    state.line = below = start + 1
    tag, marks = f"h{len(hashes[1])}", hashes[1]
    opening = state.push("heading_open", tag, 1)
    opening.markup, opening.map = marks, [start, below]
    text = state.src[hashes.end() : last].rstrip(" \t")
    without_closing = text.rstrip("#")
    if without_closing.endswith((" ", "\t")):
        text = without_closing
    at = last - len(state.src[hashes.end() : last].lstrip(MD_TRIM_CHARS))
    push_text(state, (start, below), mdTrim(text), SourceMap.straight(at))
    state.push("heading_close", tag, -1).markup = marks
    return True
