"""Generated pages of the last build: one for which the theme would be given the same is left in the site."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.frame_inputs import NotPlain, plain, plain_heading
from knotwork.mkdocs_plugin.kept_pages import Written, digest
from knotwork.mkdocs_plugin.other_plugins import reads_written_pages
from knotwork.mkdocs_plugin.page_making import BuildSource, is_plain
from knotwork.mkdocs_plugin.search_readers import entries_of
from knotwork.mkdocs_plugin.silence import Silence
from knotwork.vault.written_files import WrittenFiles, digest_of, written_file

_KIND = "generated pages"


class KeptLists:
    """The generated pages of one build, which are read as ever: what they say depends on all notes."""

    def __init__(self, source: BuildSource, common: bytes, indexes: Sequence[Any]) -> None:
        """`common` is a digest of what all pages have in common; empty when that is not known."""
        self._source, self._common, self._indexes = source, common, indexes
        self._known = self._kept()
        self._now: dict[str, Written] = {}
        self._left: set[str] = set()
        """The files that are left in the site until their pages turn out to be others."""

    def leave(self, pages: Iterable[CompiledPage], written: WrittenFiles) -> None:
        """Leave the files of pages in the site that are there as the last build wrote them."""
        for page in pages if self._common else ():
            path = page.file.dest_uri
            known = self._known.get(path)
            if known is not None and written.has(*known.files[0]) and written.leave(path):
                self._left.add(path)

    def write(self, page: CompiledPage, build: Callable[[], None]) -> None:
        """Let `build` write a page that was read, unless its file is there as it would be written."""
        written, path = self._source.written, page.file.dest_uri
        frame = self._frame(page)
        if written is None or not frame:
            self._discard(path)
            build()
            return
        known = self._known.get(path)
        if path in self._left and known is not None and known.frame == frame:
            for index, entries in zip(self._indexes, known.entries, strict=True):
                entries_of(index).extend(entries)
            self._now[path] = known
            if not reads_written_pages(self._source.config):
                page.drop_content()
            return
        self._discard(path)
        sizes = [len(entries_of(index)) for index in self._indexes]
        with _counted() as logged:
            build()
        if logged.records or page.file.src_uri in self._source.guard.failed:
            return  # what it logs is to be logged by the next build too
        added = [entries_of(index)[size:] for index, size in zip(self._indexes, sizes, strict=True)]
        content = _content(page.file.abs_dest_path)
        file = written_file(page.file.abs_dest_path, content)
        if file is not None and content and is_plain(added):
            written.wrote(path, file)
            self._now[path] = Written(frame, added, [(path, content)])

    def keep(self) -> None:
        """Keep what is known of the pages for the next build."""
        if self._now and self._now != self._known:
            self._source.cache.put(_KIND, self._common, _encode(self._now))

    def _discard(self, path: str) -> None:
        """Remove a file that was left in the site for a page that is another."""
        if path in self._left and self._source.written is not None:
            self._left.discard(path)
            self._source.written.discard(path)

    def _frame(self, page: CompiledPage) -> bytes:
        """A digest of what the theme is given for a page; empty when that is not known."""
        if not self._common or page.file.src_uri in self._source.guard.failed:
            return b""
        try:
            return digest(
                (self._common, page.file.src_uri, page.file.url, page.edit_url, page.canonical_url),
                (str(page.title), page.page.reader_html(page.content or "", str(page.title or ""))),
                (repr(plain(page.meta)), page.page.tags(), self._source.site.has_feed),
                logging.getLogger("mkdocs").getEffectiveLevel(),  # what was not logged may be now
                [plain_heading(entry) for entry in page.toc],
            )
        except (NotPlain, TypeError, ValueError, MsgspecError):
            return b""

    def _kept(self) -> dict[str, Written]:
        kept = self._source.cache.get(_KIND, self._common) if self._common else None
        try:
            return {} if kept is None else _decode(kept)
        except MsgspecError:
            return {}


def _content(file: str) -> bytes:
    """A digest of what is in a file; empty when there is none."""
    try:
        return digest_of(Path(file).read_bytes())
    except OSError:
        return b""


@contextmanager
def _counted() -> Iterator[Silence]:
    """Counts what is logged."""
    counter, log = Silence(), logging.getLogger()
    log.addHandler(counter)
    try:
        yield counter
    finally:
        log.removeHandler(counter)


_encode = Encoder().encode
_decode = Decoder(dict[str, Written]).decode
