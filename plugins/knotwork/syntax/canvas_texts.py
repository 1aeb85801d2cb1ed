"""The texts of a canvas's cards, read one by one, become the facts of one note."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.body import (
    ContentsSlot,
    Cut,
    EmbedSlot,
    FenceSlot,
    FragmentHref,
    HeadingEnd,
    Id,
    LinkEnd,
    LinkStart,
    Piece,
    RawHtml,
    TabAttribute,
    TagSlot,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.model.names import Anchor
from knotwork.model.text import Lines
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.escaped_text import EscapedText
from knotwork.syntax.json_values import JsonValue

ReadText = Callable[[Lines], BodyFacts]
"""The facts of a text of Markdown without front matter."""


class CardText(Struct, frozen=True):
    """A card's text and its facts, with the spans of the text."""

    text: EscapedText
    facts: BodyFacts

    @property
    def words(self) -> str:
        """Its first paragraph or heading as a reader sees it."""
        return next((context.text for context in self.facts.contexts if context.text), "")


class CanvasTexts:
    """Facts and pieces, card by card; spans are those of the canvas file."""

    def __init__(self, file: Lines, read: ReadText) -> None:
        self.facts = BodyFacts()
        self.pieces: list[Piece] = []
        self._file, self._read = file, read

    def add(self, *pieces: Piece) -> Cut:
        """Add pieces behind the others; returns where they stand."""
        start = len(self.pieces)
        self.pieces += pieces
        return start, len(self.pieces)

    def read(self, value: JsonValue) -> CardText:
        """A card's text."""
        text = EscapedText(self._file, value)
        return CardText(text, self._read(text.lines))

    def add_text(self, card_text: CardText, card: str) -> None:
        """Add a card's text, whose ids begin with `card`."""
        text, read = card_text.text, card_text.facts
        into, base = self.facts, _Base.of(self.facts, len(self.pieces))
        into.links += (
            replace(link, span=span, raw=self._file.slice(span), context=base.context(link.context))
            for link in read.links
            for span in [text.span(link.span)]
        )
        into.urls += (replace(url, span=text.span(url.span)) for url in read.urls)
        into.contexts += (
            replace(one, cut=base.cut(one.cut), span=text.span(one.span), heading=None)
            for one in read.contexts
        )
        into.tags += (
            replace(
                tag,
                span=text.span(tag.span),
                context=base.context(tag.context),
                item=None if tag.item is None else tag.item + base.items,
                heading=None,
            )
            for tag in read.tags
        )
        into.items += (
            replace(
                item,
                line=text.line(item.line),
                parent=None if item.parent is None else item.parent + base.items,
                cut=base.cut(item.cut),
            )
            for item in read.items
        )
        into.fences += (
            replace(fence, span=text.span(fence.span), first_line=text.line(fence.first_line), lines=())
            for fence in read.fences
        )
        into.problems += (
            replace(problem, span=text.span(problem.span), fix=None) for problem in read.problems
        )
        into.comments += map(text.span, read.comments)
        self.pieces += (_moved(piece, base, card) for piece in read.body.pieces)


class _Base(Struct, frozen=True):
    """How many facts and pieces there were before a card."""

    pieces: int
    links: int
    urls: int
    contexts: int
    tags: int
    items: int
    fences: int

    @classmethod
    def of(cls, facts: BodyFacts, pieces: int) -> _Base:
        return cls(
            pieces,
            len(facts.links),
            len(facts.urls),
            len(facts.contexts),
            len(facts.tags),
            len(facts.items),
            len(facts.fences),
        )

    def cut(self, cut: Cut) -> Cut:
        return cut[0] + self.pieces, cut[1] + self.pieces

    def context(self, index: int | None) -> int | None:
        return None if index is None else index + self.contexts


def _moved(piece: Piece, base: _Base, card: str) -> Piece:
    """A piece of a card's text as one of the canvas."""
    match piece:
        case str() | ContentsSlot():
            return piece if isinstance(piece, str) else ""
        case HeadingEnd():
            return piece.closing_tag
        case Id(anchor=anchor) | FragmentHref(anchor=anchor):
            return replace(piece, anchor=Anchor(f"{card}-{anchor}"))
        case TabAttribute(number=number):
            return replace(piece, number=f"{card}_{number}")
        case RawHtml():
            return _with_indexes(piece, base)
        case LinkStart() | LinkEnd() | WikilinkSlot() | EmbedSlot():
            return replace(piece, link=piece.link + base.links)
        case UrlStart() | UrlEnd():
            return replace(piece, url=piece.url + base.urls)
        case TagSlot():
            return replace(piece, tag=piece.tag + base.tags)
        case FenceSlot():
            return replace(piece, fence=piece.fence + base.fences)
        case _:
            return piece


def _with_indexes(piece: RawHtml, base: _Base) -> RawHtml:
    addresses = tuple(
        replace(
            address,
            link=None if address.link is None else address.link + base.links,
            url=None if address.url is None else address.url + base.urls,
        )
        for address in piece.addresses
    )
    return replace(piece, addresses=addresses)
