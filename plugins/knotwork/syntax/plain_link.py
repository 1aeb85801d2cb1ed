"""Links as most are written: `[text](path/note.md#part)`, with no markup in the text and no title.

The library looks at each of their characters several times. What is read here is what it would read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.parser_states import new_token, text_token
from knotwork.syntax.source_maps import source_span

_DESTINATION = r"[^\x00-\x20\x7f()<>\\&]+"
"""Nothing in it is escaped, and no bracket in it has to have a partner."""
_PATH = lazy_regex(r"(?!//)[A-Za-z0-9._/#-]+")
_SAFE = "[A-Za-z0-9._~/?#=-]*"
_NORMAL = lazy_regex(
    r"(?:https?://[a-z0-9]{1,60}(?:\.[a-z0-9]{1,60}){1,3}(?=[/?#]|$)|(?!//))"
    rf"{_SAFE}(?:%[0-9A-Fa-f]{{2}}{_SAFE})*"
)
"""Addresses that stay as they are when they are percent-encoded; hosts in lower case, and short."""


def plain_link(starts: Iterable[str]) -> re.Pattern[str]:
    """What such a link looks like; `starts` are the characters that inline rules begin with."""
    text = re.escape("".join(sorted({*starts, "[", "]"})))
    return re.compile(rf"\[([^{text}]*)\]\(({_DESTINATION})\)")


def plain_links(rule: RuleFuncInlineType, pattern: re.Pattern[str]) -> RuleFuncInlineType:
    """The rule for links, quick where it can be."""

    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        match = pattern.match(state.src, start, state.posMax)
        if match is None:
            return rule(state, silent)
        if not silent:
            shown, destination = match.groups()
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": _normalized(state.md, destination)}
            opening.meta["span"] = source_span(state.env, start, match.end())
            state.pending = shown
            state.push("link_close", "a", -1)
        state.pos = match.end()
        return True

    return run


def link_tokens(match: re.Match[str], md: MarkdownIt, env: EnvType) -> list[Token]:
    """The tokens of a link in running text that has no other markup around it."""
    shown, destination = match.groups()
    opening = new_token("link_open", "a", 1, 0)
    opening.attrs = {"href": _normalized(md, destination)}
    opening.meta["span"] = source_span(env, match.start(), match.end())
    text = [text_token(shown, 1)] if shown else []
    return [opening, *text, new_token("link_close", "a", -1, 0)]


def _normalized(md: MarkdownIt, address: str) -> str:
    """An address, percent-encoded."""
    if _PATH.fullmatch(address) or _NORMAL.fullmatch(address):
        return address
    return md.normalizeLink(address)
