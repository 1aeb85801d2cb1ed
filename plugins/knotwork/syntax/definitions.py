"""Definition lists: a term on a line, and below it `:   what it means`."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from knotwork.model.text import SourceMap
from knotwork.syntax.source_maps import BlockRule, line_source, with_source


def definitions(md: MarkdownIt) -> None:
    """Register definition lists; unlike the library's, a line that opens with `~` is no definition."""
    deflist_plugin(md)
    ruler = md.block.ruler
    rule = next(rule.fn for rule in ruler.__rules__ if rule.name == "deflist")
    ruler.at("deflist", _colons(with_source(rule, _term)), {"alt": ["paragraph", "reference", "blockquote"]})


def _colons(rule: BlockRule) -> BlockRule:
    """The rule for `:` alone: `~ 5 minutes` below a line is how people write "about"."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        below = start if silent else state.skipEmptyLines(start + 1)
        if below >= end or not state.src.startswith(":", state.bMarks[below] + state.tShift[below]):
            return False
        if below - start <= _LINES_BETWEEN:
            return rule(state, start, end, silent)
        return _moved_down(rule, state, start, below - _LINES_BETWEEN, end)

    return run


_LINES_BETWEEN = 2
"""How far below its term the library looks for a definition."""


def _moved_down(rule: BlockRule, state: StateBlock, start: int, line: int, end: int) -> bool:
    """The rule for a term with more blank lines below it, as if it stood on the last but one of them."""
    marks = (state.bMarks, state.eMarks, state.tShift, state.sCount)
    kept = [values[line] for values in marks]
    for values in marks:
        values[line] = values[start]
    count = len(state.tokens)
    try:
        is_list = rule(state, line, end, False)
    finally:
        for values, value in zip(marks, kept, strict=True):
            values[line] = value
    for token in state.tokens[count:]:
        if token.map and token.map[0] == line:
            token.map[0] = start
    return is_list


def _term(state: StateBlock, token: Token) -> SourceMap:
    assert token.map is not None, "a term knows its line"
    line = token.map[0]
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return line_source(state, line, len(text) - len(text.lstrip()))
