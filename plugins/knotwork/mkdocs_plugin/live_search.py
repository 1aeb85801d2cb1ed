"""The index of search in `serve`: made when a browser asks for it, and complete after a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from mkdocs.structure.pages import Page

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.deferred_build import DeferredBuild
from knotwork.site.search.site_search import INDEX, is_search_file

_PATIENCE = 0.5
"""Seconds that a request waits for an index that is not complete."""
_WHILE_INCOMPLETE = 5
"""Seconds for which an index that is not complete is not made anew."""
_PAUSE = 0.002
"""Seconds between two pages, in which a request can be answered."""

FilesOf = Callable[[bytes], Mapping[str, bytes]]
"""What makes the files of our search, by path, of Material's index."""


class LiveSearch:
    """What search knows of each page, kept from one version of the site to the next."""

    def __init__(self, lock: threading.RLock) -> None:
        """`lock` is held while a page is made."""
        self._lock = lock
        self._build: DeferredBuild | None = None
        self._index: Any = None
        """The search plugin's own; None when there is no such plugin."""
        self._entries: dict[str, list[Any]] = {}
        """By the path of a page's source."""
        self._current: set[str] = set()
        """The pages whose entries are those of the site as it is now."""
        self._waiting: list[Page] | None = None
        """The other pages, the first of the site last; None before the index of this version is needed."""
        self._worker: threading.Thread | None = None
        self._made: Mapping[str, bytes] = {}
        """The files of the index, by path."""
        self._is_current = False
        """Whether they say what the site says now."""
        self._made_at = float("-inf")
        self._files: FilesOf | None = None
        """What makes the files of our search; None when Material's answers."""

    def show(
        self,
        build: DeferredBuild,
        changed: Collection[str] | None = None,
        files: FilesOf | None = None,
    ) -> None:
        """The next version of the site; `changed` are the sources of the pages that differ, None for all.

        `files` makes the files of our search, by path, of Material's index; None when that is used as it is.
        """
        self._files = files
        plugins = (getattr(plugin, "search_index", None) for plugin in build.config.plugins.values())
        self._index = next((index for index in plugins if index is not None), None)
        self._build, self._is_current, self._made_at = build, False, float("-inf")
        self._current = set() if changed is None else self._current.difference(changed)
        self._waiting = None
        self._take()

    def forget(self, sources: Collection[str]) -> None:
        """Learn anew of pages, by the paths of their sources."""
        self._current.difference_update(sources)
        self._is_current, self._waiting = False, None

    def is_index(self, file: str) -> bool:
        """Whether a file of the site is one of the index."""
        if self._index is None:
            return False
        return file == INDEX if self._files is None else is_search_file(file)

    @contextmanager
    def apart(self, page: Page | None) -> Iterator[None]:
        """Keep what search learns of a page while it is made."""
        yield
        if self._index is not None and (entries := self._take()) and page is not None:
            self._keep(page, entries)

    def index(self, file: str) -> bytes | None:
        """A file of the index; without some pages, or with older ones, when it is not complete yet.

        None when there is no such file.
        """
        with self._lock:
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._complete, daemon=True)
                self._worker.start()
        self._worker.join(_PATIENCE)
        with self._lock:
            is_rest_known = not self._worker.is_alive()
            is_old = time.monotonic() > self._made_at + _WHILE_INCOMPLETE
            if not self._is_current and (is_rest_known or is_old or self._files is None):
                self._make()
            return self._made.get(file)

    def _make(self) -> None:
        assert self._build is not None, "there is an index"
        sources = [document.src_uri for document in self._build.documents]
        entries = [entry for source in sources for entry in self._entries.get(source, ())]
        setattr(self._index, self._attribute, entries)
        if self._attribute == "entries":  # Material's
            made = self._index.generate_search_index(None)
        else:
            made = self._index.generate_search_index()
        self._take()
        content: bytes = made.encode("utf-8")
        self._made = {INDEX: content} if self._files is None else self._files(content)
        self._is_current = self._current.issuperset(sources)
        self._made_at = time.monotonic()

    def _complete(self) -> None:
        """Learn of every page that is not current, one at a time."""
        while True:
            with self._lock:
                if self._waiting is None:
                    self._waiting = self._others()
                if not self._waiting:
                    return
                self._learn(self._waiting.pop())
            time.sleep(_PAUSE)

    def _others(self) -> list[Page]:
        """The pages that are not current; what is known of pages that are gone is forgotten."""
        documents = self._build.documents if self._build else ()
        self._entries = {
            document.src_uri: self._entries[document.src_uri]
            for document in documents
            if document.src_uri in self._entries
        }
        others = [document for document in documents if document.src_uri not in self._current]
        return [document.page for document in reversed(others) if document.page is not None]

    def _learn(self, page: Page) -> None:
        if page.file.src_uri in self._current or self._build is None:
            return
        with self._build.making(page):
            if isinstance(page, CompiledPage):
                self._build.populate(page)
            self._index.add_entry_from_context(page)
        self._keep(page, self._take())

    def _keep(self, page: Page, entries: list[Any]) -> None:
        if entries != self._entries.get(page.file.src_uri):
            self._is_current = False
        self._entries[page.file.src_uri] = entries
        self._current.add(page.file.src_uri)

    def _take(self) -> list[Any]:
        """The entries that the plugin has, which are taken from it."""
        if self._index is None:
            return []
        entries: list[Any] = getattr(self._index, self._attribute)
        setattr(self._index, self._attribute, [])
        return entries

    @property
    def _attribute(self) -> str:
        return "entries" if hasattr(self._index, "entries") else "_entries"
