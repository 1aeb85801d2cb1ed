"""All tags of a vault: where each occurs, nested tags under their parents too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knotwork.model.names import NotePath, TagKey, tag_key
from knotwork.model.note import Note, Tag


@dataclass(frozen=True, slots=True)
class TagOccurrence:
    """A tag and the note it stands in."""

    path: NotePath
    tag: Tag


@dataclass(frozen=True)
class TagIndex:
    """The tags of all notes but those that the settings ignore."""

    notes: Mapping[NotePath, Note]
    ignored: Collection[str] = ()

    @cached_property
    def occurrences(self) -> Mapping[TagKey, tuple[TagOccurrence, ...]]:
        """The occurrences of every tag, which count for each of its parents too; sorted by key."""
        ignored = set(map(tag_key, self.ignored))
        by_key: dict[TagKey, list[TagOccurrence]] = defaultdict(list)
        for path, note in self.notes.items():
            for tag in note.tags:
                key = tag_key(tag.name)
                if key not in ignored:
                    for parent in ancestors(key):
                        by_key[parent].append(TagOccurrence(path, tag))
        return {key: tuple(by_key[key]) for key in sorted(by_key)}

    @cached_property
    def names(self) -> Mapping[TagKey, str]:
        """For each tag, parents included, the casing it is first written with."""
        return {
            key: _first_parts(occurrences[0].tag.name, key.count("/") + 1)
            for key, occurrences in self.occurrences.items()
        }


def ancestors(key: TagKey) -> list[TagKey]:
    """A nested tag's parents and itself: `a/b` gives `a`, `a/b`."""
    parts = key.split("/")
    return [TagKey("/".join(parts[: n + 1])) for n in range(len(parts))]


def shown_tags(note: Note) -> Sequence[str]:
    """A note's tags for its chips: each once, first casing, front matter's first."""
    ordered = sorted(note.tags, key=lambda tag: tag.source != "front-matter")
    return list({tag_key(tag.name): tag.name for tag in reversed(ordered)}.values())[::-1]


def _first_parts(tag: str, count: int) -> str:
    return "/".join([part for part in tag.split("/") if part][:count])
