"""`[text](My Note.md)` is no link in Markdown, though its writer meant one."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from knotwork.model.patterns import lazy_regex
from knotwork.syntax.source_maps import span

_SPACED = lazy_regex(
    r"\[[^\[\]\n]{0,300}\]\(([^()<>\n\"' ][^()<>\n\"']{0,300}\.\w{1,5}(?:#[^()<>\n\"']{0,100})?)\)"
)


def spaced_links(md: MarkdownIt) -> None:
    """Register behind Markdown's links; the text stays text, and its span is kept."""
    md.inline.ruler.after("link", "spaced_link", _spaced_link)


def _spaced_link(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "[":
        return False
    match = _SPACED.match(state.src, state.pos, state.posMax)
    if match is not None and " " in match[1]:
        place = span(state, match.start(), match.end())
        if place is not None:
            state.env.setdefault("spaced_links", []).append((place, match[1]))
    return False
