"""Code in a sentence with a language: `` `#!python range(10)` ``, as pymdownx.inlinehilite has it."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick

from knotwork.syntax.colouring import lexer_name

_LANGUAGE = re.compile(r"(?:#!|:::)([\w#.+-]{1,40})\s+(?=\S)")


def inline_code(md: MarkdownIt) -> None:
    """Give code its language in `meta["language"]`; a name that is none belongs to the code."""
    md.inline.ruler.at("backticks", _code)


def _code(state: StateInline, silent: bool) -> bool:
    count = len(state.tokens)
    if not backtick(state, silent):
        return False
    token = state.tokens[-1] if len(state.tokens) > count else None
    if token is not None and token.type == "code_inline" and token.content.startswith(("#!", ":::")):
        match = _LANGUAGE.match(token.content)
        if match and lexer_name(match[1]):
            token.content = token.content[match.end() :]
            token.meta["language"] = match[1].lower()
    return True
