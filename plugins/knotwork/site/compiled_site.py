"""A compiled vault becomes a site: the addresses of its pages, their content, and the files beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.note_variants import with_protected
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.failures import failure
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.rules import check
from knotwork.site.addresses import addresses
from knotwork.site.bundle import data_file, on_demand, script, stylesheet
from knotwork.site.feeds.files import feed_files
from knotwork.site.note_page import NotePage
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import GeneratedContent, GeneratedPage, View, generated_content
from knotwork.site.views.findings import by_note
from knotwork.site.views.unpublished_notes import unpublished_note_pages
from knotwork.vault.vault import Vault

SitePage = NotePage | GeneratedPage


@dataclass(frozen=True, slots=True)
class SiteSource:
    """The input of a site, before protected notes are known."""

    kb: KnowledgeBase
    diagnostics: tuple[Diagnostic, ...]
    info: SiteInfo
    read: Callable[[NotePath], str]
    """A note's text as it was read."""
    moved_pages: Mapping[NotePath, str] = field(default_factory=dict)
    """The addresses of the pages that another plugin has moved."""
    show_findings: bool = False
    """Whether pages show the findings of their notes, and unpublished notes get a page with the reason."""
    failures: dict[str, Diagnostic] = field(default_factory=dict)
    """Why a page or a part of it could not be made, by path; pages add to it when they are rendered."""

    def report_failure(self, path: str, part: str, error: Exception) -> None:
        """Remember why a part of a page could not be made; the first failure of a page counts."""
        self.failures.setdefault(path, failure(path, part, error))


@dataclass(frozen=True, slots=True)
class CompiledSite:
    """The pages of a site, and the files beside them."""

    source: SiteSource
    protected: frozenset[NotePath]
    """The notes of which other pages show the title only."""
    view: View
    generated: GeneratedContent
    feeds: Mapping[str, str]
    """The files for other programs, by path."""

    def pages(self) -> Iterator[SitePage]:
        """Every page of the site, notes first."""
        findings = by_note(self.source.diagnostics) if self.source.show_findings else {}
        for path in self.view.kb.notes:
            yield NotePage(path, self.view, self.source.kb, self.generated, findings.get(path, ()))
        yield from self.generated.pages

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file that is no page, by its path; without the Markdown of notes."""
        yield from (stylesheet(), script(), *on_demand(self.generated.needs))
        for name, value in self.generated.data:
            yield data_file(name, value)
        for path, text in (*self.view.site.manifests.items(), *self.feeds.items()):
            yield path, text.encode("utf-8", "replace")

    def with_protected(self, paths: Collection[NotePath]) -> CompiledSite:
        """The same site with those notes protected as well."""
        return _site(self.source, self.protected.union(paths))


def compiled_site(
    vault: Vault,
    settings: Settings,
    info: SiteInfo,
    read: Callable[[NotePath], str],
    moved_pages: Mapping[NotePath, str] | None = None,
    *,
    show_findings: bool = False,
    is_protected: Callable[[Note], bool] = lambda note: False,
) -> CompiledSite:
    """The site of a vault, compiled and checked.

    `read` gives the notes' texts, `moved_pages` the addresses of pages that another plugin has moved;
    `show_findings` lets pages show the findings of their notes; `is_protected` says of which notes other
    pages show the title only.
    """
    kb = compile_vault(vault, settings)
    source = SiteSource(kb, check(kb, read), info, read, moved_pages or {}, show_findings)
    return _site(source, frozenset(path for path, note in vault.notes.items() if is_protected(note)))


def _site(source: SiteSource, protected: frozenset[NotePath]) -> CompiledSite:
    kb = with_protected(source.kb, protected) if protected else source.kb
    info, failed = source.info, source.report_failure
    where = addresses(kb, directories=info.directories, moved=source.moved_pages)
    view = View(kb, where, info.name, info.edit_url, source.diagnostics, failed)
    feeds = feed_files(kb, where, info, failed)
    generated = generated_content(view)
    if source.show_findings:
        generated = replace(generated, pages=(*generated.pages, *unpublished_note_pages(view)))
    return CompiledSite(source, protected, view, generated, feeds)
