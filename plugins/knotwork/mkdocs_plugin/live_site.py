"""The site of `serve`: pages are made when they are asked for."""

from __future__ import annotations

import gc
import posixpath
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.deferred_build import DeferredBuild, Making
from knotwork.mkdocs_plugin.live_search import LiveSearch
from knotwork.mkdocs_plugin.site_search import files_of_search
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.search.site_search import SiteSearch

_PAUSE = 0.002
"""Seconds between two parts of work, in which a request can be answered."""


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to a request."""

    status: str
    content: bytes = b""
    content_type: str = "text/html"
    location: str = ""
    """Where the page is, percent-encoded; only of a redirection."""

    @property
    def is_page(self) -> bool:
        """Whether a script may be added that reloads it."""
        return self.content_type == "text/html" and not self.location


class LiveSite:
    """What the last build left for later."""

    def __init__(self, making: Making) -> None:
        """`making` surrounds the making of each page; it gets the path of its source."""
        self.lock = threading.RLock()
        """Held while a page is made and while the site changes."""
        self.build: DeferredBuild | None = None
        """None when all pages are written by MkDocs."""
        self.search = LiveSearch(self.lock)
        self._search_pages = SiteSearch()
        self._making = making
        self._next: DeferredBuild | None = None
        self._site: CompiledSite | None = None
        self._lists: Callable[[], Collection[str]] | None = None
        """Brings the generated pages up to date, and returns their sources; None when they are."""
        self._files: Mapping[str, Callable[[], bytes | None]] | None = None
        """What makes the site's own files, by path; None before one is asked for."""

    # -- a build

    def begin(self, config: MkDocsConfig) -> None:
        """Leave the pages of a build that begins for later."""
        self.stop()
        self._next = DeferredBuild(config, self._making)
        self._next.begin()

    @property
    def begins(self) -> bool:
        """Whether the build that goes on leaves its pages for later."""
        return self._next is not None

    def use_own_nav(self) -> None:
        """Note that the build that goes on has a navigation made from the notes."""
        if self._next is not None:
            self._next.has_own_nav = True

    def stop(self) -> None:
        """Forget a build that failed; the site before stays."""
        if self._next is not None:
            self._next.end()
        self._next = None

    def end(self, site: CompiledSite | None) -> None:
        """Show what the build has left."""
        build = self._next
        self.stop()
        self.build = build
        if build is None or site is None:
            return
        build.show_meta()
        self.show(build, site)
        if gc.get_freeze_count():  # a build before this one
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # what lasts as long as the server is not walked over again and again

    def show(
        self,
        build: DeferredBuild,
        site: CompiledSite,
        changed: Collection[str] | None = None,
        lists: Callable[[], Collection[str]] | None = None,
    ) -> None:
        """Answer from a site; `changed` are the sources of pages that search reads anew, None for all.

        `lists` brings the generated pages up to date when one is asked for, and returns their sources.
        """
        self._site, self._files, self._lists = site, None, lists
        self.search.show(build, changed, files_of_search(self._search_pages, site, build.config))

    def complete(self) -> None:
        """Bring the generated pages up to date now."""
        if self._lists is not None:
            self.search.forget(self._lists())
            self._lists = None

    def work(self, part: Callable[[], bool]) -> None:
        """Do something in parts, between requests; `part` returns whether that was not all."""

        def run() -> None:
            is_left = True
            while is_left:
                with self.lock:
                    is_left = part()
                time.sleep(_PAUSE)
            gc.freeze()

        threading.Thread(target=run, daemon=True).start()

    # -- requests

    def response(self, path: str) -> Response | None:
        """The answer to a request for a path below the site's root; None for a file on disk."""
        with self.lock:
            build = self.build
            if build is None:
                return None
            file = posixpath.normpath("/" + path).lstrip("/")
            if path.endswith("/") or not path:
                file = f"{file}/index.html".lstrip("/")
            if self._lists is not None and self._may_be_generated(build, file):
                self.complete()
            if self.search.is_index(file):
                content = None
            elif (content := self._content(build, file)) is None:
                below = f"{file}/index.html"
                if not path.endswith("/") and (below in build.pages or below in self._own_files()):
                    return Response("302 Found", location=quote(posixpath.basename(file)) + "/")
                return None
        if content is None:
            content = self.search.index(file)
            if content is None:
                return None
        from mkdocs.livereload import LiveReloadServer  # a build needs no server

        kind = LiveReloadServer._guess_type(file)
        return Response("200 OK", content, kind)

    def error_page(self, code: int) -> bytes | None:
        """The theme's page for an error."""
        with self.lock:
            return self.build.content(f"{code}.html") if self.build else None

    def _may_be_generated(self, build: DeferredBuild, file: str) -> bool:
        """Whether a file of the site may be a generated page, or be made of all pages."""
        page = build.pages.get(file) or build.pages.get(f"{file}/index.html")
        if page is not None:
            return not isinstance(page, CompiledPage) or page.is_generated
        return not (file in build.files.src_uris or file in self._own_files() or build.has_written(file))

    def _own_files(self) -> Mapping[str, Callable[[], bytes | None]]:
        """What makes the site's own files, by path."""
        if self._files is None:
            self._files = self._site.files() if self._site else {}
        return self._files

    def _content(self, build: DeferredBuild, file: str) -> bytes | None:
        """The content of a page, a theme's file, or the Markdown of a note."""
        page = build.pages.get(file)
        if page is None and file.endswith(".md"):
            return self._markdown(build, file)
        if page is None and file not in build.files.src_uris and file in self._own_files():
            return self._own_files()[file]()
        with self.search.apart(page):
            return build.content(file)

    def _markdown(self, build: DeferredBuild, file: str) -> bytes | None:
        """The Markdown of a note as plugins leave it: it stands beside the note's page."""
        beside = f"{file.removesuffix('.md')}.html"
        page = build.pages.get(beside) or build.pages.get(f"{file.removesuffix('.md')}/index.html")
        if not isinstance(page, CompiledPage) or not page.file.inclusion.is_included():
            return None
        with build.making(page):
            build.populate(page)
            published = page.markdown_copy
            is_it = published is not None and published[0] == file and not page.is_protected
            return published[1] if published is not None and is_it else None
