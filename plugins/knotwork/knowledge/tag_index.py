"""All tags of a vault: where each occurs, nested tags under their parents too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knotwork.model.differing import in_order
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
        by_key = self._occurrences(self.notes)
        return {key: tuple(by_key[key]) for key in sorted(by_key)}

    @cached_property
    def names(self) -> Mapping[TagKey, str]:
        """For each tag, parents included, the casing it is first written with."""
        return {key: _name(key, occurrences) for key, occurrences in self.occurrences.items()}

    def updated(self, notes: Mapping[NotePath, Note], paths: Collection[NotePath]) -> TagIndex:
        """The same when some notes differ."""
        index = TagIndex(notes, self.ignored)
        if "occurrences" not in vars(self):
            return index
        new = index._occurrences(path for path in paths if path in notes)
        differing = {*new, *self._occurrences(path for path in paths if path in self.notes)}
        occurrences, names = dict(self.occurrences), dict(self.names)
        for key in differing:
            kept = (
                occurrence for occurrence in self.occurrences.get(key, ()) if occurrence.path not in paths
            )
            merged = sorted((*kept, *new.get(key, ())), key=lambda occurrence: occurrence.path)
            if merged:
                occurrences[key] = tuple(merged)
                names[key] = _name(key, merged)
            else:
                occurrences.pop(key, None)
                names.pop(key, None)
        vars(index)["occurrences"] = in_order(occurrences, self.occurrences)
        vars(index)["names"] = in_order(names, self.names)
        return index

    def _occurrences(self, paths: Iterable[NotePath]) -> dict[TagKey, list[TagOccurrence]]:
        """The occurrences in some notes."""
        ignored = set(map(tag_key, self.ignored))
        by_key: dict[TagKey, list[TagOccurrence]] = defaultdict(list)
        for path in paths:
            for tag in self.notes[path].tags:
                key = tag_key(tag.name)
                if key not in ignored:
                    for parent in ancestors(key):
                        by_key[parent].append(TagOccurrence(path, tag))
        return by_key


def ancestors(key: TagKey) -> list[TagKey]:
    """A nested tag's parents and itself: `a/b` gives `a`, `a/b`."""
    parts = key.split("/")
    return [TagKey("/".join(parts[: n + 1])) for n in range(len(parts))]


def shown_tags(note: Note) -> Sequence[str]:
    """A note's tags for its chips: each once, first casing, front matter's first."""
    ordered = sorted(note.tags, key=lambda tag: tag.source != "front-matter")
    return list({tag_key(tag.name): tag.name for tag in reversed(ordered)}.values())[::-1]


def _name(key: TagKey, occurrences: Sequence[TagOccurrence]) -> str:
    """A tag as it is first written, or a parent as it stands in that tag."""
    parts = [part for part in occurrences[0].tag.name.split("/") if part]
    return "/".join(parts[: key.count("/") + 1])
