"""The part of a note that an embed shows, embeds that show themselves, and the size of what is embedded."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from knotwork.knowledge.graph import on_cycles
from knotwork.knowledge.resolution import Element, Footnote, Resolution, Resolved, Top
from knotwork.model.body import Cut
from knotwork.model.names import NotePath
from knotwork.model.note import BlockId, Heading, Note

SITE_CHARACTERS, SITE_FACTOR = 20_000_000, 5
"""The limit of a site: characters that all pages may embed together, or this multiple of the notes' size."""
_CHAIN_STEPS = 200_000
"""Embeds looked at for the chains of names; an embed beyond is reported without its chain."""
_CHAIN, _NAME = 8, 100
"""Names that a chain shows, and characters of each."""
_SLOT, _FENCE, _CODE = 400, 600, 8
"""Characters that a link, and a code block, take on a page, and how much longer colours make code."""

Place = tuple[NotePath, int]
"""A note and the index of a piece of its Body."""
_Stretch = tuple[NotePath, Cut]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a note's Body."""

    path: NotePath
    cut: Cut
    name: str
    """For people: `Note`, `Note#Heading`, `Note#^id`."""

    def holds(self, region: Region) -> bool:
        """Whether the other region lies within this one."""
        return self.path == region.path and self.cut[0] <= region.cut[0] and region.cut[1] <= self.cut[1]


def whole(note: Note) -> Region:
    """A note's whole Body."""
    return Region(note.path, (0, note.body.length), note.path)


def region(notes: Mapping[NotePath, Note], resolution: Resolution) -> Region | None:
    """The region that an embed with that resolution shows; None when it shows no part of a note."""
    if not isinstance(resolution, Resolved):
        return None
    note = notes[resolution.target]
    if note.is_protected:
        return None  # its places are those of a text that is not there
    match resolution.anchor:
        case Heading(text=text, cut=cut):
            return Region(note.path, cut, f"{note.path}#{text}")
        case BlockId(name=name, cut=cut):
            return Region(note.path, cut, f"{note.path}#^{name}")
        case Top() | Footnote() | Element():
            return whole(note)


def chain_text(names: tuple[str, ...]) -> str:
    """A chain of names for people; of a long one its two ends."""
    shown = [name if len(name) <= _NAME else f"{name[: _NAME - 1]}…" for name in names]
    if len(shown) > _CHAIN:
        half = _CHAIN // 2
        shown = [*shown[:half], f"{len(shown) - 2 * half:,} more", *shown[-half:]]
    return " → ".join(shown)


class Embeds:
    """All embeds of notes in a vault."""

    def __init__(
        self,
        notes: Mapping[NotePath, Note],
        resolutions: Mapping[NotePath, tuple[Resolution, ...]],
        *,
        characters: int,
        depth: int,
    ) -> None:
        """`characters` and `depth` are what a page may show at most."""
        self.notes, self.characters, self.depth = notes, characters, depth
        self._rows: dict[NotePath, tuple[tuple[int, Region], ...]] = {}
        """For the notes that have embeds, their places and what they show."""
        self._add_rows(resolutions, notes)

    def _add_rows(
        self, resolutions: Mapping[NotePath, tuple[Resolution, ...]], paths: Iterable[NotePath]
    ) -> None:
        for path in paths:
            note = self.notes[path]
            if not note.body.embeds:
                continue
            targets = (
                (at, region(self.notes, resolutions[path][link]))
                for at, link in note.body.embeds
                if note.links[link].embeds
            )
            row = tuple((at, target) for at, target in targets if target is not None)
            if row:
                self._rows[path] = row

    def updated(
        self,
        notes: Mapping[NotePath, Note],
        resolutions: Mapping[NotePath, tuple[Resolution, ...]],
        paths: Collection[NotePath],
        changed: Collection[NotePath],
    ) -> Embeds:
        """The same when the links of some notes differ, and the text of `changed` ones."""
        embeds = Embeds({}, {}, characters=self.characters, depth=self.depth)
        embeds.notes = notes
        stale = {*paths}
        stale.update(
            path for path, row in self._rows.items() if any(shown.path in changed for _, shown in row)
        )
        embeds._rows = {path: row for path, row in self._rows.items() if path not in stale}
        embeds._add_rows(resolutions, stale & notes.keys())
        vars(embeds)["_sizes"] = self._sizes
        return embeds

    @cached_property
    def shown(self) -> dict[Place, Region]:
        """The region that each embed of a note shows; ordered by path and position."""
        return {(path, at): target for path in sorted(self._rows) for at, target in self._rows[path]}

    @cached_property
    def _places(self) -> dict[NotePath, list[int]]:
        return {path: [at for at, _ in self._rows[path]] for path in sorted(self._rows)}

    def cycles(self) -> Iterator[tuple[Place, tuple[str, ...]]]:
        """Each embed that comes to show itself, with the chain of names: empty when it is long to find."""
        edges: dict[Place | _Stretch, Sequence[Place | _Stretch]] = {}
        edges.update((place, [_stretch(target)]) for place, target in self.shown.items())
        edges.update((stretch, list(places)) for stretch, places in self._within.items())
        circular = on_cycles(edges)
        steps = _CHAIN_STEPS
        for place in self.shown:
            if place in circular:
                chain, taken = self._chain(place, circular, steps)
                steps -= taken
                yield place, chain

    @cached_property
    def _within(self) -> dict[_Stretch, list[Place]]:
        """For each stretch that is shown, the embeds in it."""
        within = {}
        for path, (start, end) in dict.fromkeys(map(_stretch, self.shown.values())):
            places = self._places.get(path, [])
            inside = places[bisect_left(places, start) : bisect_left(places, end)]
            within[path, (start, end)] = [(path, at) for at in inside]
        return within

    def _chain(
        self, start: Place, circular: Collection[Place | _Stretch], steps: int
    ) -> tuple[tuple[str, ...], int]:
        """The shortest chain of names from an embed to itself, and how many embeds were looked at."""
        came_from: dict[Place, Place] = {}
        seen: set[_Stretch] = set()
        queue, taken = deque([start]), 0
        while queue and taken < steps:
            place = queue.popleft()
            target = self.shown[place]
            if target.path == start[0] and target.cut[0] <= start[1] < target.cut[1]:
                names = [target.name]
                while place != start:
                    place = came_from[place]
                    names.append(self.shown[place].name)
                return (start[0], *reversed(names)), taken
            if _stretch(target) in seen:
                continue
            seen.add(_stretch(target))
            for inner in self._within[_stretch(target)]:
                taken += 1
                if inner in circular and inner not in came_from:
                    came_from[inner] = place
                    queue.append(inner)
        return (), taken

    # -- sizes

    def size(self, shown: Region, note: Note | None = None) -> int:
        """About how many characters a region takes on a page, without what its embeds show.

        `note` is the note it lies in, when that has another text than in the vault.
        """
        note = note or self.notes[shown.path]
        measured, sizes = self._sizes.get(shown.path, (None, []))
        if measured is not note:
            pieces = (_size(note, size) for size in note.body.sizes)
            sizes = list(accumulate(pieces, initial=_SLOT + len(note.title)))
            self._sizes[shown.path] = note, sizes
        return sizes[shown.cut[1]] - sizes[shown.cut[0]] + sizes[0]

    @cached_property
    def _sizes(self) -> dict[NotePath, tuple[Note, list[int]]]:
        """For the notes looked at so far, the characters before each piece."""
        return {}

    @cached_property
    def page_limit(self) -> int:
        """How many characters the embeds of one page may show.

        That is the setting, unless all pages together would exceed the limit of a site: then the pages
        that embed most show less.
        """
        below: dict[_Stretch, int] = {}
        for _ in range(min(self.depth, len(self._within))):
            deeper = {stretch: self._embedded_size(places, below) for stretch, places in self._within.items()}
            if deeper == below:
                break
            below = deeper
        pages = sorted(
            self._embedded_size([(path, at) for at in places], below) for path, places in self._places.items()
        )
        if sum(pages) <= SITE_CHARACTERS:
            return self.characters  # every page has its share
        own = sum(self.size(whole(note)) for note in self.notes.values())
        left = max(SITE_CHARACTERS, SITE_FACTOR * own)
        for index, size in enumerate(pages):
            share = left // (len(pages) - index)
            if size > share:
                return share
            left -= size
        return self.characters

    def _embedded_size(self, places: list[Place], below: Mapping[_Stretch, int]) -> int:
        """The size of what embeds show, nested embeds included, up to what a page may show."""
        total = 0
        for place in places:
            target = self.shown[place]
            total += self.size(target) + below.get(_stretch(target), 0)
            if total >= self.characters:
                return self.characters
        return total


def _stretch(shown: Region) -> _Stretch:
    return shown.path, shown.cut


def _size(note: Note, size: int | None) -> int:
    """About how many characters a piece takes on a page; `size` is as in `Body.sizes`."""
    if size is None:
        return _SLOT
    return size if size >= 0 else _FENCE + _CODE * len(note.fences[-1 - size].text)
