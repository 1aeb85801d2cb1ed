"""Obsidian's callouts: `> [!tip] Title`, folded `> [!tip]- Title`, folded but open `> [!tip]+ Title`."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.admonition import dress, title_tokens

_MARKER = lazy_regex(
    r"\[!(?P<type>[^\]|\[\n]+)(?:\|[^\]\n]*)?\](?P<fold>[+-]?)[ \t]*(?P<title>[^\n]*)(?:\n[ \t]*)?"
)
_HASHES = lazy_regex(r"#{1,6}[ \t]+(?=\S)")
"""Of a title written as a heading."""
_LINK = lazy_regex(r"\[[^\]]*\][(\[]")
_ALIASES = {
    "note": "",
    "abstract": "summary tldr",
    "info": "todo",
    "tip": "hint important",
    "success": "check done",
    "question": "help faq",
    "warning": "caution attention",
    "failure": "fail missing",
    "danger": "error",
    "bug": "",
    "example": "",
    "quote": "cite",
}
"""Material's types of admonition, and the aliases Obsidian has for each."""
_TYPES = {name: kind for kind, aliases in _ALIASES.items() for name in (kind, *aliases.split())}
_NO_CLASS = lazy_regex(r"[^\w-]+")


def callouts(md: MarkdownIt) -> None:
    """Register the rule that turns block quotes into admonitions before inline content is parsed."""
    md.core.ruler.before("inline", "callouts", _callouts)


def _callouts(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    tokens: list[Token] = []
    opened: list[Token | None] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        index += 1
        tokens.append(token)
        if token.type == "blockquote_open":
            match = _marker(state.tokens, index)
            opened.append(token if match else None)
            if match:
                tokens += _opening(token, match, state.tokens[index : index + 3])
                index += 3
        elif token.type == "blockquote_close":
            box = opened.pop()
            if box is not None:
                token.type, token.tag = "admonition_close", box.tag
    state.tokens = tokens


def _marker(tokens: list[Token], index: int) -> re.Match[str] | None:
    """The marker at the start of a quote's first block, which is at `index`."""
    first = tokens[index]
    # `---` below the title makes it a heading for Markdown, but not for Obsidian
    if first.type != "paragraph_open" and not (first.type == "heading_open" and first.markup in ("-", "=")):
        return None
    content = tokens[index + 1].content
    return None if _LINK.match(content) else _MARKER.match(content)


def _opening(box: Token, match: re.Match[str], block: list[Token]) -> list[Token]:
    """Make `box` an admonition; its title's tokens, and what is left of the block that held the title."""
    written = match["type"].strip().lower()
    kind = _TYPES.get(written)
    own = _NO_CLASS.sub("-", written).strip("-")
    box.type = "admonition_open"
    box.info = written
    dress(box, kind or f"note {own}".rstrip(), match["fold"])
    source: SourceMap | None = block[1].meta.get("source")
    title = match["title"].rstrip()
    at = match.start("title") if title else match.start("type")
    if hashes := _HASHES.match(title):
        title, at = title[hashes.end() :], at + hashes.end()
    line = (block[1].map or box.map or [0])[0]
    named = source.shifted(at) if source is not None else None
    shown = title or written.replace("-", " ").capitalize()
    return [*title_tokens(box, shown, line, named), *_rest(block, match, line + 1)]


def _rest(block: list[Token], match: re.Match[str], line: int) -> list[Token]:
    opening, inline, _ = block
    if match.end() == len(inline.content):
        if opening.type == "heading_open":
            return [Token("hr", "hr", 0, map=opening.map, level=opening.level, markup="---", block=True)]
        return []
    source: SourceMap | None = inline.meta.get("source")
    if source is not None:
        inline.meta["source"] = source.shifted(match.end())
    inline.content = inline.meta["written"] = inline.content[match.end() :]
    for token in (opening, inline):
        token.map = [line, (token.map or [line, line + 1])[1]]
    return block
