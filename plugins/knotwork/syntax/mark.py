"""Marked text: `==worth remembering==`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# Up to the next `==` and no further, so that a text full of them is read once.
_MARK = re.compile(r"==(?![\s=])((?:[^=]|=(?!=))+)(?<!\s)==(?!=)")


def marks(md: MarkdownIt) -> None:
    """Register beside emphasis; what is marked may hold links, tags and other markup."""
    md.inline.ruler.before("emphasis", "mark", _mark)


def _mark(state: StateInline, silent: bool) -> bool:
    match = _MARK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        end = state.posMax
        state.pos, state.posMax = match.span(1)
        state.push("mark_open", "mark", 1).markup = "=="
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1).markup = "=="
        state.posMax = end
    state.pos = match.end()
    return True
