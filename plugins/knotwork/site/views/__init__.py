"""Generated pages, and the sections below a note: one module for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from knotwork.model.failures import panel, small_panel
from knotwork.model.names import NotePath, page_file, page_url
from knotwork.site.addresses import GRAPH, HEALTH, HOME, SNIPPETS, TAGS, TODO, WANTED
from knotwork.site.diagrams import FILES as DIAGRAM_FILES
from knotwork.site.diagrams import needs_diagrams
from knotwork.site.manifests.field_docs import field_docs
from knotwork.site.views.backlinks import backlink_pages, backlink_sources, linked_from
from knotwork.site.views.empty_sections import with_empty_section_marks
from knotwork.site.views.explorer import data_files as explorer_files
from knotwork.site.views.folders import breadcrumbs, folder_note, folder_pages, folder_sources
from knotwork.site.views.graph import graph_pages
from knotwork.site.views.graph_data import data_files as graph_files
from knotwork.site.views.health import health_pages
from knotwork.site.views.home import home_page
from knotwork.site.views.kind_usage import KindUsage, kind_usage, used_in_notes
from knotwork.site.views.local_graph import local_graph
from knotwork.site.views.mentions import mentioned_in
from knotwork.site.views.page import GeneratedPage, View, attempt
from knotwork.site.views.snippets import NO_SNIPPETS, Catalogue, catalogue, snippet_pages
from knotwork.site.views.tags import tag_index, tag_pages, tag_sources
from knotwork.site.views.todo import todo_pages
from knotwork.site.views.wanted import wanted_pages

__all__ = [
    "GeneratedContent",
    "GeneratedPage",
    "View",
    "breadcrumbs",
    "generated_content",
    "note_footer",
    "with_empty_section_marks",
]

Sources = Iterable[tuple[str, str]]
"""The source paths of generated pages, with titles."""

_KINDS: tuple[tuple[Callable[[View], Iterator[GeneratedPage]], Callable[[View], Sources]], ...] = (
    (home_page, lambda view: [] if folder_note(view, "") else [(HOME, view.site_name)]),
    (todo_pages, lambda view: [(TODO, "To do")]),
    (tag_index, lambda view: [(TAGS, "Tags")]),
    (wanted_pages, lambda view: [(WANTED, "Wanted notes")]),
    (health_pages, lambda view: [(HEALTH, "Health")]),
    (graph_pages, lambda view: [(GRAPH, "Graph")]),
    (folder_pages, folder_sources),
    (tag_pages, tag_sources),
    (backlink_pages, backlink_sources),
)
"""Each kind of page, and the pages that get an error panel when it fails: other pages link to them."""


_DATA: Mapping[str, Callable[[View], Iterator[tuple[str, object]]]] = {
    "the data of fields": lambda view: field_docs(view.kb),
    "the data of the folders": explorer_files,
    "the data of the graph": graph_files,
}


@dataclass(frozen=True, slots=True)
class GeneratedContent:
    """All that is generated: pages, HTML for notes' pages, and data for scripts."""

    pages: tuple[GeneratedPage, ...]
    appended: Mapping[NotePath, str]
    """HTML for the end of notes: a generated page with the address of a note is appended to that note."""
    kind_usage: KindUsage
    """Where the manifests of each kind are, for the notes about that kind."""
    data: tuple[tuple[str, object], ...] = ()
    """Data files that scripts load when they need them, by name."""
    unneeded: frozenset[str] = frozenset()
    """Files that no script of this site loads."""

    def needs(self, file: str) -> bool:
        """Whether the site needs a file that scripts load on demand."""
        return file not in self.unneeded


def note_footer(view: View, usage: KindUsage, path: NotePath) -> str:
    """The sections below a note's text: backlinks, mentions, manifests of its kinds, and the local graph."""
    sections = {
        "Who links here": linked_from,
        "Who mentions this": mentioned_in,
        "Where it is used": lambda view, path: used_in_notes(view, usage, path),
        "The graph around this note": local_graph,
    }
    return "".join(
        attempt(view, path, name.lower(), partial(section, view, path), small_panel(name))
        for name, section in sections.items()
    )


def generated_content(view: View) -> GeneratedContent:
    """The generated pages of a site, those for the navigation first."""
    listed = attempt(view, SNIPPETS, "the page", lambda: catalogue(view), NO_SNIPPETS)
    pages: dict[str, GeneratedPage] = {}
    appended: dict[NotePath, str] = defaultdict(str)
    for page in _pages(view, listed):
        note, file = view.site.owner(page.source), _file(page.source, directories=view.site.directories)
        if note is not None:
            appended[note] += page.html
        elif file in pages:
            pages[file] = _joined(pages[file], page)
        elif file not in view.kb.vault.attachments:
            pages[file] = page
    return GeneratedContent(
        tuple(pages.values()),
        dict(appended),
        attempt(view, SNIPPETS, "who uses what", lambda: kind_usage(view.kb, listed.kinds), KindUsage()),
        tuple(_data(view)),
        frozenset() if needs_diagrams(view.kb) else DIAGRAM_FILES,
    )


def _pages(view: View, listed: Catalogue) -> Iterator[GeneratedPage]:
    if listed is NO_SNIPPETS:  # it failed
        yield GeneratedPage(SNIPPETS, "Snippets", panel(), entry=True, searched=False)
    yield from _pages_of_kind(
        view, lambda view: snippet_pages(view, listed), lambda view: [(SNIPPETS, "Snippets")]
    )
    for kind, sources in _KINDS:
        yield from _pages_of_kind(view, kind, sources)


def _pages_of_kind(
    view: View, kind: Callable[[View], Iterator[GeneratedPage]], sources: Callable[[View], Sources]
) -> Iterator[GeneratedPage]:
    """The pages of a kind; when one fails, error panels instead of it and the pages after it."""
    generated: set[str] = set()
    try:
        for page in kind(view):
            generated.add(page.source)
            yield page
    except MemoryError:
        raise
    except Exception as error:
        missing = [(source, title) for source, title in sources(view) if source not in generated]
        view.failed(missing[0][0] if missing else HOME, "the page", error)
        for source, title in missing:
            if view.site.owner(source) is None:
                yield GeneratedPage(source, title, panel(), entry=len(missing) == 1, searched=False)


def _data(view: View) -> Iterator[tuple[str, object]]:
    """The data files for scripts, without those that could not be made."""
    nothing: tuple[tuple[str, object], ...] = ()
    for name, files in _DATA.items():
        yield from attempt(view, HOME, name, partial(_all, files, view), nothing)


def _all(files: Callable[[View], Iterator[tuple[str, object]]], view: View) -> tuple[tuple[str, object], ...]:
    return tuple(files(view))


def _joined(first: GeneratedPage, second: GeneratedPage) -> GeneratedPage:
    """Two pages with one address: a folder called `snippets` is listed below the catalogue.

    The source is the folder's, which is in the navigation.
    """
    html = f"{first.html}<h2>{escape(second.title)}</h2>\n{second.html}"
    return replace(first, source=second.source, html=html)


def _file(source: str, *, directories: bool) -> NotePath:
    """The file of the site that a generated page is written to."""
    return NotePath(page_file(page_url(source, directories=directories)))
