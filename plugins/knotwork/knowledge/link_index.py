"""All links of a vault with what they mean: by note, as edges of the graph, and those to missing notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knotwork.knowledge.graph import Edge
from knotwork.knowledge.resolution import MissingNote, Resolution, target_of
from knotwork.model.names import NameKey, NotePath, basename, name_key, without_md
from knotwork.model.note import Link, Note


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

    def of(self, path: NotePath) -> list[ResolvedLink]:
        """The links of one note, ordered by position."""
        pairs = zip(self.notes[path].links, self.resolutions[path], strict=True)
        links = [ResolvedLink(path, link, resolution) for link, resolution in pairs]
        return sorted(links, key=lambda resolved: resolved.link.span)

    def counts(self, link: Link) -> bool:
        """Whether a link is an edge: those in comments only with `comments: count`."""
        return link.published or self.count_comments

    def edges(self) -> Iterator[Edge]:
        """The links that reach a note or an attachment."""
        for resolved in self.all:
            target = target_of(resolved.resolution)
            if target is not None and self.counts(resolved.link):
                yield Edge(resolved.source, target, resolved.link)

    @cached_property
    def missing_notes(self) -> tuple[MissingNoteLinks, ...]:
        """The missing notes that readers see links to, those with most links first, ties by name."""
        by_key: dict[NameKey, list[ResolvedLink]] = defaultdict(list)
        first_names: dict[NameKey, str] = {}
        for resolved in self.all:
            match resolved.resolution:
                case MissingNote(name=name, unpublished=None) if resolved.link.published:
                    key = missing_note_key(name)
                    first_names.setdefault(key, name)
                    by_key[key].append(resolved)
        missing = [
            MissingNoteLinks(key, without_md(basename(first_names[key]) or first_names[key]), tuple(links))
            for key, links in by_key.items()
        ]
        return tuple(sorted(missing, key=lambda note: (-len(note.links), note.key)))


def missing_note_key(name: str) -> NameKey:
    """The key that all spellings of a missing note's name share: case, `.md`, outer slashes do not count."""
    return name_key(without_md(name.strip().strip("/")))
