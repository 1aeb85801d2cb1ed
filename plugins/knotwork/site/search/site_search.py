"""The search of a site: the index of Material's search becomes the files of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import unquote

from msgspec import json

from knotwork.site.bundle import search_engine, search_worker
from knotwork.site.search.index import SEARCH, grouped, index_files
from knotwork.site.search.names import SearchNames
from knotwork.site.search.pages import SearchPage, search_page

INDEX = "search/search_index.json"
"""What Material's script loads on every page."""
_OURS = "knotwork"


class SiteSearch:
    """What search knows of the pages of a site; a page that is the same the next time is not read again."""

    def __init__(self) -> None:
        self._pages: dict[bytes, SearchPage] = {}

    def files(self, index: bytes, names: Mapping[str, SearchNames]) -> dict[str, bytes]:
        """All files of the search, by path, from Material's index as it would be published.

        `names` are what pages are called, by decoded address. Empty for an index that is ours already.
        """
        read: dict[str, Any] = json.decode(index)
        if _OURS in read["config"]:
            return {}
        pages = self._read(read["docs"], names)
        worker, engine = search_worker(), search_engine()
        config = {**read["config"], _OURS: {"engine": engine[0], "folder": f"{SEARCH}/"}}
        own = json.encode({"config": config, "docs": []})
        return {INDEX: own, worker[0]: worker[1], engine[0]: engine[1], **index_files(pages, names)}

    def _read(
        self, entries: Iterable[Mapping[str, Any]], names: Mapping[str, SearchNames]
    ) -> list[SearchPage]:
        known, self._pages = self._pages, {}
        pages = []
        for url, own in grouped(entries).items():
            named = names.get(unquote(url))
            title = named.title if named else None
            key = blake2b(json.encode((title, own)), digest_size=16).digest()
            page = known.get(key) or search_page(url, own, title)
            self._pages[key] = page
            pages.append(page)
        return pages


def is_search_file(path: str) -> bool:
    """Whether a path of the site is of a file of the search."""
    return path.startswith(f"{SEARCH}/") or path in (INDEX, search_worker()[0], search_engine()[0])
