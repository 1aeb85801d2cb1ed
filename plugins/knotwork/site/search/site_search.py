"""The search of a site: the index of Material's search becomes the files of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote

from msgspec import DecodeError, json, msgpack

from knotwork.site.bundle import search_engine, search_worker
from knotwork.site.search.blocks import Block, block_of, blocks
from knotwork.site.search.index import SEARCH, grouped, index_files
from knotwork.site.search.names import SearchNames
from knotwork.site.search.pages import search_page
from knotwork.vault.cache import Cache

INDEX = "search/search_index.json"
"""What Material's script loads on every page."""
_OURS = "knotwork"
_KIND = "search block"

_BLOCK = msgpack.Decoder(Block)


class SiteSearch:
    """What search knows of the pages of a site; pages that are the same the next time are not read again."""

    def __init__(self) -> None:
        self._blocks: dict[bytes, Block] = {}

    def files(
        self, index: bytes, names: Mapping[str, SearchNames], cache: Cache | None = None
    ) -> dict[str, bytes]:
        """All files of the search, by path, from Material's index as it would be published.

        `names` are what pages are called, by decoded address. Empty for an index that is ours already. What
        was read of a page is taken from the cache for
        the very entries that the index has of it, and no others.
        """
        read: dict[str, Any] = json.decode(index)
        if _OURS in read["config"]:
            return {}
        listed = list(self._read(grouped(read.pop("docs")), names, cache or Cache()))
        worker, engine = search_worker(), search_engine()
        version, files = index_files(listed, names)
        ours = {"engine": engine[0], "folder": f"{SEARCH}/", "version": version}
        own = json.encode({"config": {**read["config"], _OURS: ours}, "docs": []})
        return {INDEX: own, worker[0]: worker[1], engine[0]: engine[1], **files}

    def _read(
        self, entries: dict[str, list[Mapping[str, Any]]], names: Mapping[str, SearchNames], cache: Cache
    ) -> Iterator[Block]:
        """The blocks of the pages; each page's `entries` are taken out as soon as they are read."""
        known, self._blocks = self._blocks, {}
        titled = ((url, (_title(url, names), url, entries.pop(url))) for url in list(entries))
        for pages in blocks(titled):
            key = blake2b(msgpack.encode(pages), digest_size=16).digest()
            block = known.get(key) or _kept(cache, key)
            if block is None:
                block = block_of([search_page(url, own, title) for title, url, own in pages])
                cache.put(_KIND, key, msgpack.encode(block))
            self._blocks[key] = block
            yield block


def _title(url: str, names: Mapping[str, SearchNames]) -> str | None:
    named = names.get(unquote(url))
    return named.title if named else None


def _kept(cache: Cache, key: bytes) -> Block | None:
    kept = cache.get(_KIND, key)
    try:
        return None if kept is None else _BLOCK.decode(kept)
    except DecodeError:
        return None


def is_search_file(path: str) -> bool:
    """Whether a path of the site is of a file of the search."""
    return path.startswith(f"{SEARCH}/") or path in (INDEX, search_worker()[0], search_engine()[0])
