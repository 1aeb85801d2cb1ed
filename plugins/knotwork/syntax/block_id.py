"""Block ids: ` ^my-id` at the end of a paragraph or list item, or alone below a list, quote or table."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from knotwork.text import SourceMap

_AT_END = re.compile(r"(?:^|[ \t\n])\^([A-Za-z0-9-]+)$")


def block_ids(md: MarkdownIt) -> None:
    """Register after blocks are known and before their inline content is parsed."""
    md.core.ruler.before("inline", "block_id", _block_ids)


def _block_ids(state: StateCore) -> None:
    for index, token in enumerate(state.tokens):
        if token.type != "inline" or "^" not in token.content:
            continue
        match = _AT_END.search(token.content)
        opening = state.tokens[index - 1].type
        # a heading of nothing but an id is a heading
        if match is None or not (
            opening == "paragraph_open" or (opening == "heading_open" and match.start())
        ):
            continue
        owner = _owner(state.tokens, index, alone=match.start() == 0)
        if owner is None:
            continue
        source: SourceMap = token.meta["source"]
        owner.meta["block_id"] = (match[1], source.offset(match.start(1) - 1), source.end(match.end()))
        token.content = token.content[: match.start()].rstrip()
        if not token.content:
            for gone in state.tokens[index - 1 : index + 2]:
                gone.hidden = True


def _owner(tokens: list[Token], index: int, *, alone: bool) -> Token | None:
    """The token that opens the block which the id in the inline token at `index` names."""
    opening = tokens[index - 1]
    if not alone:
        before = tokens[index - 2] if index > 1 else None
        return before if before is not None and before.type == "list_item_open" else opening
    before = tokens[index - 2] if index > 1 else None
    if before is None:
        return opening
    if before.nesting == 0:
        return before
    if before.nesting == 1:
        return before if before.type == "list_item_open" else opening
    return next(
        token for token in reversed(tokens[: index - 1]) if token.level == before.level and token.nesting == 1
    )
