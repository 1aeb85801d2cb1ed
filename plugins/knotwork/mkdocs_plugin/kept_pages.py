"""The pages of earlier builds: each is kept whole, with a record of all that it was made from.

A page is taken from there as long as all of that is the same. When only the theme's part of it is another,
its content is not rendered again. When only what it shows around its content was made from other values, that
alone is made again, and where it comes out the same, so does the page.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeVar

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from knotwork.mkdocs_plugin.kept_frames import FramedPage
from knotwork.mkdocs_plugin.page_cache import Store
from knotwork.mkdocs_plugin.page_records import PageRecords
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.content import Content
from knotwork.site.note_page import Around, NotePage
from knotwork.vault.written_files import digest_of

Made = TypeVar("Made")

Parts = tuple[Content, Around]
"""A page's content, and what it shows around it."""
Entries = list[dict[str, Any]]
"""What a search index says of a page."""


class LookUps(Struct, frozen=True, array_like=True):
    """What a part of a page was made from."""

    inputs: dict[str, list[str]]
    """What was looked up for it."""
    digest: bytes
    """Of the values of what was looked up."""


class KeptPage(Struct, frozen=True, array_like=True):
    """What is known of a page of an earlier build; what it says is in its `PageContent`."""

    content_from: LookUps
    around_from: LookUps
    content: bytes
    """A digest of its `PageContent`, encoded."""
    written: Written | None = None
    """None when it has to do with more than its frame."""


class Written(Struct, frozen=True, array_like=True):
    """What a build has written for a page."""

    frame: bytes
    """A digest of what the page has to do with beside what it looks up in the vault."""
    entries: list[Entries]
    """What each search index says of it."""
    files: list[tuple[str, bytes]]
    """The paths of its files in the site, with digests of their contents: the page, its Markdown."""


class PageContent(Struct, frozen=True, array_like=True):
    """What a page of an earlier build says."""

    parts: Parts
    html: list[bytes | int] = []
    """The page between its parts, which have the numbers of `_longest`."""
    markdown: tuple[str, bytes] | None = None
    """The path and content of its published Markdown."""
    framed: FramedPage | None = None
    """How the theme has made it."""


class MadeParts(Struct, frozen=True):
    """The parts of a page, with records of what they were made from."""

    content_from: LookUps
    around_from: LookUps
    parts: Parts


_encode = Encoder().encode
_decode = Decoder(KeptPage).decode
_decode_content = Decoder(PageContent).decode
_KIND, _CONTENT = "kept page", "page content"


class KeptPages:
    """The pages of a site's notes in a store that other builds fill and use."""

    def __init__(self, site: CompiledSite, store: Store) -> None:
        self.store = store
        self._records = PageRecords(site)

    def get(self, path: NotePath) -> KeptPage | None:
        """A page of an earlier build whose parts would be the same now; None when there is none."""
        page = self.with_content(path)
        return page if page is not None and self._is_same(page.around_from) else None

    def with_content(self, path: NotePath) -> KeptPage | None:
        """A page of an earlier build whose content would be the same now; None when there is none."""
        kept = self.store.get(_KIND, self.key(path))
        if kept is None:
            return None
        try:
            page = _decode(kept)
        except DecodeError:
            return None
        return page if self._is_same(page.content_from) else None

    def content(self, path: NotePath, page: KeptPage) -> PageContent | None:
        """What a page says; None when that is not kept."""
        kept = self.store.get(_CONTENT, self.key(path))
        if kept is None or digest_of(kept) != page.content:  # of another build, which ran at the same time
            return None
        return _decoded_content(kept)

    def framed(self, path: NotePath) -> FramedPage | None:
        """How the theme has made a page, whatever it says now; None when that is not kept."""
        kept = self.store.get(_CONTENT, self.key(path))
        content = None if kept is None else _decoded_content(kept)
        return content.framed if content is not None else None

    def put(self, path: NotePath, parts: MadeParts, content: PageContent, written: Written | None) -> None:
        """Keep a page for later builds."""
        encoded = _encode(content)
        page = KeptPage(parts.content_from, parts.around_from, digest_of(encoded), written)
        self.store.put(_CONTENT, self.key(path), encoded)
        self.store.put(_KIND, self.key(path), _encode(page))

    def put_around(self, path: NotePath, page: KeptPage, parts: MadeParts) -> None:
        """Keep what the parts of a page are made from now, when what it says is as it was."""
        self.store.put(_KIND, self.key(path), _encode(replace(page, around_from=parts.around_from)))

    def made(self, path: NotePath) -> MadeParts:
        """The parts of a page, made now with records of what they are made from.

        Raises LookupError when something is looked up that is not recorded.
        """
        content, content_from = self._made(path, _content)
        around, around_from = self._made(path, NotePage.around)
        return MadeParts(content_from, around_from, (content, around))

    def with_around(self, path: NotePath, page: KeptPage, content: PageContent) -> MadeParts:
        """The parts of a page whose content is as it was; what it shows around that is made if need be.

        Raises LookupError as `made` does.
        """
        around, around_from = content.parts[1], page.around_from
        if not self._is_same(around_from):
            around, around_from = self._made(path, NotePage.around)
        return MadeParts(page.content_from, around_from, (content.parts[0], around))

    def _made(self, path: NotePath, make: Callable[[NotePage], Made]) -> tuple[Made, LookUps]:
        made, inputs, digest = self._records.made(path, make)
        return made, LookUps(dict(inputs), digest)

    def _is_same(self, look_ups: LookUps) -> bool:
        return self._records.are_same(look_ups.inputs, look_ups.digest)

    def key(self, *parts: str) -> bytes:
        """A key for what is kept under these names, with what all pages have in common."""
        return self._records.key(*parts)


def _decoded_content(kept: bytes) -> PageContent | None:
    try:
        return _decode_content(kept)
    except DecodeError:
        return None


def _content(page: NotePage) -> Content:
    page.tags()  # which the theme is given: it is recorded too
    return page.content()


def cut(html: bytes, parts: Parts) -> list[bytes | int]:
    """A page's HTML, with numbers in the places of its longest parts: they are kept already."""
    pieces: list[bytes | int] = []
    for number, part in enumerate(_longest(parts)):
        at = html.find(part)
        if part and at >= 0:
            pieces += (html[:at], number)
            html = html[at + len(part) :]
    return [*pieces, html]


def joined(pieces: list[bytes | int], parts: Parts) -> bytes:
    """The HTML of a page that was cut."""
    longest = _longest(parts)
    return b"".join(longest[piece] if isinstance(piece, int) else piece for piece in pieces)


def _longest(parts: Parts) -> tuple[bytes, bytes]:
    """The longest parts of a page, in their order on it."""
    content, around = parts
    return content.html.encode("utf-8", "replace"), around.below.encode("utf-8", "replace")


def digest(*values: object) -> bytes:
    """A digest of plain values."""
    return blake2b(_encode(values), digest_size=16).digest()
