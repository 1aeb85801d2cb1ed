"""Containers in containers in containers: beyond a limit, the rest is shown as it is written."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

LIMIT = 100
"""Levels of nesting; a list in a list is two."""


def nesting_limit(md: MarkdownIt) -> None:
    """Register first of all block rules: markdown-it itself would drop what is nested deeper."""
    md.options["maxNesting"] = LIMIT + 20
    md.block.ruler.before(
        "table",
        "nesting_limit",
        _nesting_limit,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )


def _nesting_limit(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or state.level < LIMIT:
        return False
    last = start
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start, last, state.blkIndent, False)
    token.map = [start, last]
    state.env.setdefault("too_deep", start)
    state.line = last
    return True
