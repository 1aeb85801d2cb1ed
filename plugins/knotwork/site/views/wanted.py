"""Wanted notes: missing notes with the notes that link to them, most linked first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from html import escape
from urllib.parse import quote, urlsplit

from knotwork.knowledge.link_index import MissingNoteLinks
from knotwork.knowledge.resolution import MissingNote
from knotwork.model.names import NotePath, folder, without_md
from knotwork.model.note import Link
from knotwork.model.patterns import lazy_regex
from knotwork.site.addresses import WANTED, encoded
from knotwork.site.views.linking_notes import linking_note
from knotwork.site.views.page import GeneratedPage, Made, Part, View, cut, unordered

_SHOWN = 10
_IN_CONTENTS = 50
_EDIT = lazy_regex(r"/edit/")
_LEADING_DOTS = lazy_regex(r"^(?:\.{0,2}/)+")


def wanted_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages of wanted notes; none when no note is missing."""
    missing_notes = view.kb.links.missing_notes
    one = "{n} note that is linked to and not written yet."
    many = "{n} notes that are linked to and not written yet."
    intro = f"<p>{view.words.plural(len(missing_notes), one, many)}</p>\n"
    for part in cut(view, WANTED, missing_notes) if missing_notes else ():
        make = partial(_made, view, intro, part)
        yield GeneratedPage(part.source, part.title(view.words("Wanted notes")), make, entry=part.number == 1)


def creation_url(edit_url: str, path: str) -> str | None:
    """The address of the form for a new file on a host like GitHub or GitLab; None on other hosts.

    `edit_url` is where those that exist are edited: `https://github.com/me/notes/edit/main/docs/`.
    """
    parts = urlsplit(edit_url)
    if parts.scheme not in ("http", "https") or not _EDIT.search(parts.path) or parts.query:
        return None
    base = f"{parts.scheme}://{parts.netloc}{_EDIT.sub('/new/', parts.path, count=1).rstrip('/')}"
    if "/-/" in parts.path or "gitlab" in (parts.hostname or ""):
        where = f"/{encoded(folder(path))}" if folder(path) else ""
        return f"{base}{where}?file_name={quote(path.rpartition('/')[2], safe='')}"
    return f"{base}?filename={quote(path, safe='')}"


def _made(view: View, intro: str, part: Part[MissingNoteLinks]) -> Made:
    entries = "".join(_entry(view, note, part.here) for note in part.shown)
    headings = tuple(
        (2, view.site.wanted_anchor(note.key), escape(note.name, quote=False))
        for note in part.shown[:_IN_CONTENTS]
    )
    return f"{intro}{part.pager}{entries}{part.pager}", headings


def _entry(view: View, note: MissingNoteLinks, here: str) -> str:
    sources: dict[NotePath, list[Link]] = defaultdict(list)
    for link in note.links:
        sources[link.source].append(link.link)
    items = [linking_note(view, source, links, here) for source, links in list(sources.items())[:_SHOWN]]
    words = view.words
    count = words.plural(len(sources), "{n} note links to it.", "{n} notes link to it.")
    rest = len(sources) - _SHOWN
    more = f"<p>{words.plural(rest, 'and {n} more note', 'and {n} more notes')}</p>\n" if rest > 0 else ""
    return (
        f'<h2 id="{escape(view.site.wanted_anchor(note.key))}">{escape(note.name)}</h2>\n'
        f'<p class="kw-where">{count}{_near(view, note, here)}{_create(view, note)}</p>\n'
        f"{unordered(items, 'kw-backlinks')}{more}"
    )


def _near(view: View, note: MissingNoteLinks, here: str) -> str:
    missing = _missing_note(note)
    near = dict.fromkeys((*missing.alias_of, *missing.similar))
    links = ", ".join(view.link(path, here) for path in near)
    return " " + view.words("Nearest: {notes}.", notes=links) if links else ""


def _create(view: View, note: MissingNoteLinks) -> str:
    """A link to the form for the new note, in the folder of the first note that links to it."""
    name = without_md(_LEADING_DOTS.sub("", _missing_note(note).name.strip())).rstrip("/")
    beside = folder(note.links[0].source)
    path = f"{name}.md" if "/" in name or not beside else f"{beside}/{name}.md"
    url = creation_url(view.edit_url, path)
    if url is None or not name:
        return ""
    create = view.words("Create this note")
    label = escape(view.words("Create this note: {name}", name=note.name))
    return f' <a class="kw-create" href="{escape(url)}" aria-label="{label}">{create}</a>'


def _missing_note(note: MissingNoteLinks) -> MissingNote:
    missing = note.links[0].resolution
    assert isinstance(missing, MissingNote), "a wanted note is missing"
    return missing
