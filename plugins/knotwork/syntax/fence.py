"""Fenced code: ```` ```yaml ```` or `~~~`, anywhere; each line's offset in the source is kept."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence

from knotwork.syntax.source_maps import line_cut


def fences(md: MarkdownIt) -> None:
    """Make the fence rule record where in the source each line of code starts."""
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not fence(state, start, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        lines = len(token.content.removesuffix("\n").split("\n")) if token.content else 0
        indent = state.sCount[start]
        token.meta["starts"] = [
            line_cut(state, line, indent)[0] for line in range(start + 1, start + 1 + lines)
        ]
        token.meta["open"] = state.line == start + 1 + lines
        last = state.line - 1
        token.meta["span"] = (state.bMarks[start] + state.tShift[start], state.eMarks[last])
    return True
