"""Pages made whole: read, rendered, in the theme, in the search index, written, one after the other.

MkDocs reads all pages before it writes the first one. Where no plugin and no template needs that, a page is
one piece of work, which several processes share, and which is spared when an earlier build made the same
page. What cannot be made so (a page that fails, one with a password) MkDocs makes as ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from itertools import groupby
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from msgspec.msgpack import Decoder, Encoder

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.frame_recording import place
from knotwork.mkdocs_plugin.generated_file import GeneratedFile
from knotwork.mkdocs_plugin.kept_lists import KeptLists
from knotwork.mkdocs_plugin.kept_pages import Entries
from knotwork.mkdocs_plugin.mkdocs_steps import PAGE_STEPS, original, put_back, take_place
from knotwork.mkdocs_plugin.page_making import BuildSource, MadePage, PageMaker
from knotwork.mkdocs_plugin.search_readers import entries_of
from knotwork.mkdocs_plugin.silence import Silence, silenced
from knotwork.report.progress import PROGRESS
from knotwork.site.feeds.files import markdown_of
from knotwork.site.note_page import NotePage
from knotwork.vault.cache import Cache, Packed
from knotwork.vault.parallel import process_count
from knotwork.vault.shared_work import SharedWork

LEAST = 100
"""How many pages are made before another process is worth its start."""
_TOGETHER = 25
"""How many pages of one folder are one task at most: they share a frame of the theme."""

_encode = Encoder().encode
_decode = Decoder(tuple[list[MadePage | None], list[Packed]]).decode


def is_shared(pages: int) -> bool:
    """Whether so many pages are worth another process."""
    return pages >= LEAST


class WholePages:
    """The pages of notes in one build.

    Other processes make them from the first page that MkDocs reads; this one helps when MkDocs comes to
    write them.
    """

    def __init__(
        self, source: BuildSource, jobs: int | str, environment: Any, report: Callable[[str], None]
    ) -> None:
        """`environment` has the theme's templates; `report` gets a line when other processes are lost."""
        self.environment = environment
        self.nav = Navigation([], [])
        """The menu, once it is known."""
        self._source, self._jobs, self._report = source, jobs, report
        self._pages: list[CompiledPage] = []
        """The pages that are made whole, in the order of MkDocs."""
        self._open: set[str] = set()
        """The paths of their sources."""
        self._tasks: list[Sequence[CompiledPage]] = []
        self._entries: dict[str, list[Entries]] = {}
        """What the search indexes say of the pages that are written, by the path of the source."""
        self._maker: PageMaker | None = None
        self._lists: KeptLists | None = None
        """The generated pages of the last build."""
        self._work: SharedWork | None = None
        self.is_making = False
        """Whether a page is being made whole at the moment."""
        self._silence = Silence()
        self._in_silence = ExitStack()
        self._cache_folder = source.cache.folder
        """Where it is: in another process, the cache of this one does not say."""
        self._own_cache: Cache | None = None
        """The cache of another process."""
        self._is_done = self._is_swept = False

    # -- in the place of MkDocs

    def begin(self) -> None:
        """Take the place of MkDocs' own steps until `end`."""
        take_place("_populate_page", self._leave_content)
        take_place("_build_page", self._leave_page)

    def end(self) -> None:
        """Put MkDocs' own steps back, and end the other processes."""
        put_back(*PAGE_STEPS)
        if self._work is not None:
            self._work.close()
        if self._lists is not None:
            self._lists.keep()

    def _leave_content(self, page: Page, config: MkDocsConfig, *more: Any) -> None:
        if config is self._source.config:
            if self._work is None:
                self._start()
            if page.file.src_uri in self._open:
                return
        original("_populate_page")(page, config, *more)

    def _leave_page(self, page: Page, config: MkDocsConfig, *more: Any, **options: Any) -> None:
        if config is self._source.config and self._maker is not None:
            if not self._is_done:
                self._finish()
            entries = self._entries.pop(page.file.src_uri, None)
            if entries is not None:
                for index, own in zip(self._maker.indexes, entries, strict=True):
                    entries_of(index).extend(own)
                return
            if isinstance(page, CompiledPage) and page.is_generated and self._lists is not None:
                self._lists.write(page, partial(original("_build_page"), page, config, *more, **options))
                return
        original("_build_page")(page, config, *more, **options)

    # -- all pages

    def _start(self) -> None:
        """Show the menu its properties, make the first page, and let other processes begin."""
        source = self._source
        documents = source.files.documentation_pages(inclusion=InclusionLevel.is_included)
        self._pages = list(self._whole_pages(documents))
        self._open = {page.file.src_uri for page in self._pages}
        for page in self.nav.pages:
            if isinstance(page, CompiledPage):  # those that MkDocs makes are read later
                with suppress(Exception):  # it fails again where the page is made
                    page.meta = page.checked_meta(source.config)
        self._maker = PageMaker(source, documents, self.nav, self.environment)
        if self._maker.kept is not None:
            source.frames.common, source.frames.store = self._maker.common, source.cache
            source.frames.menu_digest = self._maker.menu_digest
        if source.written is not None and self._maker.kept is not None:
            self._lists = KeptLists(source, self._maker.common, self._maker.indexes)
        to_write = [page for page in self._pages if not self._is_there(page)]
        self.sweep()
        self._tasks = list(_tasks(to_write))
        self._work = SharedWork(self._made, len(self._tasks))
        others = process_count(self._jobs) - 1 if is_shared(len(to_write)) else 0
        if others > 0:
            with silenced() as self._silence:
                self._one_made(to_write[0])  # what pages share is computed once
            self._work.fork(others, self._begin_elsewhere)

    def _is_there(self, page: CompiledPage) -> bool:
        """Whether nothing has to be written for a page."""
        assert self._maker is not None, "it is there before the first page is made"
        entries = self._maker.is_there(page)
        if entries is not None:
            self._entries[page.file.src_uri] = entries
        return entries is not None

    def sweep(self) -> None:
        """Remove from the site what is not to be left there; nothing is written to it before."""
        written = self._source.written
        if written is None or self._is_swept:
            return
        self._is_swept = True
        outputs = self._outputs()
        for file in self._source.files:
            if isinstance(file, GeneratedFile) and outputs[file.dest_uri] == 1:
                file.leave(written)
        if self._lists is not None:
            pages = (file.page for file in self._source.files if outputs[file.dest_uri] == 1)
            lists = [page for page in pages if isinstance(page, CompiledPage) and page.is_generated]
            self._lists.leave(lists, written)
        if not written.is_swept:
            written.sweep()

    def _finish(self) -> None:
        """Make what is left here, wait for the other processes; MkDocs reads what could not be made."""
        source, work, maker = self._source, self._work, self._maker
        assert work is not None, "pages are read before they are written"
        assert maker is not None, "it is there as soon as pages are"
        with suppress(Exception):  # they are asked for again at the end of the build
            source.site.source.diagnostics  # noqa: B018
        with silenced() as self._silence:
            for task, result in work.here():
                self._take(task, result)
        for task, result in work.elsewhere():
            self._take(task, result)
        if work.has_lost:
            self._report("the other processes are gone (one was killed): one process does the rest")
        work.close()
        PROGRESS.clear()
        self._is_done = True
        source.guard.pages += len(self._entries)
        for page in self._pages:
            if page.file.src_uri not in self._entries:
                original("_populate_page")(page, source.config, source.files)
                with suppress(OSError):  # the page has the same folder: writing it says why
                    maker.write_markdown(page)

    def _take(self, task: int, result: bytes) -> None:
        made, kept = _decode(result)
        self._source.cache.add(kept)
        written = self._source.written
        for page, one in zip(self._tasks[task], made, strict=True):
            if one is None:
                continue
            self._entries[page.file.src_uri] = one.entries
            if written is not None:
                for path, file in one.files:
                    written.wrote(path, file)
        PROGRESS.show(f"making pages: {len(self._entries):,} of {len(self._pages):,}")

    def _whole_pages(self, documents: Sequence[File]) -> Iterator[CompiledPage]:
        """The pages of notes that are open to all, and to whose files nothing else is written.

        What extensions of Python-Markdown read beside a note is not known: pages that it renders are none.
        """
        site = self._source.site
        kb, addresses = site.view.kb, site.view.site
        markdown = {path: markdown_of(kb, addresses, path) for path in kb.notes}
        written = self._outputs()
        written.update(path for path in markdown.values() if path is not None)
        for file in documents:
            page = file.page
            if type(page) is not CompiledPage or not isinstance(page.page, NotePage):
                continue
            if page.is_protected or page.is_by_python_markdown:
                continue
            copy = markdown[page.page.path]
            if written[file.dest_uri] == 1 and (copy is None or written[copy] == 1):
                yield page

    def _outputs(self) -> Counter[str]:
        """How many files are written to each path of the site, before pages are."""
        config = self._source.config
        outputs = Counter(file.dest_uri for file in self._source.files)
        outputs.update((*config.theme.static_templates, *config.extra_templates))
        return outputs

    # -- a task

    def _made(self, task: int) -> bytes:
        made = [self._one_made(page) for page in self._tasks[task]]
        return _encode((made, self._new_in_cache()))

    def _one_made(self, page: CompiledPage) -> MadePage | None:
        assert self._maker is not None, "it is there before the first page is made"
        self.is_making = True
        try:
            return self._maker.made(page, self._silence)
        finally:
            self.is_making = False

    def _begin_elsewhere(self) -> None:
        """Prepare another process: it logs nothing, and has its own connection to the cache."""
        self._silence = self._in_silence.enter_context(silenced())
        assert self._maker is not None, "it is there before another process is"
        if self._maker.kept is not None:
            self._own_cache = Cache(self._cache_folder)
            self._maker.kept.store = self._source.frames.store = self._own_cache

    def _new_in_cache(self) -> list[Packed]:
        """What another process has to keep: only the first one writes to the cache."""
        return [] if self._own_cache is None else self._own_cache.taken()


def _tasks(pages: Sequence[CompiledPage]) -> Iterator[Sequence[CompiledPage]]:
    """Neighbours in a folder: they share a frame of the theme."""
    for _, together in groupby(pages, lambda page: place(page.url)[0]):
        listed = list(together)
        yield from (listed[at : at + _TOGETHER] for at in range(0, len(listed), _TOGETHER))
