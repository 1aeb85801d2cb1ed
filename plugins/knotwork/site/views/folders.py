"""A page for each folder without a folder note: its folders and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from knotwork.model.names import (
    FOLDER_NOTES,
    NOTE_ENDINGS,
    NotePath,
    basename,
    folder,
    page_rank,
    slug,
    without_md,
)
from knotwork.model.note import Note
from knotwork.site.addresses import HOME, folder_source
from knotwork.site.summary import summary
from knotwork.site.views.page import Entry, GeneratedPage, View, parts
from knotwork.site.views.sections import Section, section_pages
from knotwork.site.words import Words, marked


@dataclass(frozen=True, slots=True)
class FolderContents:
    """The folders and notes in a folder."""

    folders: tuple[str, ...]
    notes: tuple[NotePath, ...]
    below: int
    """How many notes it holds at any depth."""


def folder_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages of all folders below the root that hold notes, directly or deeper.

    A folder note is the page of its folder; what it does not link to is listed at its end.
    """
    folders = tree(view.kb.notes)
    for path in sorted(folders):
        if folder_note(view, path):
            yield from _unlinked(view, folders, path)
        elif path:
            yield from _page(view, folders, path)


def folder_sources(view: View) -> Iterator[tuple[str, str]]:
    """The source paths of the folders' pages, with titles."""
    for path in sorted(tree(view.kb.notes)):
        if path and folder_note(view, path) is None:
            yield folder_source(path), basename(path)


def folder_note(view: View, path: str) -> NotePath | None:
    """The folder note: its `index.md` or `README.md`; None when it has none."""
    for name in FOLDER_NOTES:
        note = NotePath(f"{path}/{name}" if path else name)
        if note in view.kb.notes:
            return note
    return None


def shadowed(notes: Container[NotePath], path: NotePath) -> bool:
    """Whether another note has the address of this one: `index.md` has that of `README.md` in its folder."""
    if path.endswith(".md") and basename(path) != "README.md":
        return False
    stem, rank = without_md(path), page_rank(path)
    stems = (stem, f"{stem.removesuffix('README')}index") if rank[0] else (stem,)
    rivals = (NotePath(f"{stem}{ending}") for stem in stems for ending in NOTE_ENDINGS)
    return any(rival in notes and page_rank(rival) < rank for rival in rivals)


def tree(paths: Iterable[NotePath]) -> dict[str, FolderContents]:
    """For each folder with notes, directly or deeper, what it holds; the root's name is empty."""
    notes: dict[str, list[NotePath]] = defaultdict(list)
    for path in paths:
        notes[folder(path)].append(path)
    folders: dict[str, set[str]] = defaultdict(set)
    below: dict[str, int] = defaultdict(int)
    for name, held in notes.items():
        below[name] += len(held)
        child = name
        while child:
            above = folder(child)
            folders[above].add(child)
            below[above] += len(held)
            child = above
    return {
        name: FolderContents(tuple(sorted(folders[name])), tuple(notes[name]), below[name])
        for name in {"", *folders, *notes}
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """What a folder's page lists."""

    folders: Sequence[Entry]
    notes: Sequence[Entry]


def contents(
    view: View, folders: Mapping[str, FolderContents], path: str, without: Collection[NotePath] = ()
) -> Listed:
    """What a folder holds, as list items: folders by name, notes by title; `without` some notes."""
    held = folders[path]
    children = [child for child in held.folders if folder_note(view, child) not in without]
    hidden = {folder_note(view, path), *without}
    shown = [note for note in held.notes if note not in hidden and not shadowed(view.kb.notes, note)]
    ordered = sorted(shown, key=lambda note: (view.kb.notes[note].title.lower(), note))
    return Listed(
        [partial(_folder, view, child, folders[child].below) for child in children],
        [partial(note_with_summary, view, note) for note in ordered],
    )


def note_with_summary(view: View, path: NotePath, here: str, suffix: str = "") -> str:
    """A link to a note, the HTML `suffix`, and a line with its summary."""
    return view.link(path, here) + suffix + _summary_html(view.kb.notes[path])


def breadcrumbs(view: View, path: str, here: str) -> str:
    """The folders above a note or folder as breadcrumbs, from the home page down; empty at the root."""
    above = _above(f"{path}/")
    if not path:
        return ""
    links = [
        view.to(_address(view, parent), here, basename(parent) or view.site_name)
        for parent in above
        if parent or view.has_page(HOME)
    ]
    return f'<nav class="kw-trail" aria-label="{view.words("Folders")}">{" / ".join(links)}</nav>\n'


def _page(view: View, folders: Mapping[str, FolderContents], path: str) -> Iterator[GeneratedPage]:
    held, listed = folders[path], contents(view, folders, path)
    both = bool(listed.folders and listed.notes)
    sections = [
        Section(title if both else "", "", slug(title), entries)
        for title, entries in ((marked("Folders"), listed.folders), (marked("Notes"), listed.notes))
        if entries
    ]
    intro = f"<p>{_counts(view.words, held)}</p>\n"
    for page in section_pages(view, folder_source(path), basename(path), lambda here: intro, sections):
        here = view.site.generated(page.source)
        yield replace(page, breadcrumbs=partial(breadcrumbs, view, folder(path), here))


def _counts(words: Words, held: FolderContents) -> str:
    if not held.folders:
        return words.plural(held.below, "{n} note in this folder.", "{n} notes in this folder.")
    notes, inside = words.counted(held.below, "note"), words.counted(len(held.folders), "folder")
    if not held.notes:
        return words("{notes} in {folders}.", notes=notes, folders=inside)
    deeper = words.number(held.below - len(held.notes))
    return words(
        marked("{notes} in this folder, {deeper} of them in {folders} below it."),
        notes=notes,
        deeper=deeper,
        folders=inside,
    )


def _unlinked(view: View, folders: Mapping[str, FolderContents], path: str) -> Iterator[GeneratedPage]:
    """The notes that a folder note does not link to; none if it links to some and all are in the nav."""
    own = folder_note(view, path)
    assert own is not None, "the folder has a folder note"
    if not view.shows("folder_lists", own):
        return
    linked = {edge.target for edge in view.kb.graph.outlinks.get(own, ())}
    held = contents(view, folders, path, linked)
    rest = [*held.folders, *held.notes]
    if rest and not (linked and len(view.kb.notes) <= view.kb.settings.most_in_nav):
        heading = view.words("Also in this folder") if linked else view.words("In this folder")
        intro = f'<h2 id="in-this-folder">{heading}</h2>\n'
        name = basename(path) or view.site_name
        yield from parts(view, folder_source(path), name, lambda here: intro, rest)


def _folder(view: View, path: str, below: int, here: str) -> str:
    """A line about a folder, with the summary of its folder note if it has one."""
    link = view.to(_address(view, path), here, f"{basename(path)}/")
    note = folder_note(view, path)
    about = _summary_html(view.kb.notes[note]) if note else ""
    return f'{link} <span class="kw-count">{view.words.number(below)}</span>{about}'


def _summary_html(note: Note) -> str:
    text = summary(note)
    return f' <span class="kw-summary">{escape(text)}</span>' if text else ""


def _above(path: str) -> list[str]:
    """The folders that contain a path, from the root (empty) down."""
    parts_ = path.split("/")[:-1]
    return ["/".join(parts_[:n]) for n in range(len(parts_) + 1)]


def _address(view: View, path: str) -> str:
    note = folder_note(view, path)
    if note is not None:
        return view.site.note(note)
    return view.site.generated(folder_source(path))
