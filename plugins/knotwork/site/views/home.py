"""The home page of a vault without `index.md`: numbers, recent and most linked notes, folders and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from knotwork.model.names import NotePath
from knotwork.site.addresses import HOME
from knotwork.site.summary import changed
from knotwork.site.views.counts import vault_counts
from knotwork.site.views.folders import contents, folder_note, tree
from knotwork.site.views.page import Entry, GeneratedPage, View
from knotwork.site.views.sections import Section, section_pages
from knotwork.site.words import marked

_SHOWN = 10


def home_page(view: View) -> Iterator[GeneratedPage]:
    """The home page; none when the vault has an `index.md` or `README.md` at its root."""
    if folder_note(view, "") is not None:
        return
    sections = [*_picks(view), *_contents(view)]
    for page in section_pages(view, HOME, view.site_name, partial(_intro, view), sections):
        yield replace(page, entry=page.source == HOME)


def _intro(view: View, here: str) -> str:
    return vault_counts(view, here) if here == view.site.generated(HOME) else ""


def _picks(view: View) -> Iterator[Section]:
    for title, anchor, entries in (
        (marked("Recent"), "recent", [partial(_dated, view, path) for path in recent(view)[:_SHOWN]]),
        (marked("Most linked"), "most-linked", _most_linked(view)),
    ):
        if entries:
            yield Section(title, "", anchor, entries)


def recent(view: View) -> list[NotePath]:
    """The notes with a date, the latest first."""
    notes, git_dates = view.kb.listed_notes, view.git_dates
    dates = {path: day for path, note in notes.items() if (day := changed(note, git_dates))}
    return sorted(dates, key=lambda path: (-dates[path].toordinal(), path))


def _dated(view: View, path: NotePath, here: str) -> str:
    day = changed(view.kb.notes[path], view.git_dates)
    assert day is not None, "a recent note has a date"
    time = f'<time class="kw-date" datetime="{day.isoformat()}">{day.isoformat()}</time>'
    return f"{time} {view.link(path, here)}{view.where(path)}"


def _most_linked(view: View) -> list[Entry]:
    ranked = view.kb.graph.most_linked(_SHOWN, view.is_listed)
    return [partial(_linked, view, path, count) for path, count in ranked]


def _linked(view: View, path: NotePath, count: int, here: str) -> str:
    title = view.words.plural(count, "{n} note links here", "{n} notes link here")
    number = f'<span class="kw-count" title="{title}">{view.words.number(count)}</span>'
    return f"{view.link(path, here)}{view.where(path)} {number}"


def _contents(view: View) -> Iterator[Section]:
    held = contents(view, tree(view.kb.notes), "")
    for title, anchor, entries in (
        (marked("Folders"), "folders", held.folders),
        (marked("Notes"), "all-notes", held.notes),
    ):
        if entries:
            yield Section(title, "", anchor, entries)
