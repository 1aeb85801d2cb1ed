"""What an embed shows: a note, a section or a block; and the chain when it shows itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knotwork.compiler import KnowledgeBase
from knotwork.names import NotePath
from knotwork.note import Cut, EmbedSlot, Note
from knotwork.resolve import Resolution, Resolved


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a note's Body."""

    path: NotePath
    cut: Cut
    name: str
    """For people: `Note`, `Note#Heading`, `Note#^id`."""

    def holds(self, other: Region) -> bool:
        """Whether the other region lies within this one."""
        return self.path == other.path and self.cut[0] <= other.cut[0] and other.cut[1] <= self.cut[1]


def whole(note: Note) -> Region:
    """A note's whole Body."""
    return Region(note.path, (0, len(note.body.pieces)), note.path)


def region(kb: KnowledgeBase, resolution: Resolution) -> Region | None:
    """What an embed with that resolution shows; None when it shows no part of a note."""
    if not isinstance(resolution, Resolved):
        return None
    note = kb.notes[resolution.target]
    if resolution.heading is not None:
        return Region(note.path, resolution.heading.cut, f"{note.path}#{resolution.heading.text}")
    if resolution.block is not None:
        return Region(note.path, resolution.block.cut, f"{note.path}#^{resolution.block.name}")
    return whole(note)


def embeds_in(kb: KnowledgeBase, shown: Region) -> Iterator[Region]:
    """What the embeds of notes in a region show."""
    note = kb.notes[shown.path]
    for piece in note.body.pieces[shown.cut[0] : shown.cut[1]]:
        if isinstance(piece, EmbedSlot):
            target = region(kb, kb.resolutions[shown.path][piece.link])
            if target is not None and note.links[piece.link].kind == "embed":
                yield target


def cycle(kb: KnowledgeBase, source: NotePath, first: Region, at: int) -> tuple[str, ...]:
    """The chain of names by which the embed at piece `at` of `source` comes to show itself; or empty."""
    here = Region(source, (at, at + 1), source)
    trail: list[tuple[Region, tuple[str, ...]]] = [(first, (source, first.name))]
    seen: set[tuple[NotePath, Cut]] = set()
    while trail:
        shown, chain = trail.pop()
        if shown.holds(here):
            return chain
        if (shown.path, shown.cut) in seen:
            continue
        seen.add((shown.path, shown.cut))
        trail += [(target, (*chain, target.name)) for target in embeds_in(kb, shown)]
    return ()
