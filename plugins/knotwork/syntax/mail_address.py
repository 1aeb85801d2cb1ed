"""Mail addresses that stand in the text as they are, as pymdownx.magiclink makes links of them."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.bare_address import write_address

_LONGEST_NAME = 64
_LONGEST_HOST = 255
"""Characters before and behind the `@`, by RFC 5321."""
_NAME_BEFORE = lazy_regex(r"(?<![\w/+@.-])[A-Za-z0-9_+-](?:[A-Za-z0-9_+-]|\.(?!\.))*\Z")
_REST = lazy_regex(r"[A-Za-z0-9_+.-]*@")
_HOST = lazy_regex(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z0-9_-]*[A-Za-z](?![\w@-])")
_SCHEME = "mailto:"


def mail_addresses(md: MarkdownIt) -> None:
    """Register the rule; a name may have signs of Markdown in it: `my_name@example.org`."""
    md.inline.ruler.before("emphasis", "mail_address", _mail_address)
    chars = md.inline.terminator_re.pattern
    md.inline.terminator_re = re.compile(f"{chars[0]}@{chars[1:]}")


def _mail_address(state: StateInline, silent: bool) -> bool:
    """Read the address in whose name, or at whose `@`, the parser stands."""
    if silent or state.linkLevel > 0 or state.src[state.pos] not in "@_":
        return False
    rest = _REST.match(state.src, state.pos, min(state.pos + _LONGEST_NAME + 1, state.posMax))
    if rest is None:
        return False
    at = rest.end() - 1
    name = _NAME_BEFORE.search(state.src[max(at - _LONGEST_NAME - 1, 0) : at])
    if name is None or len(name[0]) > _LONGEST_NAME or name[0].endswith("."):
        return False
    start = at - len(name[0])
    host = _HOST.match(state.src, at + 1, min(at + 1 + _LONGEST_HOST, state.posMax))
    if host is None or not state.pending.endswith(state.src[start : state.pos]):
        return False
    if state.src[max(start - len(_SCHEME), 0) : start].lower() == _SCHEME:
        return False
    write_address(state, start, host.end(), _SCHEME)
    return True
