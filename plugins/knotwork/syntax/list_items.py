"""Where the items of a text's lists stand, and what in them a layout must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

from knotwork.model.dialect import Dialect
from knotwork.syntax.markdown import markdown

_BLOCKS_AROUND = ("admonition_open", "tab_open", "details_open")
"""Blocks whose content is indented."""


class Fence(NamedTuple):
    """A block of code in an item."""

    first: int
    """Its first line; lines count from 0."""
    end: int
    """The line behind its last."""
    text: str


@dataclass
class ListItem:
    """An item, with those of the lists in it."""

    first: int
    end: int
    parent: ListItem | None
    depth: int
    """The number of indented blocks that it stands in."""
    items: list[ListItem] = field(default_factory=list)
    text_lines: set[int] = field(default_factory=set)
    """The lines that go on with the text of its first line."""
    fences: list[Fence] = field(default_factory=list)

    def all(self) -> Iterator[ListItem]:
        """The item, and all in it."""
        yield self
        for item in self.items:
            yield from item.all()


class Lists(NamedTuple):
    """The lists of a text."""

    items: Sequence[ListItem]
    """Those that stand in no other; none in quotes."""
    blocks: Sequence[tuple[int, int]]
    """The lines of the headings with `#` and the fences that stand in no other block."""


def lists_of(text: str, dialect: Dialect) -> Lists:
    """The lists of a text without front matter."""
    tokens = markdown(dialect).parse(text)
    blocks = [
        (token.map[0], token.map[1])
        for token in tokens
        if token.level == 0 and token.map and (token.type == "fence" or token.markup.startswith("#"))
    ]
    return Lists(list(_top_items(tokens)), blocks)


def _top_items(tokens: Sequence[Token]) -> Iterator[ListItem]:
    item: ListItem | None = None
    around: list[str] = []
    for token in tokens:
        if token.type == "list_item_open" and token.map:
            depth = sum(kind in _BLOCKS_AROUND for kind in around)
            new = ListItem(token.map[0], token.map[1], item, depth)
            if item:
                item.items.append(new)
            item = new
        elif token.type == "list_item_close" and item:
            if item.parent is None and "blockquote_open" not in around:
                yield item
            item = item.parent
        elif item and token.map and token.type == "paragraph_open" and token.map[0] == item.first:
            item.text_lines.update(range(token.map[0] + 1, token.map[1]))
        elif item and token.map and token.type == "fence":
            item.fences.append(Fence(token.map[0], token.map[1], token.content))
        if token.nesting > 0:
            around.append(token.type)
        elif token.nesting < 0 and around:
            around.pop()
