"""All links of a vault with what they mean: by note, as edges of the graph, and those to missing notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knotwork.knowledge.graph import Edge
from knotwork.knowledge.resolution import MissingNote, Resolution, target_of
from knotwork.model.differing import without
from knotwork.model.names import NameKey, NotePath, basename, name_key, without_md
from knotwork.model.note import Link, Note

_REMEMBERED = 500
"""Notes whose links are kept in order: most are asked for several times in a row, and then no more."""


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link, the note it stands in, and what it means."""

    source: NotePath
    link: Link
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class MissingNoteLinks:
    """A note that does not exist, and the links to it."""

    key: NameKey
    name: str
    """As the first link writes it, without folders and extension."""
    links: tuple[ResolvedLink, ...]


@dataclass(frozen=True)
class LinkIndex:
    """The links of all notes."""

    notes: Mapping[NotePath, Note]
    resolutions: Mapping[NotePath, tuple[Resolution, ...]]
    """For each note, one resolution a link, in the order of `Note.links`."""
    count_comments: bool
    """Whether links in comments are edges of the graph."""

    @cached_property
    def all(self) -> tuple[ResolvedLink, ...]:
        """Every link of every note, ordered by path and position."""
        return tuple(link for path in self.notes for link in self.of(path))

    def of(self, path: NotePath) -> Sequence[ResolvedLink]:
        """The links of one note, ordered by position."""
        known = self._by_note.get(path)
        if known is None:
            pairs = zip(self.notes[path].links, self.resolutions[path], strict=True)
            links = [ResolvedLink(path, link, resolution) for link, resolution in pairs]
            known = sorted(links, key=lambda resolved: resolved.link.span)
            if len(self._by_note) >= _REMEMBERED:
                vars(self)["_by_note"] = {}  # other threads may be looking at the old one
            self._by_note[path] = known
        return known

    @cached_property
    def _by_note(self) -> dict[NotePath, list[ResolvedLink]]:
        """The links of the notes that were looked at last."""
        return {}

    def updated(
        self,
        notes: Mapping[NotePath, Note],
        resolutions: Mapping[NotePath, tuple[Resolution, ...]],
        paths: Collection[NotePath],
    ) -> LinkIndex:
        """The same when the links of some notes, or what they mean, differ."""
        index = LinkIndex(notes, resolutions, self.count_comments)
        known = {path: links for path, links in self._by_note.copy().items() if path not in paths}
        vars(index)["_by_note"] = known
        if "_missing" in vars(self):
            new = index._missing_in(path for path in paths if path in notes)
            vars(index)["_missing"] = without(self._missing, paths) | new
            if "missing_notes" in vars(self) and not new and self._missing.keys().isdisjoint(paths):
                vars(index)["missing_notes"] = self.missing_notes
        return index

    def counts(self, link: Link) -> bool:
        """Whether a link is an edge: those in comments only with `comments: count`."""
        return link.published or self.count_comments

    def edges(self) -> Iterator[Edge]:
        """The links that reach a note or an attachment."""
        return (edge for path in self.notes for edge in self.edges_of(path))

    def edges_of(self, path: NotePath) -> Iterator[Edge]:
        """Those of one note, ordered by position."""
        pairs = zip(self.notes[path].links, self.resolutions[path], strict=True)
        for link, resolution in sorted(pairs, key=lambda pair: pair[0].span):
            target = target_of(resolution)
            if target is not None and self.counts(link):
                yield Edge(path, target, link)

    @cached_property
    def missing_notes(self) -> tuple[MissingNoteLinks, ...]:
        """The missing notes that readers see links to, those with most links first, ties by name."""
        by_key: dict[NameKey, list[ResolvedLink]] = defaultdict(list)
        first_names: dict[NameKey, str] = {}
        for path in sorted(self._missing):
            for name, resolved in self._missing[path]:
                key = missing_note_key(name)
                first_names.setdefault(key, name)
                by_key[key].append(resolved)
        missing = [
            MissingNoteLinks(key, without_md(basename(first_names[key]) or first_names[key]), tuple(links))
            for key, links in by_key.items()
        ]
        return tuple(sorted(missing, key=lambda note: (-len(note.links), note.key)))

    @cached_property
    def _missing(self) -> Mapping[NotePath, list[tuple[str, ResolvedLink]]]:
        """For the notes that link to missing notes, the names and the links that readers see."""
        return self._missing_in(self.notes)

    def _missing_in(self, paths: Iterable[NotePath]) -> dict[NotePath, list[tuple[str, ResolvedLink]]]:
        missing: dict[NotePath, list[tuple[str, ResolvedLink]]] = {}
        for path in paths:
            if not any(isinstance(resolution, MissingNote) for resolution in self.resolutions[path]):
                continue
            for resolved in self.of(path):
                match resolved.resolution:
                    case MissingNote(name=name, unpublished=None) if resolved.link.published:
                        missing.setdefault(path, []).append((name, resolved))
        return missing


def missing_note_key(name: str) -> NameKey:
    """The key that all spellings of a missing note's name share: case, `.md`, outer slashes do not count."""
    return name_key(without_md(name.strip().strip("/")))
