"""The search of a site: the index of Material's search becomes the files of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from knotwork.vault.parallel import process_count
from knotwork.vault.shared_work import SharedWork

INDEX = "search/search_index.json"
"""What Material's script loads on every page."""
_OURS = "knotwork"
_KIND = "search block"

_LEAST = 100
"""How many pages are read before another process is worth its start."""

_BLOCK = msgpack.Decoder(Block)

_Pages = list[tuple[str | None, str, list[Mapping[str, Any]]]]
"""The pages of a block: the title, the address and the entries of each."""


class SiteSearch:
    """What search knows of the pages of a site; pages that are the same the next time are not read again."""

    def __init__(self, jobs: int | str = 1) -> None:
        """`jobs` is as in the settings."""
        self._jobs = jobs
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
        """The blocks of the pages; several processes read those that are not known."""
        known, self._blocks = self._blocks, {}
        titled = ((url, (_title(url, names), url, entries.pop(url))) for url in list(entries))
        listed = [(_key(pages), pages) for pages in blocks(titled)]
        kept = {key: known.get(key) or _kept(cache, key) for key, _ in listed}
        missing = [(key, pages) for key, pages in listed if kept[key] is None]
        for (key, _), block in zip(missing, _made([pages for _, pages in missing], self._jobs), strict=True):
            cache.put(_KIND, key, block)
            kept[key] = _BLOCK.decode(block)
        self._blocks = {key: block for key, block in kept.items() if block is not None}
        for key, _ in listed:
            yield self._blocks[key]


def _made(pages: Sequence[_Pages], jobs: int | str) -> Iterator[bytes]:
    """The blocks of these pages, encoded."""
    work = SharedWork(lambda at: msgpack.encode(_block(pages[at])), len(pages))
    if sum(map(len, pages)) >= _LEAST:
        work.fork(process_count(jobs) - 1, lambda: None)
    made = {}
    for at, block in work.here():
        made[at] = block
        pages[at].clear()  # the texts of a site are many
    made.update(work.elsewhere())
    work.close()
    for at, own in enumerate(pages):
        yield made.pop(at) if at in made else msgpack.encode(_block(own))  # a process may have been killed


def _block(pages: _Pages) -> Block:
    return block_of([search_page(url, own, title) for title, url, own in pages])


def _key(pages: _Pages) -> bytes:
    return blake2b(msgpack.encode(pages), digest_size=16).digest()


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
