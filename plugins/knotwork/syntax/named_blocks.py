"""Blocks that a `^block-id` names: the id they are published with, and their stretch of the Body."""

from __future__ import annotations

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.body import Id
from knotwork.model.names import Anchor
from knotwork.model.note import BlockId
from knotwork.model.text import Lines
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts


class _Open(Struct, frozen=True):
    """A named block that is not closed yet."""

    index: int
    depth: int
    start: int


class NamedBlocks:
    """The named blocks of a note, and those of them that are open at one point of the walk."""

    def __init__(self, facts: BodyFacts, body: BodyBuilder, lines: Lines) -> None:
        self.facts = facts
        self.body = body
        self.lines = lines
        self._names: set[str] = set()
        self._headings: list[tuple[int, int]] = []
        """Blocks that are a heading's section: their index, and that of the heading."""
        self._open: list[_Open] = []

    def before(self, token: Token) -> bool:
        """Open the block that a token opens, if it has a block id; whether `after` has to end it."""
        if "block_id" not in token.meta:
            return False
        if token.type == "heading_open" or token.hidden:
            self._add_with_span(token)
            return False
        start = self.body.start()
        index, anchor = self._add(token)
        if token.nesting == 0:
            # a fence or raw HTML: an empty element before it carries the id
            if anchor:
                self.body.add("<div", Id(anchor), "></div>\n")
            self._open.append(_Open(index, token.level - 1, start))
            return True
        if anchor:
            token.attrs["id"] = anchor
        self._open.append(_Open(index, token.level, start))
        return False

    def after(self, token: Token, *, ends: bool) -> None:
        """End the blocks that end with a token; `ends` is what `before` returned for it."""
        if ends:
            self._close()
        while token.nesting == -1 and self._open and self._open[-1].depth == token.level:
            self._close()

    def finish(self) -> None:
        """Give blocks that are headings their sections, which are known by now."""
        for block, heading in self._headings:
            cut = self.facts.headings[heading].cut
            self.facts.blocks[block] = replace(self.facts.blocks[block], cut=cut)

    def _add_with_span(self, token: Token) -> None:
        """A heading has an id already, and a hidden paragraph shows no tag: an empty span carries the id."""
        index, anchor = self._add(token)
        if anchor:
            start = self.body.start()
            self.body.add("<span", Id(anchor), "></span>")
            self.facts.blocks[index] = replace(self.facts.blocks[index], cut=self.body.cut(start))
        if token.type == "heading_open":
            self._headings.append((index, len(self.facts.headings)))

    def _close(self) -> None:
        closed = self._open.pop()
        block = self.facts.blocks[closed.index]
        self.facts.blocks[closed.index] = replace(block, cut=self.body.cut(closed.start))

    def _add(self, token: Token) -> tuple[int, Anchor | None]:
        """The index of the new block, and its id unless another block has that name already."""
        name, start, end = token.meta["block_id"]
        anchor = Anchor(f"^{name}")
        is_new = name.lower() not in self._names
        self._names.add(name.lower())
        self.facts.blocks.append(BlockId(name, anchor, self.lines.span(start, end), (0, 0)))
        return len(self.facts.blocks) - 1, anchor if is_new else None
