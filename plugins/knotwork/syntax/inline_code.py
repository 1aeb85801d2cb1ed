"""Code in a sentence, such as `` `#!python range(10)` ``, as pymdownx.inlinehilite has it, and queries."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.colouring import lexer_name
from knotwork.syntax.parse_problems import ParseProblem, report_problem
from knotwork.syntax.source_maps import span

_LANGUAGE = lazy_regex(r"(?:#!|:::)([\w#.+-]{1,40})\s+(?=\S)")

_QUERY = re.compile(r"\$?=\s*(?:this\.|dv\.|date\(|\[\[)")
"""What Dataview computes in a sentence; other code that begins with `=` is code."""


def inline_code(md: MarkdownIt) -> None:
    """Give code its language in `meta["language"]`; a name that is none belongs to the code."""
    md.inline.ruler.at("backticks", _code)


def _code(state: StateInline, silent: bool) -> bool:
    count, start = len(state.tokens), state.pos
    if not backtick(state, silent):
        return False
    token = state.tokens[-1] if len(state.tokens) > count else None
    if token is not None and token.type == "code_inline" and token.content.startswith(("#!", ":::")):
        match = _LANGUAGE.match(token.content)
        if match and lexer_name(match[1]):
            token.content = token.content[match.end() :]
            token.meta["language"] = match[1].lower()
    elif token is not None and token.type == "code_inline" and _QUERY.match(token.content):
        place = span(state, start, state.pos)
        if place is not None:
            message = "this query is not computed: it stands in a sentence"
            help_ = "The page shows the query as it is written."
            report_problem(state.env, ParseProblem("unread-query", *place, message, help_))
    return True
