"""What is published beside the notes: one file a kind of page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from knotwork.diagrams import FILES as DIAGRAM_FILES
from knotwork.diagrams import needs_diagrams
from knotwork.names import NotePath, page_url
from knotwork.snippet_docs import field_docs
from knotwork.views.backlinks import backlink_pages, linked_from
from knotwork.views.explorer import data_files as explorer_files
from knotwork.views.folders import folder_pages, trail
from knotwork.views.graph import graph_pages
from knotwork.views.graph_data import data_files as graph_files
from knotwork.views.health import health_pages
from knotwork.views.home import home_page
from knotwork.views.local_graph import local_graph
from knotwork.views.mentions import mentioned_in
from knotwork.views.page import GeneratedPage, View
from knotwork.views.snippets import catalogue, snippet_pages
from knotwork.views.tags import tag_index, tag_pages
from knotwork.views.todo import todo_pages
from knotwork.views.unwritten import with_unwritten
from knotwork.views.used import Uses, used_in, uses
from knotwork.views.wanted import wanted_pages

__all__ = ["GeneratedPage", "Published", "View", "foot", "published", "trail", "with_unwritten"]

_KINDS = (
    home_page,
    todo_pages,
    tag_index,
    wanted_pages,
    health_pages,
    graph_pages,
    folder_pages,
    tag_pages,
    backlink_pages,
)


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published beside the notes."""

    pages: tuple[GeneratedPage, ...]
    appended: Mapping[NotePath, str]
    """HTML for the foot of notes: a note owns its address, and takes in the page that would stand there."""
    uses: Uses
    """Where the manifests of each kind are, for the notes about that kind."""
    data: tuple[tuple[str, object], ...] = ()
    """What scripts load when they need it, by name."""
    unneeded: frozenset[str] = frozenset()
    """Files that scripts could load, and none on this site does."""

    def wants(self, file: str) -> bool:
        """Whether the site needs a file that scripts load on demand."""
        return file not in self.unneeded


def foot(view: View, found: Uses, path: NotePath) -> str:
    """The sections below a note's text: who links to it, who could, its kinds in use, and what is near."""
    sections = (linked_from(view, path), mentioned_in(view, path), used_in(view, found, path))
    return f"{''.join(sections)}{local_graph(view, path)}"


def published(view: View) -> Published:
    """The generated pages of a site, those for the navigation first."""
    listed = catalogue(view)
    pages: dict[str, GeneratedPage] = {}
    appended: dict[NotePath, str] = defaultdict(str)
    for page in (*snippet_pages(view, listed), *_others(view)):
        note, file = view.site.owner(page.source), _file(page.source, directories=view.site.directories)
        if note is not None:
            appended[note] += page.html
        elif file in pages:
            pages[file] = _joined(pages[file], page)
        elif file not in view.kb.vault.attachments:
            pages[file] = page
    return Published(
        tuple(pages.values()),
        dict(appended),
        uses(view.kb, listed.kinds),
        (*field_docs(view.kb), *explorer_files(view), *graph_files(view)),
        frozenset() if needs_diagrams(view.kb) else DIAGRAM_FILES,
    )


def _others(view: View) -> Iterator[GeneratedPage]:
    for kind in _KINDS:
        yield from kind(view)


def _joined(first: GeneratedPage, second: GeneratedPage) -> GeneratedPage:
    """Two pages with one address: a folder called `snippets` is listed below the catalogue.

    Its file is the folder's, which the navigation knows.
    """
    html = f"{first.html}<h2>{escape(second.title)}</h2>\n{second.html}"
    return replace(first, source=second.source, html=html)


def _file(source: str, *, directories: bool) -> NotePath:
    """The file of the site that a generated page is written to."""
    url = page_url(source, directories=directories)
    return NotePath(url if url.endswith(".html") else f"{url}index.html")
