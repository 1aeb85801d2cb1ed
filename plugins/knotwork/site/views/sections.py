"""A long list under headings: chapters, their sections and the entries of each, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby

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
    addresses: dict[str, str] = {}
    before = 0
    for section in sections:
        if section.entries:
            page = view.site.generated(paged(source, 1 + before // view.kb.settings.page_size))
            addresses[section.anchor] = f"{page}#{section.anchor}"
        before += len(section.entries)
    return addresses


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
