"""What notes are called, for search: aliases, file names, kinds with kubectl's short names, tags, folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from msgspec import Struct

from knotwork.knowledge.kinds import kinds_of, spellings
from knotwork.model.names import NotePath, basename, folder, without_md
from knotwork.model.note import Note
from knotwork.site.search.folding import folded
from knotwork.site.views.page import View
from knotwork.snippets.schema.definitions import defined_short_names
from knotwork.snippets.schema.short_names import SHORT_NAMES

What = Literal["a", "f", "k"]
"""An alias; the name of the file; a kind that the note is about, or a short name of it."""


class SearchNames(Struct, frozen=True, gc=False):
    """What one page is called."""

    title: str | None = None
    """None: what the index calls it."""
    others: tuple[tuple[What, str], ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """The kinds of its manifests."""
    defined: tuple[tuple[str, str], ...] = ()
    """The custom kinds that it defines, each with a short name."""
    folder: str = ""
    rank: int = 0
    """From 0 to 9: how many notes link to it, doubled for each."""
    is_list: bool = False
    """Whether it is a generated page."""


def search_names(view: View, generated: Mapping[str, str]) -> dict[str, SearchNames]:
    """What all pages of the notes are called, by decoded address.

    `generated` are the pages that list notes: address → source.
    """
    kb = view.kb
    manifests: dict[NotePath, dict[str, None]] = defaultdict(dict)
    for path, snippets in kb.snippets.by_note.items():
        for snippet in snippets:
            if snippet.kind and snippet.is_manifest and snippet.mode != "meant-to-fail":
                manifests[path][snippet.kind] = None
    defined = {path: defined_short_names(note) for path, note in kb.notes.items() if not note.is_protected}
    short = dict(SHORT_NAMES)
    for of_note in defined.values():
        short.update((kind, tuple(listed)) for kind, listed in of_note.items())
    known = dict.fromkeys(kind for kinds in manifests.values() for kind in kinds)
    spelt = spellings(dict.fromkeys((*known, *short)))
    tags: dict[NotePath, dict[str, None]] = defaultdict(dict)
    for key, occurrences in kb.tags.occurrences.items():
        for occurrence in occurrences:
            tags[occurrence.path][kb.tags.names[key]] = None
    names = {
        unquote(url): SearchNames(folder=folder(source), is_list=True) for url, source in generated.items()
    }
    for path, note in kb.notes.items():
        if note.is_protected:
            names[unquote(view.site.note(path))] = SearchNames(note.title, folder=folder(path))
            continue
        names[unquote(view.site.note(path))] = SearchNames(
            note.title,
            tuple(_others(note, spelt, defined[path], short)),
            tuple(tags.get(path, ())),
            tuple(sorted(manifests.get(path, ()))),
            tuple((kind, name) for kind, listed in defined[path].items() for name in listed),
            folder(path),
            min(9, len(kb.graph.backlinks.get(path, ())).bit_length()),
        )
    return names


def without_names(url: str) -> SearchNames:
    """What the page at an address is called that is no note."""
    return SearchNames(folder=unquote(url).strip("/").rpartition("/")[0])


def _others(
    note: Note, spelt: Mapping[str, str], defined: Iterable[str], short: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[What, str]]:
    seen = {folded(note.title)}
    candidates: list[tuple[What, str]] = [("a", alias.name.strip()) for alias in note.aliases]
    candidates.append(("f", basename(without_md(note.path))))
    for kind in (*kinds_of(note, spelt), *defined):
        candidates += (("k", name) for name in (kind, *short.get(kind, ())))
    for what, name in candidates:
        if name and (key := folded(name)) not in seen:
            seen.add(key)
            yield what, name
