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
from msgspec import Struct

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.frame_inputs import frame_inputs
from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from knotwork.mkdocs_plugin.kept_pages import (
    Entries,
    KeptPage,
    KeptPages,
    MadeParts,
    PageContent,
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
from knotwork.vault.written_files import WrittenFile, WrittenFiles, digest_of, written_file

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
    frames: KeptFrames
    written: WrittenFiles | None = None
    """The files that are in the site from the build before; None when the site is emptied."""


class MadePage(Struct, frozen=True, array_like=True, gc=False):
    """A page that was written."""

    entries: list[Entries]
    """What each search index says of it."""
    files: list[tuple[str, WrittenFile]]
    """Its files in the site."""


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

    def is_there(self, page: CompiledPage) -> list[Entries] | None:
        """What each search index says of a page whose files are in the site already, as it would be written.

        None when it has to be written.
        """
        there, path = self._source.written, NotePath(page.file.src_uri)
        if there is None or not there.is_known or self.kept is None:
            return None
        kept = self.kept.get(path)
        if kept is None or kept.written is None or not self._is_written_so(kept.written, self._frame(page)):
            return None
        if not all(there.has(file, content) for file, content in kept.written.files):
            return None
        is_left = all(there.leave(file) for file, _ in kept.written.files)
        return kept.written.entries if is_left else None

    def made(self, page: CompiledPage, silence: Silence) -> MadePage | None:
        """A page, which is written; None when it has to be made by MkDocs.

        A page for which something is logged or fails is none of ours: MkDocs makes it again.
        """
        path, failures, plain = NotePath(page.file.src_uri), self._source.site.source.failures, given_up()
        before, frame = dict(failures), self._frame(page)
        parts: MadeParts | None = None
        if self.kept is not None:
            with suppress(Exception):  # it fails again where MkDocs makes it, and is reported there
                if (kept := self.kept.with_content(path)) and (content := self.kept.content(path, kept)):
                    parts = self.kept.with_around(path, kept, content)
                    is_same = parts.parts == content.parts and failures == before
                    if is_same and (same := self._written_again(page, kept, content, frame)):
                        if parts.around_from != kept.around_from:
                            self.kept.put_around(path, kept, parts)
                        return same
                parts = parts or self.kept.made(path)
        content, written, is_whole = self._written(page, parts, frame, silence)
        if failures != before:
            failures.clear()
            failures.update(before)
            return None
        if written is None:
            return None
        if self.kept is not None and parts is not None and content is not None and given_up() == plain:
            self.kept.put(path, parts, content, written if frame and is_whole else None)
        return MadePage(written.entries, self._files(written))

    def _is_written_so(self, written: Written, frame: bytes) -> bool:
        return bool(frame) and written.frame == frame and len(written.entries) == len(self.indexes)

    def _written_again(
        self, page: CompiledPage, kept: KeptPage, content: PageContent, frame: bytes
    ) -> MadePage | None:
        """A page that is as it was, which is written; None when it is another, or cannot be written."""
        if kept.written is None or not self._is_written_so(kept.written, frame):
            return None
        try:
            write_file(joined(content.html, content.parts), page.file.abs_dest_path)
            self._write_copy(content.markdown)
        except OSError:  # MkDocs tries it too, and says why it cannot
            return None
        return MadePage(kept.written.entries, self._files(kept.written))

    def _files(self, written: Written) -> list[tuple[str, WrittenFile]]:
        """The files of a page that was just written."""
        if self._source.written is None:
            return []
        folder = self._source.config.site_dir
        files = ((path, written_file(f"{folder}/{path}", content)) for path, content in written.files)
        return [(path, file) for path, file in files if file is not None]

    def _written(
        self, page: CompiledPage, parts: MadeParts | None, frame: bytes, silence: Silence
    ) -> tuple[PageContent | None, Written | None, bool]:
        """A page as it is written, and whether its text is the one that was read; None for one that fails."""
        guard, config = self._source.guard, self._source.config
        state, records = dict(vars(page)), silence.records
        pages, stopped, report = guard.pages, guard.stopped, guard.report
        sizes = [len(entries_of(index)) for index in self.indexes]
        guard.report = lambda finding: None
        try:
            page.rendered = None if parts is None else GivenParts(parts.parts)
            page.framed = self.kept.framed(NotePath(page.file.src_uri)) if self.kept is not None else None
            original("_populate_page")(page, config, self._source.files)
            text, markdown = page.text, page.markdown_copy
            self.write_markdown(page)
            original("_build_page")(page, config, self._documents, self._nav, self._environment)
            html, framed = Path(page.file.abs_dest_path).read_bytes(), page.framed
        except Exception:
            return None, None, False
        finally:
            entries = [entries_of(index)[size:] for index, size in zip(self.indexes, sizes, strict=True)]
            for index, size in zip(self.indexes, sizes, strict=True):
                del entries_of(index)[size:]
            vars(page).clear()
            vars(page).update(state)
            guard.pages, guard.stopped, guard.report = pages, stopped, report
            has_failed = guard.failed.pop(page.file.src_uri, None) is not None
        if has_failed or silence.records != records or not is_plain(entries):
            return None, None, False
        files = [(page.file.dest_uri, digest_of(html))]
        if markdown is not None:
            files.append((markdown[0], digest_of(markdown[1])))
        content = (
            None if parts is None else PageContent(parts.parts, cut(html, parts.parts), markdown, framed)
        )
        return content, Written(frame, entries, files), text is not None and bool(text.text)

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
        if self.kept is None or not self.common or not content:
            return b""
        file = page.file
        return digest(
            (self.common, content, str(page.title), file.url, file.dest_uri),
            (page.edit_url, page.canonical_url, site.has_feed),
            markdown_of(site.view.kb, site.view.site, path),
        )

    @cached_property
    def common(self) -> bytes:
        """A digest of what all pages have in common; empty when that is not known."""
        return self.menu_digest(self._nav)

    def menu_digest(self, menu: Navigation) -> bytes:
        """A digest of the configuration, the theme and a menu; empty when that is not known."""
        config = self._source.config
        if self.kept is None or config.theme.name != _KEPT_THEME:
            return b""
        try:
            return digest(frame_inputs(config, menu), self.kept.key())
        except Exception:  # a value of a plugin or a theme, which may be anything
            return b""


def is_plain(value: object) -> bool:
    """Whether a value comes back the same when it is encoded."""
    if isinstance(value, list):
        return all(type(inner) is str or is_plain(inner) for inner in value)
    if isinstance(value, dict):
        return _TEXTS.issuperset(map(type, value)) and is_plain(list(value.values()))
    return value is None or type(value) in (str, int, float, bool)


_TEXTS = frozenset((str,))
