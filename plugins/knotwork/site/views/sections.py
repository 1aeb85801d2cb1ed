"""A long list under headings: chapters, their sections and the entries of each, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby, takewhile

from knotwork.model.names import slug
from knotwork.site.addresses import paged
from knotwork.site.content import Heading
from knotwork.site.views.page import Entry, GeneratedPage, Made, Part, View, cut, shown, unordered


@dataclass(frozen=True, slots=True)
class Section:
    """Entries of a list under a heading."""

    chapter: str
    """English HTML of the heading of level 2, shown in the site's language; empty for none."""
    title: str
    """Text of the heading of level 3; empty for none."""
    anchor: str
    """The id of its title."""
    entries: Sequence[Entry]
    name: str = "kw-list"
    """The class of the list."""
    intro: str = ""
    """HTML between its title and its entries."""
    listed: Callable[[Iterable[str], str], str] = unordered


def section_pages(
    view: View, source: str, title: str, intro: Entry, sections: Sequence[Section]
) -> Iterator[GeneratedPage]:
    """The pages of a list, each opened by `intro`; one page when nothing is listed."""
    rows = [(section, entry) for section in sections for entry in section.entries]

    def made(part: Part[tuple[Section, Entry]]) -> Made:
        html, headings = _sections(view, part.source, part.shown, part.here)
        return f"{intro(part.here)}{part.pager}{html}{part.pager}", tuple(headings)

    for part in cut(view, source, rows):
        yield GeneratedPage(part.source, part.title(title), partial(made, part))


def section_addresses(view: View, source: str, sections: Sequence[Section]) -> Mapping[str, str]:
    """The address of each section with entries, by its anchor."""
    return {
        section.anchor: f"{entry_page(view, source, sections, section.anchor, 0)}#{section.anchor}"
        for section in sections
        if section.entries
    }


def entry_page(view: View, source: str, sections: Sequence[Section], anchor: str, index: int) -> str:
    """The address of the page that has an entry of the section with an anchor."""
    before = sum(len(section.entries) for section in takewhile(lambda one: one.anchor != anchor, sections))
    return view.site.generated(paged(source, 1 + (before + index) // view.kb.settings.page_size))


def _sections(
    view: View, source: str, rows: Sequence[tuple[Section, Entry]], here: str
) -> tuple[str, list[Heading]]:
    """The HTML and the headings of one page's share of the list."""
    html = chapter = ""
    headings: list[Heading] = []
    for section, group in groupby(rows, lambda row: row[0]):
        if section.chapter != chapter:
            chapter = section.chapter
            anchor = section.anchor if not section.title else slug(chapter)
            headings.append((2, anchor, view.words(chapter)))
            html += f'<h2 id="{escape(anchor)}">{view.words(chapter)}</h2>\n'
        if section.title:
            title = escape(section.title, quote=False)
            headings.append((3, section.anchor, title))
            count = f'<span class="kw-count">{view.words.number(len(section.entries))}</span>'
            html += f'<h3 id="{escape(section.anchor)}">{title} {count}</h3>\n'
        html += section.intro + section.listed(
            (shown(view, source, entry, here) for _, entry in group), section.name
        )
    return html, headings
