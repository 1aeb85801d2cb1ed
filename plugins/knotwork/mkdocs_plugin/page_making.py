"""One page made whole: read, rendered, in the theme, in the search index, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import write_file
from msgspec.structs import replace

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.frame_inputs import frame_inputs
from knotwork.mkdocs_plugin.kept_pages import (
    Entries,
    KeptPage,
    KeptPages,
    Parts,
    Written,
    cut,
    digest,
    joined,
)
from knotwork.mkdocs_plugin.mkdocs_steps import original
from knotwork.mkdocs_plugin.page_guard import PageGuard
from knotwork.mkdocs_plugin.search_readers import entries_of
from knotwork.mkdocs_plugin.silence import Silence
from knotwork.model.names import NotePath
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.content import Content
from knotwork.site.feeds.files import markdown_of
from knotwork.site.note_page import Around, NotePage
from knotwork.syntax.colouring import given_up
from knotwork.vault.cache import Cache

_KEPT_THEME = "material"
"""The theme whose pages are kept: others print the date of the build."""


@dataclass(frozen=True)
class BuildSource:
    """What the pages of a build are made from."""

    site: CompiledSite
    config: MkDocsConfig
    files: Files
    guard: PageGuard
    content: Callable[[NotePath], bytes]
    """A digest of the text of a note's file; empty when it is not known."""
    cache: Cache


class GivenParts:
    """The parts of one page, made before."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def content(self, page: NotePage) -> Content:
        """Its content."""
        return self.parts[0]

    def around(self, page: NotePage) -> Around:
        """What it shows around its content."""
        return self.parts[1]


class PageMaker:
    """Makes the pages of notes, one by one; `documents` are the files of all pages."""

    def __init__(
        self, source: BuildSource, documents: Sequence[File], nav: Navigation, environment: Any
    ) -> None:
        self._source, self._documents, self._nav = source, documents, nav
        self._environment = environment
        indexes = (getattr(plugin, "search_index", None) for plugin in source.config.plugins.values())
        self.indexes = [index for index in indexes if hasattr(index, "add_entry_from_context")]
        """The search indexes of plugins."""
        self.kept = KeptPages(source.site, source.cache) if source.cache.folder is not None else None

    def made(self, page: CompiledPage, silence: Silence) -> list[Entries] | None:
        """What each search index says of a page, which is written; None when it has to be made by MkDocs.

        A page for which something is logged or fails is none of ours: MkDocs makes it again.
        """
        path, failures, plain = NotePath(page.file.src_uri), self._source.site.source.failures, given_up()
        before, kept, frame = dict(failures), None, self._frame(page)
        if self.kept is not None:
            kept = self.kept.get(path)
            if kept is not None and frame and self._is_restored(page, kept, frame):
                return kept.written.entries if kept.written is not None else None
            with suppress(Exception):  # it fails again where MkDocs makes it, and is reported there
                kept = kept or self.kept.made(path)
        written, is_whole = self._written(page, kept, frame, silence)
        if failures != before:
            failures.clear()
            failures.update(before)
            return None
        if self.kept is not None and kept is not None and written is not None and given_up() == plain:
            self.kept.put(path, replace(kept, written=written if frame and is_whole else None))
        return None if written is None else written.entries

    def _is_restored(self, page: CompiledPage, kept: KeptPage, frame: bytes) -> bool:
        """Whether a page is as it was, and could be written."""
        written = kept.written
        if written is None or written.frame != frame or len(written.entries) != len(self.indexes):
            return False
        try:
            write_file(joined(written.html, kept.parts), page.file.abs_dest_path)
            self._write_copy(written.markdown)
        except OSError:  # MkDocs tries it too, and says why it cannot
            return False
        return True

    def _written(
        self, page: CompiledPage, kept: KeptPage | None, frame: bytes, silence: Silence
    ) -> tuple[Written | None, bool]:
        """A page as it is written, and whether its text is the one that was read; None for one that fails."""
        guard, config = self._source.guard, self._source.config
        state, records = dict(vars(page)), silence.records
        pages, stopped, report = guard.pages, guard.stopped, guard.report
        sizes = [len(entries_of(index)) for index in self.indexes]
        guard.report = lambda finding: None
        try:
            page.rendered = None if kept is None else GivenParts(kept.parts)
            original("_populate_page")(page, config, self._source.files)
            text, markdown = page.text, page.markdown_copy
            self.write_markdown(page)
            original("_build_page")(page, config, self._documents, self._nav, self._environment)
            html = Path(page.file.abs_dest_path).read_bytes()
        except Exception:
            return None, False
        finally:
            entries = [entries_of(index)[size:] for index, size in zip(self.indexes, sizes, strict=True)]
            for index, size in zip(self.indexes, sizes, strict=True):
                del entries_of(index)[size:]
            vars(page).clear()
            vars(page).update(state)
            guard.pages, guard.stopped, guard.report = pages, stopped, report
            has_failed = guard.failed.pop(page.file.src_uri, None) is not None
        if has_failed or silence.records != records or not _is_plain(entries):
            return None, False
        pieces: list[bytes | int] = [html] if kept is None else cut(html, kept.parts)
        return Written(frame, pieces, entries, markdown), text is not None and bool(text.text)

    def write_markdown(self, page: CompiledPage) -> None:
        """Write the published Markdown of a page that was read and has not failed."""
        if page.file.src_uri not in self._source.guard.failed:
            self._write_copy(page.markdown_copy)

    def _write_copy(self, markdown: tuple[str, bytes] | None) -> None:
        if markdown is not None:
            write_file(markdown[1], str(Path(self._source.config.site_dir, markdown[0])))

    def _frame(self, page: CompiledPage) -> bytes:
        """A digest of what a page has to do with beside what it looks up; empty when that is not known."""
        site, path = self._source.site, NotePath(page.file.src_uri)
        content = self._source.content(path)
        if self.kept is None or not self._common or not content:
            return b""
        file = page.file
        return digest(
            (self._common, content, str(page.title), file.url, file.dest_uri),
            (page.edit_url, page.canonical_url, site.has_feed),
            markdown_of(site.view.kb, site.view.site, path),
        )

    @cached_property
    def _common(self) -> bytes:
        """A digest of what all pages have in common; empty when that is not known."""
        config = self._source.config
        if config.theme.name != _KEPT_THEME:
            return b""
        try:
            return frame_inputs(config, self._nav)
        except Exception:  # a value of a plugin or a theme, which may be anything
            return b""


def _is_plain(value: object) -> bool:
    """Whether a value comes back the same when it is encoded."""
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(type(name) is str and _is_plain(inner) for name, inner in value.items())
    return value is None or type(value) in (str, int, float, bool)
