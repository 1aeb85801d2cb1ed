"""`[text][identifier]` and `[identifier][]`, where a site's plugin autorefs knows what has that name.

The plugin finds the element that stands for it on each page, and puts a link in its place.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.model.heading_ids import HeadingIds
from knotwork.model.patterns import lazy_regex

_CODE = lazy_regex(r"(`+)([^`]+)\1")
_IDENTIFIER = lazy_regex(r"\[([^\]]*)\](?!\()")
_IDS = HeadingIds(style="mkdocs")


def cross_references(md: MarkdownIt) -> None:
    """Register behind Markdown's links: a name that the note defines is a link."""
    md.inline.ruler.after("spaced_link", "cross_reference", _cross_reference)


def _cross_reference(state: StateInline, silent: bool) -> bool:
    start, end = state.pos, state.posMax
    if state.src[start] != "[" or state.src.startswith("[^", start) or state.linkLevel:
        return False
    closed = state.md.helpers.parseLinkLabel(state, start, True)
    named = _IDENTIFIER.match(state.src, closed + 1, end) if closed > start + 1 else None
    if named is None:
        return False
    if not silent:
        text, exact = state.src[start + 1 : closed], " ".join(named[1].split())
        code = _CODE.fullmatch(text)
        opening = state.push("cross_reference_open", "autoref", 1)
        opening.attrs = {"identifier": exact or (code[2].strip() if code else text)}
        if not exact and not code:
            opening.attrs["slug"] = _IDS.of(text)
        state.pos, state.posMax = start + 1, closed
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("cross_reference_close", "autoref", -1)
    state.pos, state.posMax = named.end(), end
    return True
