"""Addresses that stand in the text as they are: `https://kubernetes.io`, `www.kubernetes.io`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

from knotwork.html.elements import ELEMENTS
from knotwork.model.patterns import lazy_regex
from knotwork.syntax.source_maps import span

if TYPE_CHECKING:
    from linkify_it import LinkifyIt

LONGEST = 2_000
"""Characters of an address; what is longer is text."""
_SCHEME = lazy_regex(r"(?<![A-Za-z0-9.+-])(?:https?|mailto)$", re.IGNORECASE)
_APART = lazy_regex(r"[\w.@:/=+-]")
"""What does not stand before `www.`."""
_END = lazy_regex(
    r"[\s<>`|\u2018-\u201f\u3000-\u3002\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]"
    r"|%%|!?\[\[|\*\*|==|~~|\^\^|\$\$|\{[:.# ]"
)
"""What ends an address, beside what ends it for the library: white space, quotes, other markup."""
_TRIMMED = "*_~:"
_VARIABLE_HOST = lazy_regex(r"[a-z]+://[^/?#]*\$", re.IGNORECASE)
_TAG = lazy_regex(r"</?([A-Za-z][A-Za-z0-9-]*)|<!--")


def bare_addresses(md: MarkdownIt) -> None:
    """Register the rules; in a link, an address is the text of that link."""
    md.inline.ruler.before("emoji", "bare_address", _with_scheme)
    md.inline.ruler.after("bare_address", "bare_www", _with_www)
    chars = md.inline.terminator_re.pattern
    # `w` is everywhere: the text ends at that of an address only
    md.inline.terminator_re = re.compile(rf"{chars[:-1]}Ww](?:(?<![Ww])|(?=[Ww]{{2}}\.)(?<!\w\w))")


def _with_scheme(state: StateInline, silent: bool) -> bool:
    if silent or state.linkLevel > 0:  # `silent`: it is looked for what is in a link
        return False
    colon = state.pos
    scheme = _SCHEME.search(state.src, max(colon - 7, 0), colon)
    if scheme is None or not state.pending.endswith(scheme[0]):
        return False
    return _write(state, scheme.start(), "")


def _with_www(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if silent or state.linkLevel > 0 or state.src[start : start + 4].lower() != "www.":
        return False
    if start and _APART.match(state.src[start - 1]):
        return False
    return _write(state, start, "http://")


def _write(state: StateInline, start: int, scheme: str) -> bool:
    """Write the address at `start` as a link; False when there is none."""
    end = _end(state, start, scheme)
    if end is not None:
        write_address(state, start, end, scheme)
    return end is not None


def write_address(state: StateInline, start: int, end: int, scheme: str) -> None:
    """Write what stands from `start` to `end` as a link to that behind `scheme`."""
    address = unescapeAll(state.src[start:end])
    if start < state.pos:
        state.pending = state.pending[: start - state.pos]
    link = state.push("link_open", "a", 1)
    link.attrs = {"href": state.md.normalizeLink(scheme + address)}
    link.markup, link.info = "linkify", "auto"
    link.meta["span"] = span(state, start, end)
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1).markup = "linkify"
    state.pos = end


def _end(state: StateInline, start: int, scheme: str) -> int | None:
    """Where the address at `start` ends; None when none stands there, or only the head of one."""
    limit = min(start + LONGEST + 1, state.posMax)
    ends = _END.search(state.src, start, limit)
    written = state.src[start : ends.start() if ends else limit]
    match = _library().match_at_start(scheme + written)
    if match is None:
        return None
    text = match.raw.rstrip(_TRIMMED)
    end = start + len(text) - len(scheme)
    if end - start > LONGEST or end <= start or state.src[start:end] != text[len(scheme) :]:
        return None
    if _VARIABLE_HOST.match(text):
        return None
    if state.src.startswith("<", end) and not _is_tag(state.src, end):
        return None  # `https://example.com/<name>`: a reader has to fill it in
    return end


def _is_tag(text: str, at: int) -> bool:
    match = _TAG.match(text, at)
    return match is not None and (match[1] is None or match[1].lower() in ELEMENTS)


@cache
def _library() -> LinkifyIt:
    # only a note with an address pays for it
    from linkify_it import LinkifyIt

    return LinkifyIt()
