"""An embedded note is blocks, which end a paragraph in HTML: the paragraph around `![[note]]` is split.

Without wikilinks Obsidian writes it `![](note.md)`, or `![](#heading)` for a part of the note itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from knotwork.model.note import shows_note
from knotwork.model.patterns import lazy_regex
from knotwork.syntax.inline import image_target

_EXTENSION = lazy_regex(r"\.(?!md$)[A-Za-z][A-Za-z0-9]{0,9}$", re.IGNORECASE)


def is_block_embed(token: Token) -> bool:
    """Whether it embeds a note (its target has no other extension) outside of other inline markup."""
    if token.level:
        return False
    if token.type == "image":
        target = image_target(token)
        return target is not None and shows_note(target)
    return token.type == "embed" and not _EXTENSION.search(token.meta["written"].target)


def splits(inline: Token) -> bool:
    """Whether a paragraph with that content must be split."""
    return any(is_block_embed(child) for child in inline.children or ())


def split(children: Sequence[Token]) -> list[list[Token]]:
    """The content cut around its block embeds, without empty parts and breaks at the cuts."""
    parts: list[list[Token]] = [[]]
    for child in children:
        if is_block_embed(child):
            parts += [[child], []]
        else:
            parts[-1].append(child)
    return [trimmed for part in parts if (trimmed := _trimmed(part))]


def _trimmed(part: list[Token]) -> list[Token]:
    while part and _is_blank(part[0]):
        part = part[1:]
    while part and _is_blank(part[-1]):
        part = part[:-1]
    return part


def _is_blank(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (
        token.type == "text" and not token.content.strip(" \t\n")
    )
