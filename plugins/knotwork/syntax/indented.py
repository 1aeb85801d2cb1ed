"""What belongs to a marker line (`!!! note`, `=== "Tab"`): the lines indented four columns below it."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

_INDENT = 4


def indented_end(state: StateBlock, line: int, end: int) -> int:
    """The line behind the marker's last indented line; `line + 1` when nothing is indented."""
    indent = state.sCount[line] + _INDENT
    last = line + 1
    for below in range(line + 1, end):
        if state.isEmpty(below):
            continue
        if state.sCount[below] < indent:
            break
        last = below + 1
    return last


def read_indented(state: StateBlock, line: int, end: int) -> None:
    """Parse the lines below a marker up to `end` as blocks of their own."""
    before = state.blkIndent, state.lineMax, state.parentType, state.ddIndent, state.tight
    state.blkIndent = state.sCount[line] + _INDENT
    # a paragraph reads on to lineMax, whatever end its caller has
    state.lineMax = end
    state.parentType = "indented"
    state.ddIndent = -1
    try:
        state.md.block.tokenize(state, line + 1, end)
    finally:
        state.blkIndent, state.lineMax, state.parentType, state.ddIndent, state.tight = before
    state.line = end
