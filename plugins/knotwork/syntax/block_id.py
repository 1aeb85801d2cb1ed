"""Block ids: ` ^my-id` at the end of a paragraph, a list item's first line, a heading or a callout's title;
alone below a list, quote, table, code or formula.

Before it stands a space, or something that cannot be the base of a power: the end of a link or of emphasis,
a full stop, a letter of Chinese (`[[pods]]^id`, `容器。^id`). `text^id` is text, as `x^2` is.
"""

from __future__ import annotations

import re
import unicodedata

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.model.patterns import lazy_regex
from knotwork.model.text import SourceMap

_AT_END = lazy_regex(r"\^([A-Za-z0-9-]+)$")
_FIRST_LINE = lazy_regex(r"\^([A-Za-z0-9-]+)[ \t]*$")
_STOPS = ".!?:;,"
_CLOSERS = ("**", "__", "==", "~~", "`", "]]")
_LONGEST = 200
"""Characters that a Markdown link before an id may have."""
_DESTINATION = lazy_regex(r"\]\([^()\n]*\)$")


def block_ids(md: MarkdownIt) -> None:
    """Register after blocks are known and before their inline content is parsed."""
    md.core.ruler.before("inline", "block_id", _block_ids)


def _block_ids(state: StateCore) -> None:
    if "^" not in state.src:
        return
    for index, token in enumerate(state.tokens):
        if token.type != "inline" or "^" not in token.content:
            continue
        match = _AT_END.search(token.content)
        if match is not None and _may_follow(token.content, match):
            _name(state.tokens, index, match)
        elif index > 1 and state.tokens[index - 2].type == "list_item_open":
            line_end = max(token.content.find("\n"), 0)
            match = _FIRST_LINE.search(token.content, 0, line_end)
            item = state.tokens[index - 2]
            if match is not None and match.start() and _may_follow(token.content, match):
                _give(token, match, item)
                source: SourceMap = token.meta["source"]
                token.meta["source"] = source.without(match.start(), match.end())
                token.content = token.content[: match.start()] + token.content[match.end() :]


def _name(tokens: list[Token], index: int, match: re.Match[str]) -> None:
    """Name the block whose inline token ends with an id, or the block above where the id is all there is."""
    token, opening = tokens[index], tokens[index - 1]
    alone = match.start() == 0
    if opening.type == "admonition_title_open":
        owner: Token | None = tokens[index - 2]
    elif opening.type == "paragraph_open" or (opening.type == "heading_open" and not alone):
        owner = _owner(tokens, index, alone=alone)
    else:
        return  # a heading of nothing but an id is a heading
    if owner is None or "block_id" in owner.meta:
        return  # of two ids below one block the second is text
    _give(token, match, owner)
    token.content = token.content[: match.start()].rstrip(" \t\n")
    if not token.content:
        for gone in tokens[index - 1 : index + 2]:
            gone.hidden = True


def _give(token: Token, match: re.Match[str], owner: Token) -> None:
    source: SourceMap = token.meta["source"]
    owner.meta["block_id"] = (match[1], source.offset(match.start()), source.end(match.end(1)))


def _may_follow(text: str, match: re.Match[str]) -> bool:
    """Whether what stands before an id lets it be one."""
    at = match.start()
    if at == 0 or text[at - 1] in " \t\n" or text.endswith(_CLOSERS, 0, at):
        return True
    before = text[at - 1]
    if before == ")":
        return _DESTINATION.search(text, max(0, at - _LONGEST), at) is not None
    if before in _STOPS:
        return not match[1].isdigit()
    plain = before < "\x80" or before.upper() != before.lower() or before.isnumeric()
    return not plain and not unicodedata.category(before).startswith("M")


def _owner(tokens: list[Token], index: int, *, alone: bool) -> Token | None:
    """The token that opens the block which the id in the inline token at `index` names."""
    opening = tokens[index - 1]
    before = tokens[index - 2] if index > 1 else None
    if not alone:
        return before if before is not None and before.type == "list_item_open" else opening
    if before is None:
        return opening
    if before.type == "footnote_reference_close":
        return None  # it will stand elsewhere
    if before.nesting == 0:
        return before
    if before.nesting == 1:
        return before if before.type == "list_item_open" else opening
    return next(
        token for token in reversed(tokens[: index - 1]) if token.level == before.level and token.nesting == 1
    )
