"""A note's HTML in pieces: finished text, and typed slots for what depends on the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.model.names import Anchor

Cut = tuple[int, int]
"""A stretch of a Body: the indexes of its first piece and of the piece behind its last."""

Attributes = tuple[tuple[str, str], ...]
"""Names and values of HTML attributes, as text, in the order in which they are written."""

TAB_PREFIX = "__tabbed_"
"""How the ids and names of content tabs begin; Material's styles and scripts look for it."""


# -- what only the note's own page has: a page that shows several notes would have their ids twice


class Id(Struct, frozen=True, array_like=True, gc=False, tag="id"):
    """Slot: an `id` attribute."""

    anchor: Anchor

    @property
    def html(self) -> str:
        """The attribute on the note's own page, with a space before it."""
        return f' id="{_escaped(self.anchor)}"'


class FragmentHref(Struct, frozen=True, array_like=True, gc=False, tag="fragment-href"):
    """Slot: an `href` attribute that leads to an id of the note's own page."""

    anchor: Anchor

    @property
    def html(self) -> str:
        """The attribute on the note's own page, with a space before it."""
        return self.on_page("")

    def on_page(self, url: str) -> str:
        """The attribute when the id is on the page at an address, with a space before it."""
        return f' href="{escape(url)}#{_escaped(self.anchor)}"'


class HeadingEnd(Struct, frozen=True, array_like=True, gc=False, tag="heading-end"):
    """Slot: a heading's permalink and its closing tag."""

    level: int
    anchor: Anchor

    @property
    def html(self) -> str:
        """Both, on the note's own page."""
        return self.linked("\u00b6", "Permanent link")

    def linked(self, sign: str, title: str) -> str:
        """Both, with another sign and title for the permalink; without a sign there is none."""
        shown = "&para;" if sign == "\u00b6" else escape(sign)
        titled = f' title="{escape(title)}"' if title else ""
        link = f'<a class="headerlink" href="#{escape(self.anchor)}"{titled}>{shown}</a>' if sign else ""
        return f"{link}{self.closing_tag}"

    @property
    def closing_tag(self) -> str:
        """The tag alone."""
        return f"</h{self.level}>\n"


class TabAttribute(Struct, frozen=True, array_like=True, gc=False, tag="tab-attribute"):
    """Slot: an attribute that ties the parts of content tabs together."""

    name: str
    """`id`, `name` or `for`."""
    number: str
    """What follows `__tabbed_`: `1` for the first set of the note, `1_2` for its second tab."""
    given: str = ""
    """What stands on the note's own page in place of it."""

    @property
    def value(self) -> str:
        """The attribute's value on the note's own page."""
        return self.given or TAB_PREFIX + self.number

    @property
    def html(self) -> str:
        """The attribute on the note's own page, with a space before it."""
        return f' {self.name}="{_escaped(self.value)}"'

    def in_embed(self, embed: int) -> str:
        """The attribute in an embed, which has a number on its page, with a space before it."""
        return f' {self.name}="{TAB_PREFIX}e{embed}_{self.number}"'


OwnPiece = Id | FragmentHref | HeadingEnd | TabAttribute


# -- links, tags, code


class LinkStart(Struct, frozen=True, array_like=True, gc=False, tag="link-start"):
    """Slot: a Markdown link opens here."""

    link: int
    href: str
    """Percent-encoded, as a plain Markdown renderer would write it."""
    attributes: Attributes


class LinkEnd(Struct, frozen=True, array_like=True, gc=False, tag="link-end"):
    """Slot: the Markdown link closes here."""

    link: int


class WikilinkSlot(Struct, frozen=True, array_like=True, gc=False, tag="wikilink"):
    """Slot: a wikilink."""

    link: int


class EmbedSlot(Struct, frozen=True, array_like=True, gc=False, tag="embed"):
    """Slot: an embed, or a Markdown image of a file in the vault."""

    link: int
    block: bool
    """Whether block content may stand here."""
    href: str = ""
    alt: str = ""
    attributes: Attributes = ()


class FileCard(Struct, frozen=True, array_like=True, gc=False, tag="file-card"):
    """Slot: a card of a canvas that shows a file of the vault."""

    link: int
    shows: Literal["file", "name", "picture"] = "file"
    """All of it, its name alone, or nothing when it is no picture."""


class UrlStart(Struct, frozen=True, array_like=True, gc=False, tag="url-start"):
    """Slot: a link to the outside opens, or an image from the outside stands here."""

    url: int
    href: str
    attributes: Attributes
    image: bool = False
    alt: str = ""
    """Of an image."""


class UrlEnd(Struct, frozen=True, array_like=True, gc=False, tag="url-end"):
    """Slot: the link to the outside closes."""

    url: int


class TagSlot(Struct, frozen=True, array_like=True, gc=False, tag="tag"):
    """Slot: a tag."""

    tag: int


class IconSlot(Struct, frozen=True, array_like=True, gc=False, tag="icon"):
    """Slot: an icon of the theme."""

    name: str
    """Without the colons: `material-kubernetes`."""
    attributes: Attributes
    """Its class, and what an attribute list gives it."""


class CodeSlot(Struct, frozen=True, array_like=True, gc=False, tag="code"):
    """Slot: code in a sentence with a language; it is highlighted when a page shows it."""

    code: str
    language: str
    attributes: Attributes = ()


class ContentsSlot(Struct, frozen=True, array_like=True, gc=False, tag="contents"):
    """Slot: the list of the note's headings."""


class FenceSlot(Struct, frozen=True, array_like=True, gc=False, tag="fence"):
    """Slot: a fenced code block; its code is highlighted when a page shows it."""

    fence: int
    plain: bool = False
    """Whether it has no colours because the note has too much code."""


class HtmlAddress(Struct, frozen=True, array_like=True, gc=False):
    """An address in a piece of raw HTML: a link or a URL."""

    at: int
    """Where the attribute's value starts in the piece."""
    link: int | None = None
    url: int | None = None


class RawHtml(Struct, frozen=True, array_like=True, gc=False, tag="raw-html"):
    """Slot: HTML as the writer wrote it."""

    html: str
    addresses: tuple[HtmlAddress, ...] = ()
    strays: tuple[int, ...] = ()
    """Where tags start that close nothing of the note, or are nested too deeply."""


Slot = (
    OwnPiece
    | LinkStart
    | LinkEnd
    | WikilinkSlot
    | EmbedSlot
    | FileCard
    | UrlStart
    | UrlEnd
    | TagSlot
    | IconSlot
    | ContentsSlot
    | CodeSlot
    | FenceSlot
    | RawHtml
)
Piece = str | Slot


class Body(Struct, frozen=True, array_like=True, gc=False):
    """A note's HTML in pieces; neighbouring texts are one piece, but where the Body may be cut.

    It is kept encoded, as most notes are not shown by most commands.
    """

    encoded: bytes = b"\x90"
    """The pieces as MessagePack."""
    length: int = 0
    """How many pieces it has."""
    embeds: tuple[tuple[int, int], ...] = ()
    """For each `EmbedSlot` its index in the pieces, and its link's in `Note.links`."""
    starts: tuple[int, ...] = ()
    """Where in `encoded` every fifteenth piece begins, and where the last one ends."""
    outline: bytes = b"\x92\x90\x90"
    """`sizes` and `ids` as MessagePack; far smaller than the pieces."""

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Body:
        """The Body of those pieces."""
        sizes: list[int | None] = []
        slots: list[Slot] = []
        embeds: list[tuple[int, int]] = []
        for at, piece in enumerate(pieces):
            if isinstance(piece, str):
                sizes.append(len(piece))
                continue
            kind = type(piece)
            sizes.append(_SIZES[kind](piece) if kind in _SIZES else None)
            if kind in _WITH_IDS:
                slots.append(piece)
            elif isinstance(piece, EmbedSlot):
                embeds.append((at, piece.link))
        groups = [_encode(pieces[at : at + _GROUP])[1:] for at in range(0, len(pieces), _GROUP)]
        head = _array_head(len(pieces))
        starts = tuple(accumulate(map(len, groups), initial=len(head)))
        outline = _encode((sizes, list(_ids(slots))))
        return cls(head + b"".join(groups), len(pieces), tuple(embeds), starts, outline)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces; those of the notes that were shown last are kept decoded."""
        return _decoded(self.encoded)

    @property
    def sizes(self) -> tuple[int | None, ...]:
        """The characters of each piece; -1 for the slot of the first fence, -2 for that of the second …

        None for the other slots, which differ from page to page.
        """
        return _decode_outline(self.outline)[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that knotwork itself gives on the note's own page; those in raw HTML are `Note.ids`."""
        return _decode_outline(self.outline)[1]

    def stretch(self, cut: Cut) -> tuple[Piece, ...]:
        """The pieces of a stretch; those around a short one are not decoded."""
        start, end = cut
        if end - start > _SHORT:
            return self.pieces[start:end]
        first, last = start // _GROUP, -(-end // _GROUP)
        if first >= last:
            return ()
        skipped = first * _GROUP
        head = _array_head(min(last * _GROUP, self.length) - skipped)
        data = head + self.encoded[self.starts[first] : self.starts[last]]
        return _decode(data)[start - skipped : end - skipped]


_GROUP = 15
"""Pieces that are encoded together: MessagePack's largest array with a head of one byte."""
_SHORT = 3 * _GROUP
"""Pieces of a stretch from which the whole Body is decoded, and kept for its next stretch."""


def _array_head(count: int) -> bytes:
    """How an array of that many values begins in MessagePack."""
    if count <= _GROUP:
        return bytes((0x90 | count,))
    return b"\xdc" + count.to_bytes(2, "big") if count < 1 << 16 else b"\xdd" + count.to_bytes(4, "big")


_encode = Encoder().encode
_decode = Decoder(tuple[Piece, ...]).decode
_decode_outline = Decoder(tuple[tuple[int | None, ...], tuple[str, ...]]).decode
_decoded = lru_cache(maxsize=256)(_decode)


def _ids(slots: Iterable[Slot]) -> Iterator[str]:
    for slot in slots:
        if isinstance(slot, Id):
            yield slot.anchor
        elif isinstance(slot, TabAttribute) and slot.name == "id":
            yield slot.value


_SIZES: Mapping[type[Slot], Callable[[Any], int]] = {
    **dict.fromkeys((*get_args(OwnPiece), RawHtml), lambda slot: len(slot.html)),
    FenceSlot: lambda slot: -1 - slot.fence,
}
"""Of the slots that are the same on every page; see `Body.sizes`."""
_WITH_IDS = frozenset((Id, TabAttribute))


def own_page_html(pieces: Iterable[str | OwnPiece]) -> str:
    """The HTML of pieces on the note's own page."""
    return "".join(piece if isinstance(piece, str) else piece.html for piece in pieces)


def _escaped(text: str) -> str:
    """A text as a value in double quotes, as markdown-it writes it: `'` stays."""
    return escape(text, quote=False).replace('"', "&quot;")
