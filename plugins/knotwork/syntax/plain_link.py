"""Links as most are written: `[text](path/note.md#part)`, with no markup in the text and no title.

The library looks at each of their characters several times. What is read here is what it would read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline

from knotwork.syntax.source_maps import span

_DESTINATION = r"[^\x00-\x20\x7f()<>\\&]+"
"""Nothing in it is escaped, and no bracket in it has to have a partner."""
_PATH = re.compile(r"(?!//)[A-Za-z0-9._/#-]+")
_SAFE = "[A-Za-z0-9._~/?#=-]*"
_NORMAL = re.compile(
    r"(?:https?://[a-z0-9]{1,60}(?:\.[a-z0-9]{1,60}){1,3}(?=[/?#]|$)|(?!//))"
    rf"{_SAFE}(?:%[0-9A-Fa-f]{{2}}{_SAFE})*"
)
"""Addresses that stay as they are when they are percent-encoded; hosts in lower case, and short."""


def plain_links(rule: RuleFuncInlineType, starts: Iterable[str]) -> RuleFuncInlineType:
    """The rule for links, quick where it can be; `starts` are the characters that inline rules begin with."""
    text = re.escape("".join(sorted({*starts, "[", "]"})))
    plain = re.compile(rf"\[([^{text}]*)\]\(({_DESTINATION})\)")

    def run(state: StateInline, silent: bool) -> bool:
        start = state.pos
        match = plain.match(state.src, start, state.posMax)
        if match is None:
            return rule(state, silent)
        if not silent:
            shown, destination = match.groups()
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": _normalized(state, destination)}
            opening.meta["span"] = span(state, start, match.end())
            state.pending = shown
            state.push("link_close", "a", -1)
        state.pos = match.end()
        return True

    return run


def _normalized(state: StateInline, address: str) -> str:
    """An address, percent-encoded."""
    if _PATH.fullmatch(address) or _NORMAL.fullmatch(address):
        return address
    return state.md.normalizeLink(address)
