"""A compiled vault becomes a site: the addresses of its pages, their content, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.note_variants import with_protected
from knotwork.knowledge.redirects import redirects
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.failures import failure
from knotwork.model.names import NotePath, name_key
from knotwork.model.note import Note
from knotwork.rules import check
from knotwork.site.address_updates import updated_addresses
from knotwork.site.addresses import Addresses, addresses
from knotwork.site.bundle import data_file, data_path, on_demand, script, stylesheet
from knotwork.site.feeds.files import FEED_FILE, feed_files
from knotwork.site.note_page import NotePage
from knotwork.site.redirect_page import redirect_page
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import GeneratedContent, GeneratedPage, View
from knotwork.vault.cache import Cache
from knotwork.vault.git_dates import NO_DATES, GitDates
from knotwork.vault.vault import Vault

SitePage = NotePage | GeneratedPage


@dataclass(frozen=True)
class SiteSource:
    """The input of a site, before protected notes are known."""

    kb: KnowledgeBase
    info: SiteInfo
    read: Callable[[NotePath], str]
    """A note's text as it was read."""
    check: Callable[[], tuple[Diagnostic, ...]]
    """Gives the findings of the vault."""
    moved_files: Mapping[NotePath, str] = field(default_factory=dict)
    """The addresses of the notes and attachments that another plugin has moved."""
    git_dates: Mapping[NotePath, GitDates] = field(default_factory=dict)
    """What the history of a repository says of notes; empty when it is not asked."""
    show_findings: bool = False
    """Whether pages show the findings of their notes, and unpublished notes get a page with the reason."""
    failures: dict[str, Diagnostic] = field(default_factory=dict)
    """Why a page or a part of it could not be made, by path; pages add to it when they are rendered."""

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings of the vault."""
        return self.check()

    def report_failure(self, path: str, part: str, error: Exception) -> None:
        """Remember why a part of a page could not be made; the first failure of a page counts."""
        self.failures.setdefault(path, failure(path, part, error))


@dataclass(frozen=True)
class CompiledSite:
    """The pages of a site, and the files beside them: each is made when it is asked for.

    What a page shows does not depend on which others were made before.
    """

    source: SiteSource
    protected: frozenset[NotePath]
    """The notes of which other pages show the title only."""
    before: tuple[KnowledgeBase, Addresses] | None = field(default=None, compare=False, repr=False)
    """An earlier state of the vault with its addresses, which spares work."""

    @cached_property
    def view(self) -> View:
        """What pages are made from."""
        source, info = self.source, self.source.info
        kb = with_protected(source.kb, self.protected) if self.protected else source.kb
        where = updated_addresses(kb, *self.before, source.moved_files) if self.before else None
        if where is None or where.directories != info.directories:
            where = addresses(kb, directories=info.directories, moved=source.moved_files)
        return View(
            kb,
            where,
            info.name,
            info.edit_url,
            lambda: source.diagnostics,
            source.report_failure,
            source.show_findings,
            {path: dates for path, dates in source.git_dates.items() if path not in self.protected},
        )

    @cached_property
    def generated(self) -> GeneratedContent:
        """The generated pages, and what they add to notes."""
        return GeneratedContent(self.view)

    @cached_property
    def feeds(self) -> Mapping[str, Callable[[], bytes | None]]:
        """What makes the files for other programs, by path; None is made of one that fails."""
        return feed_files(
            self.view.kb, self.view.site, self.source.info, self.source.report_failure, self.view.git_dates
        )

    @cached_property
    def redirects(self) -> Mapping[str, NotePath]:
        """The notes that pages at their other addresses lead to, by the file of such a page."""
        where = self.view.site
        others = redirects(self.source.kb, directories=where.directories).notes
        return {
            file: path
            for file, path in others.items()
            if path not in self.protected
            and where.has_page(path)
            and where.owners.get(name_key(file.removesuffix("index.html"))) is None
        }

    @property
    def has_feed(self) -> bool:
        """Whether there is a feed of the notes that were changed last."""
        return FEED_FILE in self.feeds

    @property
    def script(self) -> tuple[str, bytes]:
        """The script of every page, without what is switched off: its path, and its content."""
        settings = self.source.kb.settings
        shown = {
            "previews": settings.previews,
            "explorer": settings.explorer,
            "panes": settings.stacked_panes,
        }
        off = (f"{name}.js" for name, is_shown in shown.items() if not is_shown)
        return script(frozenset(off), self.view.words)

    def pages(self) -> Iterator[SitePage]:
        """Every page of the site, notes first."""
        yield from map(self.note_page, self.view.kb.notes)
        yield from self.generated.pages

    def note_page(self, path: NotePath) -> NotePage:
        """The page of a note of the vault."""
        return NotePage(path, self.view, self.source.kb, self.generated)

    def files(self) -> Mapping[str, Callable[[], bytes | None]]:
        """What makes each file that is no page, by its path; without the Markdown of notes.

        None is made of a file that fails.
        """
        files: dict[str, Callable[[], bytes | None]] = {}
        for path, content in (stylesheet(), self.script, *on_demand(self.generated.needs)):
            files[path] = partial(bytes, content)
        for name, make in self.generated.data():
            files[data_path(name)] = partial(_data, name, make)
        for path, text in self.view.site.manifests.items():
            files[path] = partial(_encoded, text)
        files.update(self.feeds)
        for path, note in self.redirects.items():
            files.setdefault(path, partial(redirect_page, path, note, self.view, self.source.info))
        return files

    def with_protected(self, paths: Collection[NotePath]) -> CompiledSite:
        """The same site with those notes protected as well."""
        return CompiledSite(self.source, self.protected.union(paths))

    def following(self, source: SiteSource, protected: Collection[NotePath]) -> CompiledSite:
        """The site of a later state of the vault, with those notes protected.

        It is the one that is made anew from `source`, in less time.
        """
        view: View | None = vars(self).get("view")
        before = self.before if view is None else (view.kb, view.site)
        return CompiledSite(source, frozenset(protected), before)


def compiled_site(
    vault: Vault,
    settings: Settings,
    info: SiteInfo,
    read: Callable[[NotePath], str],
    moved_files: Mapping[NotePath, str] | None = None,
    *,
    cache: Cache | None = None,
    show_findings: bool = False,
    is_protected: Callable[[Note], bool] = lambda note: False,
    git_dates: Mapping[NotePath, GitDates] = NO_DATES,
) -> CompiledSite:
    """The site of a vault.

    `read` gives the notes' texts, `moved_files` the addresses of what another plugin has moved;
    `cache` is what earlier runs have kept; `show_findings` lets pages show the findings of their notes;
    `is_protected` says of which notes other pages show the title only; `git_dates` are those of a repository.
    """
    kb = compile_vault(vault, settings, cache)
    source = SiteSource(kb, info, read, partial(check, kb, read), moved_files or {}, git_dates, show_findings)
    return CompiledSite(source, frozenset(path for path, note in vault.notes.items() if is_protected(note)))


def _data(name: str, make: Callable[[], object]) -> bytes | None:
    value = make()
    return None if value is None else data_file(name, value)[1]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
