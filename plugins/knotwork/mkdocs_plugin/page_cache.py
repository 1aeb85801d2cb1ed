"""The pages of earlier builds: a part of a page that would be the same is not rendered again."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.mkdocs_plugin.page_records import PageRecords
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.content import Content
from knotwork.site.note_page import Around, NotePage

Part = Literal["content", "around"]
"""What a note's page is rendered in: its content, and what stands around it."""


class Store(Protocol):
    """Values on disk by kind and key; any may be gone."""

    def get(self, kind: str, key: bytes) -> bytes | None:
        """A value."""

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep a value."""


class Rendered(Struct, frozen=True, array_like=True, gc=False):
    """A part of a page, and what it was made from."""

    made: bytes
    """The part, encoded."""
    inputs: bytes = b""
    """What was looked up for it, encoded; empty when that is not known, and the part is not kept."""
    digest: bytes = b""
    """Of the values of what was looked up."""


_encode = Encoder().encode
_INPUTS: Decoder[tuple[dict[str, list[str]], bytes]] = Decoder(tuple[dict[str, list[str]], bytes])
_PARTS: dict[Part, Decoder[Any]] = {"content": Decoder(Content), "around": Decoder(Around)}


class PageCache:
    """The rendered pages of a site's notes, in a store that other builds fill and use.

    A part is kept with a record of what it was made from, and is used as long as all of that is the same. No
    part is kept of a page that failed.
    """

    def __init__(self, site: CompiledSite, store: Store) -> None:
        self._store = store
        self._records = PageRecords(site)
        self._digests: dict[tuple[Part, NotePath], bytes | None] = {}

    def has(self, part: Part, path: NotePath) -> bool:
        """Whether the part was rendered before, from the same values."""
        return self._digest(part, path) is not None

    def get(self, part: Part, path: NotePath) -> bytes | None:
        """The part as it was rendered before, encoded; None when it has to be rendered."""
        digest = self._digest(part, path)
        return None if digest is None else self._store.get("page", self._key(part, path) + digest)

    def put(self, part: Part, path: NotePath, rendered: Rendered) -> None:
        """Keep a part for later builds."""
        if rendered.inputs:
            key = self._key(part, path)
            self._store.put("page inputs", key, rendered.inputs)
            self._store.put("page", key + rendered.digest, rendered.made)

    def rendered(self, part: Part, path: NotePath) -> Rendered:
        """The part, rendered with a record of what it is made from."""
        made, inputs, digest = self._records.made(path, lambda page: encoded_part(part, page))
        return Rendered(made, _encode((inputs, digest)), digest)

    def _digest(self, part: Part, path: NotePath) -> bytes | None:
        """The digest of what the part was made from, if that is the same now."""
        key = part, path
        if key not in self._digests:
            self._digests[key] = self._same_digest(self._store.get("page inputs", self._key(part, path)))
        return self._digests[key]

    def _same_digest(self, kept: bytes | None) -> bytes | None:
        if kept is None:
            return None
        try:
            inputs, digest = _INPUTS.decode(kept)
        except DecodeError:
            return None
        return digest if self._records.are_same(inputs, digest) else None

    def _key(self, part: Part, path: NotePath) -> bytes:
        return self._records.key(part, path)


def encoded_part(part: Part, page: NotePage) -> bytes:
    """A part of a page, rendered and encoded."""
    return _encode(page.content() if part == "content" else page.around())


def decoded_part(part: Part, encoded: bytes) -> Content | Around | None:
    """A part of a page; None when it is not encoded so."""
    try:
        decoded: Content | Around = _PARTS[part].decode(encoded)
    except DecodeError:
        return None
    return decoded
