"""All that is generated for a site, each part when it is needed: pages, HTML for notes, data for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from html import escape
from itertools import chain

from knotwork.model.failures import IN_THE_LOG, NOT_MADE, panel
from knotwork.model.names import (
    NameKey,
    NotePath,
    name_key,
    page_file,
    page_url,
    without_md,
)
from knotwork.site.addresses import GRAPH, HEALTH, HOME, SNIPPETS, TAGS, TODO, WANTED, folder_source
from knotwork.site.diagrams import FILES as DIAGRAM_FILES
from knotwork.site.diagrams import needs_diagrams
from knotwork.site.manifests.field_docs import field_docs
from knotwork.site.views.backlinks import backlink_pages, backlink_sources
from knotwork.site.views.explorer import data_files as explorer_files
from knotwork.site.views.folders import folder_note, folder_pages, folder_sources
from knotwork.site.views.graph import graph_pages, has_graph
from knotwork.site.views.graph_data import data_files as graph_files
from knotwork.site.views.health import health_pages
from knotwork.site.views.home import home_page
from knotwork.site.views.kind_usage import KindUsage, kind_usage
from knotwork.site.views.page import SWITCHES, GeneratedPage, Made, View, attempt
from knotwork.site.views.snippets import NO_SNIPPETS, Catalogue, catalogue, snippet_pages
from knotwork.site.views.tags import tag_index, tag_pages, tag_sources
from knotwork.site.views.todo import todo_pages
from knotwork.site.views.unpublished_notes import unpublished_note_pages
from knotwork.site.views.wanted import wanted_pages
from knotwork.site.words import marked

Sources = Iterable[tuple[str, str]]
"""The source paths of generated pages, with titles."""

DataFiles = Iterator[tuple[str, Callable[[], object]]]
"""Data files by name, with what makes each."""

_SHORTENED = 60
"""Characters from which a part of an address may be shortened, so that its beginning says little."""


@dataclass(frozen=True)
class GeneratedContent:
    """The generated pages and data of a site: nothing is made before it is needed."""

    view: View

    @cached_property
    def pages(self) -> tuple[GeneratedPage, ...]:
        """All generated pages, those for the navigation first."""
        view = self.view
        pages: dict[str, GeneratedPage] = {}
        for page in chain.from_iterable(self._of_kind(kind) for kind in _KINDS):
            file = _file(page.source, directories=view.site.directories)
            if view.site.owner(page.source) is not None:
                continue
            if file in pages:
                pages[file] = _joined(pages[file], page)
            elif file not in view.kb.vault.attachments:
                pages[file] = page
        hidden = unpublished_note_pages(view) if view.show_findings else ()
        return (*pages.values(), *hidden)

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """The sources of those pages that are for the navigation; no page is listed for it."""
        view = self.view
        sources = (source for source, is_made in _ENTRIES.items() if view.has_page(source) and is_made(view))
        return tuple(entry for source in sources if (entry := self._entry(source)) is not None)

    def _entry(self, source: str) -> str | None:
        """The source of the page that is made of an entry: of a folder's when both have one file."""
        view, directories = self.view, self.view.site.directories
        file = _file(source, directories=directories)
        if view.site.owner(source) is not None or file in view.kb.vault.attachments:
            return None
        path = without_md(source)
        beside = folder_source(path)
        has_both = path in self.view.kb.folders and _file(beside, directories=directories) == file
        return beside if has_both else source

    def appended(self, path: NotePath) -> str:
        """HTML for the end of a note: a generated page with its address is appended to the note."""
        key = self.view.site.key(path)
        return "".join(
            page.html
            for kind in _KINDS
            if kind.may_have(self, key)
            for page in self._of_kind(kind)
            if self.view.site.owner(page.source) == path
        )

    @cached_property
    def kind_usage(self) -> KindUsage:
        """Where the manifests of each kind are, for the notes about that kind."""
        return attempt(
            self.view,
            SNIPPETS,
            "who uses what",
            lambda: kind_usage(self.view.kb, lambda: self.catalogue.kinds),
            KindUsage(),
        )

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of snippets."""
        return attempt(self.view, SNIPPETS, "the page", lambda: catalogue(self.view), NO_SNIPPETS)

    def data(self) -> DataFiles:
        """The data files that scripts load when they need them; None is made of one that fails."""
        nothing: tuple[tuple[str, Callable[[], object]], ...] = ()
        for what, files in _DATA.items():
            for name, make in attempt(self.view, HOME, what, partial(_all, files, self.view), nothing):
                yield name, partial(attempt, self.view, HOME, what, make, None)

    def needs(self, file: str) -> bool:
        """Whether the site needs a file that scripts load on demand, by its plain name."""
        settings = self.view.kb.settings
        if file.startswith(_GRAPH_FILES):
            return settings.graph
        if file.startswith("explorer"):
            return settings.explorer
        if file.startswith("stack"):
            return settings.stacked_panes
        return file not in DIAGRAM_FILES or needs_diagrams(self.view.kb)

    def panel(self) -> Made:
        """What a page shows that could not be made."""
        return _panel(self.view)

    def _of_kind(self, kind: _Kind) -> Sequence[GeneratedPage]:
        if kind.switch and not getattr(self.view.kb.settings, kind.switch):
            return ()
        if kind.name not in self._listed:
            self._listed[kind.name] = tuple(_pages_of_kind(self, kind))
        return self._listed[kind.name]

    @cached_property
    def _listed(self) -> dict[str, Sequence[GeneratedPage]]:
        """The pages of the kinds that were needed so far."""
        return {}

    @cached_property
    def folder_keys(self) -> frozenset[NameKey]:
        """The keys of the addresses of all folders' pages."""
        directories = self.view.site.directories
        return frozenset(
            name_key(page_url(folder_source(path), directories=directories)) for path in self.view.kb.folders
        )


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of generated page."""

    name: str
    pages: Callable[[GeneratedContent], Iterable[GeneratedPage]]
    sources: Callable[[View], Sources]
    """The pages that get an error panel when listing the kind fails: other pages link to them."""
    may_have: Callable[[GeneratedContent, NameKey], bool]
    """Whether a page of this kind may have the address with that key; cheap, and never wrong with False."""
    switch: str = ""
    """The setting that switches all pages of this kind; empty when there is none."""


_GRAPH_FILES = ("graph", "sigma", "forceatlas2")
"""How the names of the files begin that only the page of the graph needs."""


def _begins(text: str) -> Callable[[GeneratedContent, NameKey], bool]:
    return lambda content, key: key.startswith(text)


def _is_home(content: GeneratedContent, key: NameKey) -> bool:
    return key in ("", "index.html") or key.startswith("page-")


def _is_folder(content: GeneratedContent, key: NameKey) -> bool:
    return len(key) > _SHORTENED or "page-" in key or key in content.folder_keys


def _snippet_pages(content: GeneratedContent) -> Iterable[GeneratedPage]:
    if content.catalogue is NO_SNIPPETS:  # it failed
        yield GeneratedPage(
            SNIPPETS, content.view.words("Snippets"), content.panel, entry=True, searched=False
        )
    yield from snippet_pages(content.view, content.catalogue)


def _one_page(source: str, title: str, pages: Callable[[GeneratedContent], Iterable[GeneratedPage]]) -> _Kind:
    """The kind of a page that the site has once, with its later parts."""
    name = without_md(source).removesuffix("/index")
    return _Kind(
        name, pages, lambda view: [(source, view.words(title))], _begins(name), SWITCHES.get(source, "")
    )


_KINDS = (
    _one_page(SNIPPETS, marked("Snippets"), _snippet_pages),
    _Kind(
        "home",
        lambda content: home_page(content.view),
        lambda view: [] if folder_note(view, "") else [(HOME, view.site_name)],
        _is_home,
        SWITCHES[HOME],
    ),
    _one_page(TODO, marked("To do"), lambda content: todo_pages(content.view)),
    _one_page(TAGS, marked("Tags"), lambda content: tag_index(content.view)),
    _one_page(WANTED, marked("Wanted notes"), lambda content: wanted_pages(content.view)),
    _one_page(HEALTH, marked("Health"), lambda content: health_pages(content.view)),
    _one_page(GRAPH, marked("Graph"), lambda content: graph_pages(content.view)),
    _Kind("folders", lambda content: folder_pages(content.view), folder_sources, _is_folder),
    _Kind("tag", lambda content: tag_pages(content.view), tag_sources, _begins("tags/")),
    _Kind(
        "backlinks", lambda content: backlink_pages(content.view), backlink_sources, _begins("linked-from/")
    ),
)
"""Each kind of page, in the order in which their pages are listed."""

_ENTRIES: Mapping[str, Callable[[View], bool]] = {
    SNIPPETS: lambda view: any(
        snippet.is_manifest for snippets in view.kb.snippets.by_note.values() for snippet in snippets
    ),
    HOME: lambda view: folder_note(view, "") is None,
    TODO: lambda view: bool(view.kb.todos),
    TAGS: lambda view: bool(view.kb.tags.occurrences),
    WANTED: lambda view: bool(view.kb.links.missing_notes),
    HEALTH: lambda view: bool(view.kb.notes),
    GRAPH: has_graph,
}
"""The pages for the navigation, in order, with whether there is one."""

_DATA: Mapping[str, Callable[[View], DataFiles]] = {
    "the data of fields": lambda view: field_docs(view.kb) if _has_field_docs(view) else iter(()),
    "the data of the folders": lambda view: explorer_files(view) if view.kb.settings.explorer else iter(()),
    "the data of the graph": lambda view: graph_files(view) if view.kb.settings.graph else iter(()),
}


def _has_field_docs(view: View) -> bool:
    return view.kb.settings.field_docs or any(view.shows("field_docs", path) for path in view.kb.notes)


def _all(files: Callable[[View], DataFiles], view: View) -> tuple[tuple[str, Callable[[], object]], ...]:
    return tuple(files(view))


def _pages_of_kind(content: GeneratedContent, kind: _Kind) -> Iterator[GeneratedPage]:
    """The pages of a kind, an error panel for one that fails.

    When they cannot be listed, error panels stand for those that are missing.
    """
    view = content.view
    listed: set[str] = set()
    try:
        for page in kind.pages(content):
            listed.add(page.source)
            above = partial(attempt, view, page.source, "the folders above it", page.breadcrumbs, "")
            yield replace(page, make=partial(_made_or_panel, view, page), breadcrumbs=above)
    except MemoryError:
        raise
    except Exception as error:
        missing = [(source, title) for source, title in kind.sources(view) if source not in listed]
        view.failed(missing[0][0] if missing else HOME, "the page", error)
        for source, title in missing:
            if view.site.owner(source) is None:
                yield GeneratedPage(source, title, content.panel, entry=len(missing) == 1, searched=False)


def _made_or_panel(view: View, page: GeneratedPage) -> Made:
    return attempt(view, page.source, "the page", page.make, _panel(view))


def _panel(view: View) -> Made:
    return panel(view.words(IN_THE_LOG), view.words(NOT_MADE)), ()


def _joined(first: GeneratedPage, second: GeneratedPage) -> GeneratedPage:
    """Two pages with one address: a folder called `snippets` is listed below the catalogue.

    The source is the folder's, which is in the navigation.
    """

    def make() -> Made:
        return f"{first.html}<h2>{escape(second.title)}</h2>\n{second.html}", first.headings

    return replace(first, source=second.source, make=make)


def _file(source: str, *, directories: bool) -> NotePath:
    """The file of the site that a generated page is written to."""
    return NotePath(page_file(page_url(source, directories=directories)))
