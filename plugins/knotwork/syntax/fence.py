"""Fenced code: ```` ```yaml ```` or `~~~`, anywhere; each line's offset in the source is kept.

The marks that close it may have a button of an interactive course behind them: ```` ```{{copy}} ````.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence

from knotwork.syntax.fence_marks import closes_with_button, marks_of_buttons
from knotwork.syntax.source_maps import line_cut

_BUTTONS = "marks_of_buttons"


def fences(md: MarkdownIt) -> None:
    """Make the fence rule record where in the source each line of code starts."""
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    button = _button_line(state, start, end) if not silent and _has_buttons(state) else None
    if not fence(state, start, end if button is None else button, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        if button is not None and state.line == button:
            state.line += 1
            token.map = [start, state.line]
        lines = len(token.content.removesuffix("\n").split("\n")) if token.content else 0
        indent = state.sCount[start]
        token.meta["starts"] = [
            line_cut(state, line, indent)[0] for line in range(start + 1, start + 1 + lines)
        ]
        token.meta["open"] = state.line == start + 1 + lines
        last = state.line - 1
        token.meta["span"] = (state.bMarks[start] + state.tShift[start], state.eMarks[last])
    return True


def _has_buttons(state: StateBlock) -> bool:
    """Whether the text has marks with a button; it is searched once."""
    known: tuple[str, bool] | None = state.env.get(_BUTTONS)
    if known is None or known[0] is not state.src:
        known = state.env[_BUTTONS] = (state.src, marks_of_buttons(state.src))
    return known[1]


def _button_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line of the first marks with a button that close the block of marks in a line; None: no such."""
    opening = _line(state, start)
    marks = opening[: len(opening) - len(opening.lstrip(opening[:1]))] if opening else ""
    for line in range(start + 1, end):
        written = _line(state, line)
        if written and state.sCount[line] < state.blkIndent:
            return None
        if closes_with_button(marks, written):
            return line
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
