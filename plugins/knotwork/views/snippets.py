"""The catalogue of snippets: what is not valid first, then all of them by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby

from knotwork.addresses import SNIPPETS, paged, snippet_anchor
from knotwork.names import NotePath, slug, unique_anchor
from knotwork.snippet_blocks import Badge, badge, badge_html, download, told
from knotwork.snippets.snippet import Snippet
from knotwork.views.page import Entry, GeneratedPage, View, counted, unordered

_GROUPS = ("Invalid", "Meant to fail", "No schema", "Template", "Not checked")
_NOT_VALID, _BY_KIND, _NO_KIND = "Not valid", "By kind", "Without a kind"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that is listed, in its order."""

    sections: Sequence[_Section]
    counts: Mapping[str, int]
    """How many snippets there are of each state: `Valid`, `Invalid` …"""
    notes: int
    """How many notes they stand in."""
    entry: bool
    """Whether it belongs in the navigation: there are manifests."""
    kinds: Mapping[str, str]
    """The address of each kind's section."""


@dataclass(frozen=True, slots=True)
class _Section:
    chapter: str
    title: str
    """Empty: its entries stand under the chapter itself."""
    anchor: str
    entries: Sequence[Entry]


_Row = tuple[NotePath, Snippet, Badge]


def catalogue(view: View) -> Catalogue:
    """The catalogue of a vault."""
    rows = [(path, each, badge(view.kb, path, each)) for path, each in told(view.kb)]
    sections = [*_by_state(view, rows), *_by_kind(view, rows)]
    size, before = view.kb.settings.page_size, 0
    kinds: dict[str, str] = {}
    for each in sections:
        if each.chapter == _BY_KIND:
            page = view.site.generated(paged(SNIPPETS, 1 + before // size))
            kinds[each.title] = f"{page}#{each.anchor}"
        before += len(each.entries)
    counts = Counter(said.group or "Valid" for _, _, said in rows)
    notes = len({path for path, _, _ in rows})
    return Catalogue(sections, counts, notes, any(each.is_manifest for _, each, _ in rows), kinds)


def snippet_pages(view: View, listed: Catalogue) -> Iterator[GeneratedPage]:
    """The pages of the catalogue; none when there is nothing to list."""
    rows = [(section, entry) for section in listed.sections for entry in section.entries]
    size = view.kb.settings.page_size
    pages = -(-len(rows) // size)
    for number in range(1, pages + 1):
        file = paged(SNIPPETS, number)
        here = view.site.generated(file)
        html, headings = _sections(rows[(number - 1) * size : number * size], here)
        html = f"<p>{_summary(listed)}</p>\n{_turns(view, number, pages, here)}{html}"
        title = "Snippets" if number == 1 else f"Snippets ({number})"
        yield GeneratedPage(file, title, html, tuple(headings), entry=number == 1 and listed.entry)


def _by_state(view: View, rows: Sequence[_Row]) -> Iterator[_Section]:
    for group in _GROUPS:
        entries = [partial(_entry, view, row, _full_name(row[1])) for row in rows if row[2].group == group]
        if entries:
            yield _Section(_NOT_VALID, group, slug(group), entries)


def _by_kind(view: View, rows: Sequence[_Row]) -> Iterator[_Section]:
    by_kind: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_kind[row[1].kind or ""].append(row)
    nameless = by_kind.pop("", [])
    taken: set[str] = set()
    for kind in sorted(by_kind, key=lambda kind: (kind.lower(), kind)):
        anchor = unique_anchor(f"kind-{slug(kind)}", taken)
        taken.add(anchor)
        ordered = sorted(by_kind[kind], key=lambda row: ((row[1].name or "").lower(), row[0]))
        entries = [partial(_entry, view, row, row[1].name or "without a name") for row in ordered]
        yield _Section(_BY_KIND, kind, anchor, entries)
    if nameless:
        entries = [partial(_entry, view, row, "YAML") for row in nameless]
        yield _Section(_NO_KIND, "", slug(_NO_KIND), entries)


def _entry(view: View, row: _Row, name: str, here: str) -> str:
    path, snippet, said = row
    block = view.link(path, here, snippet_anchor(snippet), name)
    raw = download(view.site, snippet, here)
    return (
        f'<span class="kw-kind">{block}</span> {badge_html(said)} '
        f"<span>{view.link(path, here)}{view.where(path)}</span> {raw}"
    )


def _full_name(snippet: Snippet) -> str:
    return f"{snippet.kind} {snippet.name or ''}".strip() if snippet.kind else "YAML"


def _sections(rows: Sequence[tuple[_Section, Entry]], here: str) -> tuple[str, list[tuple[int, str, str]]]:
    """The HTML and the headings of one page's share of the list."""
    html = chapter = ""
    headings: list[tuple[int, str, str]] = []
    for section, group in groupby(rows, lambda row: row[0]):
        if section.chapter != chapter:
            chapter = section.chapter
            headings.append((2, slug(chapter), chapter))
            html += f'<h2 id="{slug(chapter)}">{chapter}</h2>\n'
        if section.title:
            title = escape(section.title, quote=False)
            headings.append((3, section.anchor, title))
            count = f'<span class="kw-count">{len(section.entries):,}</span>'
            html += f'<h3 id="{escape(section.anchor)}">{title} {count}</h3>\n'
        html += unordered((entry(here) for _, entry in group), "kw-catalogue")
    return html, headings


def _summary(listed: Catalogue) -> str:
    total = sum(listed.counts.values())
    states = [state for state in ("Valid", *_GROUPS) if state in listed.counts]
    parts = [f"{listed.counts[state]:,} {state.lower()}" for state in states]
    return f"{counted(total, 'snippet')} in {counted(listed.notes, 'note')}: {', '.join(parts)}."


def _turns(view: View, number: int, pages: int, here: str) -> str:
    if pages == 1:
        return ""
    links = [
        view.to(view.site.generated(paged(SNIPPETS, other)), here, text)
        for other, text in ((number - 1, "Previous page"), (number + 1, "Next page"))
        if 1 <= other <= pages
    ]
    return f"<p>Page {number} of {pages}. {' · '.join(links)}</p>\n"
