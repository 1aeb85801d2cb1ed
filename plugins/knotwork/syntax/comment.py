"""Obsidian comments: `%% not published %%`, within a paragraph or over several."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from knotwork.syntax.open_comments import open_comments, report_open_comment
from knotwork.syntax.source_maps import span


def comments(md: MarkdownIt) -> None:
    """Register inline and block comments; links in them are read but not published."""
    md.inline.ruler.before("link", "comment", _inline_comment)
    open_comments(md)
    md.block.ruler.before(
        "code", "comment_block", _block_comment, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _inline_comment(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith("%%", start):
        return False
    closed = state.src.find("%%", start + 2, state.posMax)
    if closed == -1:
        if not silent:
            report_open_comment(state, "%%")
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.content = state.src[start + 2 : closed]
        token.meta = {"span": span(state, start, closed + 2)}
    state.pos = closed + 2
    return True


def _block_comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opened = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("%%", opened):
        return False
    if state.src.find("%%", opened + 2, state.eMarks[start]) != -1:
        return False  # it ends on its own line: the inline rule's
    last = _closing_line(state, start, end)
    if last is None:
        return False
    if silent:
        return True
    closed = state.src.index("%%", state.bMarks[last], state.eMarks[last])
    token = state.push("comment", "", 0)
    token.block = True
    token.map = [start, last + 1]
    token.content = state.src[opened + 2 : closed]
    token.meta = {"span": (opened, closed + 2)}
    rest = closed + 2
    if state.skipSpaces(rest) >= state.eMarks[last]:
        state.line = last + 1
        return True
    # What stands behind the closing marks is a line of its own.
    state.bMarks[last] = state.skipSpaces(rest)
    state.tShift[last] = 0
    state.sCount[last] = state.blkIndent
    state.line = last
    return True


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    for line in range(start + 1, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        if state.src.find("%%", state.bMarks[line], state.eMarks[line]) != -1:
            return line
    return None
