"""The catalogue of snippets: all of them by kind, then by note, then those that are not valid."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from knotwork.model.names import NotePath, slug, unique_anchor
from knotwork.site.addresses import SNIPPETS, snippet_anchor
from knotwork.site.manifests.badges import Badge, badge, badge_html, display_name, download, has_header
from knotwork.site.views.page import GeneratedPage, View
from knotwork.site.views.sections import Section, section_addresses, section_pages
from knotwork.site.words import marked
from knotwork.snippets.snippet import Snippet

_GROUPS = (
    marked("Invalid"),
    marked("With placeholders"),
    marked("No schema"),
    marked("Template"),
    marked("Not checked"),
    marked("Meant to fail"),
)
_NOT_VALID, _BY_KIND = marked("Not valid"), marked("By kind")
_NO_KIND, _BY_NOTE = marked("Without a kind"), marked("By note")
_STATES = {
    "Valid": marked("{n} valid"),
    "Invalid": marked("{n} invalid"),
    "With placeholders": marked("{n} with placeholders"),
    "Meant to fail": marked("{n} meant to fail"),
    "No schema": marked("{n} no schema"),
    "Template": marked("{n} template"),
    "Not checked": marked("{n} not checked"),
}
_LIST = "kw-catalogue"
_NAMES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sections of the catalogue, and its counts."""

    sections: Sequence[Section]
    counts: Mapping[str, int]
    """How many snippets there are of each state: `Valid`, `Invalid` …"""
    notes: int
    """How many notes have snippets."""
    entry: bool
    """Whether it belongs in the navigation: there are manifests."""
    addresses: Mapping[str, str]
    """Where each section is, by its anchor."""
    kinds: Mapping[str, str]
    """The address of each kind's section."""


NO_SNIPPETS = Catalogue((), {}, 0, False, {}, {})

_Row = tuple[NotePath, Snippet, Badge]


def catalogue(view: View) -> Catalogue:
    """The catalogue of a vault."""
    kb = view.kb
    rows = [
        (path, snippet, badge(kb, path, snippet))
        for path, snippets in kb.snippets.by_note.items()
        for snippet in snippets
        if has_header(snippet)
    ]
    sections = [*_by_kind(view, rows), *_by_note(view, rows), *_by_state(view, rows)]
    addresses = section_addresses(view, SNIPPETS, sections)
    kinds = {section.title: addresses[section.anchor] for section in sections if section.chapter == _BY_KIND}
    counts = Counter(state_badge.group or "Valid" for _, _, state_badge in rows)
    notes = len({path for path, _, _ in rows})
    return Catalogue(
        sections, counts, notes, any(snippet.is_manifest for _, snippet, _ in rows), addresses, kinds
    )


def snippet_pages(view: View, listed: Catalogue) -> Iterator[GeneratedPage]:
    """The pages of the catalogue; none when there is nothing to list."""
    if listed.sections:
        intro = partial(_intro, view, listed)
        for page in section_pages(view, SNIPPETS, view.words("Snippets"), intro, listed.sections):
            yield replace(page, entry=page.source == SNIPPETS and listed.entry)


def _by_state(view: View, rows: Sequence[_Row]) -> Iterator[Section]:
    for group in _GROUPS:
        entries = [
            partial(_entry, view, row, _full_name(view, row[1])) for row in rows if row[2].group == group
        ]
        if entries:
            yield Section(_NOT_VALID, view.words(group), slug(group), entries, _LIST)


def _by_kind(view: View, rows: Sequence[_Row]) -> Iterator[Section]:
    by_kind: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        by_kind[row[1].kind or ""].append(row)
    nameless = by_kind.pop("", [])
    taken: set[str] = set()
    for kind in sorted(by_kind, key=lambda kind: (kind.lower(), kind)):
        anchor = unique_anchor(f"kind-{slug(kind)}", taken)
        taken.add(anchor)
        ordered = sorted(by_kind[kind], key=_order)
        entries = [partial(_entry, view, row, row[1].name or view.words("without a name")) for row in ordered]
        yield Section(_BY_KIND, kind, anchor, entries, _LIST)
    if nameless:
        entries = [partial(_entry, view, row, _full_name(view, row[1])) for row in nameless]
        yield Section(_NO_KIND, "", slug(_NO_KIND), entries, _LIST)


def _order(row: _Row) -> tuple[bool, str, NotePath]:
    """By name, those that are meant to fail last."""
    path, snippet, state_badge = row
    return state_badge.group == "Meant to fail", (snippet.name or "").lower(), path


def _by_note(view: View, rows: Sequence[_Row]) -> Iterator[Section]:
    """One entry a note, with the names of its snippets; in the order of titles."""
    by_note = [(path, list(group)) for path, group in groupby(rows, key=lambda row: row[0])]
    by_note.sort(key=lambda item: (view.kb.notes[item[0]].title.lower(), item[0]))
    if by_note:
        entries = [partial(_note, view, path, group) for path, group in by_note]
        yield Section(_BY_NOTE, "", slug(_BY_NOTE), entries, f"{_LIST} kw-by-note")


def _entry(view: View, row: _Row, name: str, here: str) -> str:
    path, snippet, state_badge = row
    block = view.link(path, here, snippet_anchor(snippet), name)
    raw = download(view.words, view.site, snippet, here)
    note = f'<span class="kw-note">{view.link(path, here)}{view.where(path)}</span>'
    return f'<span class="kw-kind">{block}</span> {badge_html(state_badge)} {note} {raw}'


def _note(view: View, path: NotePath, rows: Sequence[_Row], here: str) -> str:
    links = [
        view.link(path, here, snippet_anchor(snippet), _full_name(view, snippet)) for _, snippet, _ in rows
    ]
    rest = len(links) - _NAMES_SHOWN
    more = " " + view.words("and {n} more", n=view.words.number(rest)) if rest > 0 else ""
    note = f'<span class="kw-note">{view.link(path, here)}{view.where(path)}</span>'
    return f'{note} <span class="kw-names">{", ".join(links[:_NAMES_SHOWN])}{more}</span>'


def _full_name(view: View, snippet: Snippet) -> str:
    name = display_name(view.words, snippet)
    return f"{name} {snippet.name or ''}".strip() if snippet.kind else name


def _intro(view: View, listed: Catalogue, here: str) -> str:
    """The number of snippets by state, with links to the sections of those that are not valid.

    Below it is the place for the filter, which a script makes.
    """
    words, total = view.words, sum(listed.counts.values())
    parts = []
    for state in ("Valid", *_GROUPS):
        if count := listed.counts.get(state):
            text, address = words(_STATES[state], n=words.number(count)), listed.addresses.get(slug(state))
            parts.append(view.to(address, here, text) if address else text)
    sentence = words(
        "{snippets} in {notes}: {states}.",
        snippets=words.counted(total, "snippet"),
        notes=words.counted(listed.notes, "note"),
        states=", ".join(parts),
    )
    return f'<p>{sentence}</p>\n<div class="kw-catalogue-filter"></div>\n'
