"""Admonitions: `!!! note "Title"`, folded `??? tip`, open `???+ tip`, with content indented below."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from knotwork.html.attributes import allowed_classes
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap
from knotwork.syntax.indented import indented_end, read_indented

_MARKER = lazy_regex(
    r'(?P<mark>!!!|\?\?\?\+?) ?(?P<types>[\w-]+(?: +[\w-]+)*)?(?: *(?<= )"(?P<title>.*)")?[ \t]*$'
)


def admonition(md: MarkdownIt) -> None:
    """Register `!!!` and `???` blocks; as in Python-Markdown they end a paragraph above them."""
    md.block.ruler.before(
        "fence", "admonition", _admonition, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def dress(token: Token, classes: str, fold: str) -> None:
    """Make a token the start of an admonition; `fold` is `-` for closed details, `+` for open ones."""
    token.tag = "details" if fold else "div"
    own = " ".join(allowed_classes(classes.split()))
    names = own if fold else f"admonition {own}".rstrip()
    if names:
        token.attrs["class"] = names
    if fold == "+":
        token.attrs["open"] = "open"


def title_tokens(box: Token, title: str, line: int, source: SourceMap | None) -> list[Token]:
    """The tokens of the title that stands on a 0-based line, for the admonition that `box` opens."""
    tag, attrs = ("summary", {}) if box.tag == "details" else ("p", {"class": "admonition-title"})
    lines = [line, line + 1]
    inline = Token("inline", "", 0, map=lines, level=box.level + 2, children=[], content=title, block=True)
    if source is not None:
        inline.meta["source"] = source
    level = box.level + 1
    return [
        Token("admonition_title_open", tag, 1, attrs=dict(attrs), map=lines, level=level, block=True),
        inline,
        Token("admonition_title_close", tag, -1, level=level, block=True),
    ]


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    match = _MARKER.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None:
        return False
    folded = match["mark"][0] == "?"
    if match["types"] is None and (match["title"] is None or not folded):
        return False
    last = indented_end(state, start, end)
    if last == start + 1 and match["title"] is None and " " in match["types"]:
        return False  # `??? why is this`: several words with nothing below them are prose
    if not silent:
        _write(state, match, start, last)
    return True


def _write(state: StateBlock, match: re.Match[str], start: int, end: int) -> None:
    mark = match["mark"]
    box = state.push("admonition_open", "div", 1)
    box.map = [start, end]
    box.markup = mark
    dress(box, " ".join((match["types"] or "").lower().split()), {"!!!": "", "???": "-"}.get(mark, "+"))
    title = match["title"]
    if title is None:
        source = SourceMap.straight(match.start("types"))
        word = match["types"].split(" ", 1)[0]
        state.tokens += title_tokens(box, word.capitalize(), start, source)
    elif title or box.tag == "details":
        state.tokens += title_tokens(box, title, start, SourceMap.straight(match.start("title")))
    read_indented(state, start, end)
    state.push("admonition_close", box.tag, -1).markup = mark
