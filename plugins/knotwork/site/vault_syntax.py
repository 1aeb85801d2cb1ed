"""What a note writes to name other notes, as HTML, for a program that renders the rest of its text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from html import escape

from msgspec.structs import replace

from knotwork.html.policy import Target
from knotwork.knowledge.embeds import whole
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.body import EmbedSlot
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Link, LinkKind
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START
from knotwork.site.addresses import Addresses
from knotwork.site.link_html import label, link_html, raw_address, tag_html, wikilink_html
from knotwork.site.render import embed_html
from knotwork.site.render_context import RenderContext
from knotwork.syntax.inline import destination
from knotwork.syntax.wikilink import wikilinks_in


class VaultSyntax:
    """The wikilinks, embeds, tags, block ids and links of one note, on its own page."""

    def __init__(self, kb: KnowledgeBase, path: NotePath, site: Addresses) -> None:
        self._kb, self.note = kb, kb.notes[path]
        self._context = RenderContext(kb, site, site.note(path), shown=(whole(self.note),))

    def wikilink(self, written: str, *, alone: bool) -> str | None:
        """The HTML of `[[…]]` or `![[…]]`; None when that is none. What it embeds is shown where it stands
        `alone` in its paragraph; elsewhere a link leads there.
        """
        index = self._wikilinks.get(written)
        if index is None:
            return self._other_wikilink(written)
        if self.note.links[index].kind == "wikilink":
            return wikilink_html(self._context, self.note, index)
        at = self._embeds.get(index)
        slot = self.note.body.pieces[at] if at is not None else None
        if at is None or not isinstance(slot, EmbedSlot):
            return self._other_wikilink(written)
        return embed_html(self._context, self.note, replace(slot, block=slot.block and alone), at)

    def tag(self, name: str) -> str:
        """The HTML of `#name`."""
        return tag_html(self._context, name)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The names of the tags in its text."""
        return frozenset(tag.name for tag in self.note.tags if tag.source == "inline")

    def block_id(self, name: str) -> str | None:
        """The HTML that gives a block the id `^name`; None when no block has it."""
        block = next((block for block in self.note.blocks if block.name == name), None)
        return None if block is None else f'<span id="{escape(block.anchor)}"></span>'

    def target(self, address: str, *, image: bool) -> Target | None:
        """What a link or picture with that address leads to; None when the note has no such link."""
        index = self._addresses.get((*destination(address)[:2], image))
        return None if index is None else raw_address(self._context, self.note, index, None)

    def shows_note(self, address: str) -> bool:
        """Whether a picture with that address is a note."""
        return is_note(destination(address).target)

    @cached_property
    def _wikilinks(self) -> Mapping[str, int]:
        """The index of each wikilink and embed, as it is written."""
        kinds = ("wikilink", "embed")
        links = enumerate(self.note.links)
        return {link.raw: index for index, link in links if link.kind in kinds and link.published}

    @cached_property
    def _embeds(self) -> Mapping[int, int]:
        """The index of the piece that stands for each embed, by the index of the link."""
        pieces = enumerate(self.note.body.pieces)
        return {piece.link: at for at, piece in pieces if isinstance(piece, EmbedSlot)}

    @cached_property
    def _addresses(self) -> Mapping[tuple[str, str, bool], int]:
        """The index of each Markdown link, by its target, what follows its `#`, and whether it shows it."""
        return {
            (link.target, link.subpath, link.image): index
            for index, link in enumerate(self.note.links)
            if link.kind == "markdown" and link.published and not link.html
        }

    def _other_wikilink(self, written: str) -> str | None:
        """The HTML of a wikilink that stands in what the note's reader takes for code."""
        wikilinks = wikilinks_in(written)
        if [(start, end) for start, end, _ in wikilinks] != [(0, len(written))]:
            return None
        kind: LinkKind = "embed" if written.startswith("!") else "wikilink"
        link = Link(kind, written, FILE_START, *wikilinks[0][2], True, None)
        resolution = self._kb.published_resolver.resolve(self.note.path, link, changed=self.note)
        return link_html(self._context, link, resolution, escape(label(link)))


WIKILINK = lazy_regex(r"!?\[\[[^\[\]\n]+(?:\[\^[^\[\]\n]+\])?\]\]")
"""A wikilink or embed."""
