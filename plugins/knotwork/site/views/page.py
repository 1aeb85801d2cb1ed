"""Generated pages: their type, what they are made from, and long lists cut into pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from html import escape
from typing import Any, Generic, TypeVar

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath, folder
from knotwork.model.note import Context, Link
from knotwork.site.addresses import (
    GRAPH,
    HEALTH,
    HOME,
    SNIPPETS,
    TODO,
    WANTED,
    Addresses,
    paged,
    relative,
)
from knotwork.site.content import Content, Heading
from knotwork.site.link_html import label
from knotwork.site.render import render_context
from knotwork.site.search_titles import indexed_title
from knotwork.site.views.excerpt import LONG, TOO_LONG, excerpt, plain_excerpt
from knotwork.site.views.findings import by_note
from knotwork.site.words import ENGLISH_WORDS, Words, words_of
from knotwork.vault.git_dates import GitDates

Entry = Callable[[str], str]
"""HTML for the page at an address: the links in it are relative to that."""

Made = tuple[str, tuple[Heading, ...]]
"""The HTML of a page below its title, and its headings."""

_LATER_PART = re.compile(r"(?:^|/)page-\d+\.md$|^linked-from/")
"""The sources of pages that only continue another one."""

SWITCHES: Mapping[str, str] = {
    SNIPPETS: "snippets",
    HOME: "home",
    TODO: "todo",
    WANTED: "wanted_page",
    HEALTH: "health",
    GRAPH: "graph",
}
"""The settings that switch generated pages, by their sources."""

Listed = TypeVar("Listed")
Result = TypeVar("Result")


@dataclass(frozen=True)
class GeneratedPage:
    """A page that is not made of a note; what it shows is made when it is first needed."""

    source: str
    """The path of a note that would have its address: `tags/k8s.md`."""
    title: str
    make: Callable[[], Made]
    entry: bool = False
    """Whether it belongs in the navigation."""
    breadcrumbs: Callable[[], str] = str
    """Makes the HTML of the folders it lies in, for above its title."""
    searched: bool = True
    """Whether the site's search finds it, or its first part."""
    words: Words = ENGLISH_WORDS
    """The texts of the language in which search finds it."""

    @cached_property
    def _made(self) -> Made:
        return self.make()

    @property
    def html(self) -> str:
        """What stands below its title."""
        return self._made[0]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings in that."""
        return self._made[1]

    @property
    def html_title(self) -> str:
        """Its title, escaped."""
        return escape(self.title)

    def meta(self, has_template: Callable[[str], bool] = lambda name: False) -> dict[str, Any]:
        """Its properties: feeds of other plugins (mkdocs-rss-plugin) leave out what calls itself a draft."""
        is_searched = self.searched and not _LATER_PART.search(self.source)
        return {"draft": True} if is_searched else {"draft": True, "search": {"exclude": True}}

    def tags(self) -> list[dict[str, str]]:
        """No tags."""
        return []

    def content(self) -> Content:
        """Its content: search indexes the title only."""
        title = f'<h1 id="__title">{escape(indexed_title(self.title, self.words))}</h1>\n'
        return Content(title, self.headings, self.html)

    def reader_html(self, html: str, title: str) -> str:
        """The HTML that a reader sees; search has indexed the title only."""
        return f"{self.breadcrumbs()}<h1>{self.html_title}</h1>\n{self.html}"


@dataclass(frozen=True)
class View:
    """The values that every generated page is made from."""

    kb: KnowledgeBase
    site: Addresses
    site_name: str = "Notes"
    edit_url: str = ""
    """Where the files of the vault are edited: `https://github.com/me/notes/edit/main/docs/`; or empty."""
    check: Callable[[], Sequence[Diagnostic]] = tuple
    """Gives the findings of the build."""
    failed: Callable[[str, str, Exception], None] = lambda source, part, error: None
    """Called for a part of a page that fails: the page's source, the part, the error."""
    show_findings: bool = False
    """Whether pages show the findings of their notes, and unpublished notes get a page with the reason."""
    git_dates: Mapping[NotePath, GitDates] = field(default_factory=dict)
    """What the history of a repository says of notes; empty when it is not asked."""

    @cached_property
    def words(self) -> Words:
        """The texts of the site's language."""
        return words_of(self.kb.settings.language)

    @cached_property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """The findings of the build."""
        return self.check()

    @cached_property
    def _findings(self) -> Mapping[NotePath, Sequence[Diagnostic]]:
        return by_note(self.diagnostics) if self.show_findings else {}

    def findings_shown(self, path: NotePath) -> Sequence[Diagnostic]:
        """The findings that a note's page shows."""
        return self._findings.get(path, ())

    def has_page(self, source: str) -> bool:
        """Whether the site has a generated page, as far as switches decide, or a note at its address."""
        switch = SWITCHES.get(source)
        return switch is None or getattr(self.kb.settings, switch) or self.site.owner(source) is not None

    def shows(self, part: str, path: NotePath) -> bool:
        """Whether a note's page shows a part that has a switch."""
        return self.kb.settings.shows(part, self.kb.notes[path].front_matter)

    def is_listed(self, path: NotePath) -> bool:
        """Whether lists and graphs show a file: a note that the vault's own settings leave in."""
        return path in self.kb.notes and not self.kb.settings.obsidian.ignores(path)

    def link(self, path: NotePath, here: str, anchor: str = "", text: str | None = None) -> str:
        """A link to a note, with its title for text; to its page alone when another note has its address."""
        url = self.site.notes[path]
        if not anchor or not self.site.has_page(path):
            href = relative(url, here)
        else:
            href = f"{'' if url == here else relative(url, here)}#{_escaped(anchor)}"
        return f'<a href="{href}">{_escaped(text or self.kb.notes[path].title)}</a>'

    def to(self, url: str, here: str, text: str) -> str:
        """A link to any page of the site."""
        return f'<a href="{escape(relative(url, here))}">{escape(text)}</a>'

    def where(self, path: NotePath) -> str:
        """The folder of a note, small, for lists in which titles may repeat; empty at the root."""
        above = folder(path)
        return f' <span class="kw-where">{_escaped(above)}</span>' if above else ""

    def context(self, path: NotePath, context: Context, here: str, links: Sequence[Link] = ()) -> str:
        """The block around links or a tag as inline HTML; a long one is cut to its text around the first."""
        if len(context.text) > TOO_LONG:
            shown = label(links[0]) if links else ""
            at = context.text.find(shown)
            return plain_excerpt(context.text, at, at + len(shown)) if at > 0 else plain_excerpt(context.text)
        html = render_context(self.kb, path, context.cut, self.site, here, links).strip()
        return html if len(context.text) <= LONG else excerpt(html)

    def quoted(
        self, path: NotePath, context: Context, here: str, links: Sequence[Link] = (), label_html: str = ""
    ) -> str:
        """A block as a quote in a list, with its section, and a label (HTML) for the kind of link."""
        html = self.context(path, context, here, links)
        return f'<div class="kw-context">{html}{self.section(path, context, here)}{label_html}</div>'

    def section(self, path: NotePath, context: Context, here: str) -> str:
        """The heading a block stands under, as a link to it; empty above the first and under the title."""
        if context.heading is None:
            return ""
        note = self.kb.notes[path]
        heading = note.headings[context.heading]
        if heading.text == note.title:
            return ""
        return f' <span class="kw-where">› {self.link(path, here, heading.anchor, heading.text)}</span>'


_escaped = lru_cache(maxsize=8192)(escape)
"""For titles and the like, which stand on many pages."""


def attempt(view: View, source: str, part: str, make: Callable[[], Result], fallback: Result) -> Result:
    """The result of `make`; `fallback` when it raises, so that the rest of the site is written."""
    try:
        return make()
    except MemoryError:
        raise
    except Exception as error:
        view.failed(source, part, error)
        return fallback


def shown(view: View, source: str, entry: Entry, here: str) -> str:
    """An entry of a list; a short text instead of one that fails."""
    return attempt(view, source, "an entry", partial(entry, here), view.words("An entry could not be shown."))


def unordered(items: Iterable[str], name: str = "kw-list") -> str:
    """A bullet list of finished items; empty without items."""
    inner = "".join(f"<li>{item}</li>\n" for item in items)
    return f'<ul class="{name}">\n{inner}</ul>\n' if inner else ""


@dataclass(frozen=True, slots=True)
class Part(Generic[Listed]):
    """One page's share of a long list."""

    source: str
    number: int
    here: str
    """The page's address."""
    shown: Sequence[Listed]
    pager: str
    """HTML with links to the previous and the next page; empty when there is only one."""

    def title(self, title: str) -> str:
        """The page's own title: later ones are numbered."""
        return title if self.number == 1 else f"{title} ({self.number})"


def cut(view: View, source: str, entries: Sequence[Listed]) -> Iterator[Part[Listed]]:
    """A list cut into pages of `page_size` entries; one page when it is empty."""
    size, words = view.kb.settings.page_size, view.words
    pages = max(1, -(-len(entries) // size))
    for number in range(1, pages + 1):
        file = paged(source, number)
        here = view.site.generated(file)
        pager = [
            view.to(view.site.generated(paged(source, neighbour)), here, text)
            for neighbour, text in ((number - 1, words("Previous page")), (number + 1, words("Next page")))
            if 1 <= neighbour <= pages
        ]
        place = words("Page {number} of {pages}.", number=number, pages=pages)
        html = f'<p class="kw-turns">{place} {" · ".join(pager)}</p>\n' if pager else ""
        yield Part(file, number, here, entries[(number - 1) * size : number * size], html)


def parts(
    view: View,
    source: str,
    title: str,
    intro: Entry,
    entries: Sequence[Entry],
    name: str = "kw-list",
    listed: Callable[[Iterable[str], str], str] = unordered,
) -> Iterator[GeneratedPage]:
    """A list as pages, each opened by `intro` and leading to the one before and the next.

    `listed` makes one of a page's entries and a class's name: a bullet list, or a table of its rows.
    """

    def made(part: Part[Entry]) -> Made:
        items = [shown(view, part.source, entry, part.here) for entry in part.shown]
        return f"{intro(part.here)}{part.pager}{listed(items, name)}{part.pager}", ()

    for part in cut(view, source, entries):
        yield GeneratedPage(part.source, part.title(title), partial(made, part), words=view.words)
