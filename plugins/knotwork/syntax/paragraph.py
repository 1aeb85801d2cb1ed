"""Paragraphs as CommonMark reads them, with the map of where their text stands in the source.

It is used in place of the library's rule, which gives the same tokens.
"""

from __future__ import annotations

from markdown_it.common.utils import MD_TRIM_CHARS, mdTrim
from markdown_it.rules_block import StateBlock

from knotwork.model.text import SourceMap
from knotwork.syntax.lists import swallowed_marker
from knotwork.syntax.source_maps import joined_lines, line_cut, push_text


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule; it matches everything, and is tried last."""
    below = _end(state, start, swallowed_marker(state, start, end))
    state.line = below
    state.push("paragraph_open", "p", 1).map = [start, below]
    at = _line_text(state, start) if below == start + 1 else None
    if at is not None:
        text, source = state.src[at : state.eMarks[start]].rstrip(MD_TRIM_CHARS), SourceMap.straight(at)
    else:
        text = mdTrim(state.getLines(start, below, state.blkIndent, False))
        source = joined_lines(state, start, below)
    push_text(state, (start, below), text, source)
    state.push("paragraph_close", "p", -1)
    return True


def _end(state: StateBlock, start: int, stop: int | None) -> int:
    """The line behind the last one of the paragraph, which ends at `stop` if not before."""
    last = state.lineMax
    line = start + 1
    if line >= last or state.isEmpty(line):
        return line
    parent, state.parentType = state.parentType, "paragraph"
    interrupts = state.md.block.ruler.getRules("paragraph")
    if stop is not None:
        state.lineMax = stop
    end = state.lineMax
    while line < end and not state.isEmpty(line):
        # what is indented like code goes on with the paragraph, and so do lines that a quote has looked at
        is_text = state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0
        if not is_text and any(rule(state, line, end, True) for rule in interrupts):
            break
        line += 1
    state.parentType, state.lineMax = parent, last
    return line


def _line_text(state: StateBlock, line: int) -> int | None:
    """Where the text of a line begins, when all before it is what its containers cut away."""
    at = state.bMarks[line] + state.tShift[line]
    if state.src[at] in MD_TRIM_CHARS:
        return None
    cut, _ = line_cut(state, line, state.blkIndent)
    return at if cut == at or state.src[cut:at].isspace() else None
