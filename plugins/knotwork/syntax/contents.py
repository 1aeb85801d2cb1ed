"""`[TOC]` in a paragraph of its own: the list of the note's headings stands there."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MOST = 3
"""Lists in one note; further ones are text."""


def contents(marker: str) -> Callable[[MarkdownIt], None]:
    """Register the rule for a site's marker; an empty one is never found."""

    def find(state: StateCore) -> None:
        if not marker or marker not in state.src:
            return
        tokens: list[Token] = []
        count = 0
        for token in state.tokens:
            is_marked = token.type == "inline" and token.content == marker
            if is_marked and count < _MOST and tokens[-1].type == "paragraph_open":
                count += 1
                opening = tokens.pop()
                tokens.append(Token("contents", "", 0, map=opening.map, level=opening.level, hidden=True))
            elif not (token.type == "paragraph_close" and tokens and tokens[-1].type == "contents"):
                tokens.append(token)
        state.tokens = tokens

    return lambda md: md.core.ruler.after("inline", "contents", find)
