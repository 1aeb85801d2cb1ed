"""The notes around a note: which of them are drawn, and which of them link to each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from knotwork.model.names import NotePath
from knotwork.site.views.page import View

Neighbours = Callable[[NotePath], Sequence[NotePath]]
"""Gives the notes that a note shares links with."""

_COMPARED = 60
"""Of how many neighbours the most linked are looked for."""
_LOOKED_AT = 160
"""At how many links of one note a drawing looks: a hub has thousands, and the work for a page is limited."""
_FAR_PER_NOTE = 12


def listed_neighbours(view: View) -> Neighbours:
    """The neighbours that graphs show."""
    ignored, neighbours = view.kb.settings.obsidian, view.kb.graph.neighbours
    if not ignored.ignored:
        return neighbours
    return lambda path: [note for note in neighbours(path) if not ignored.ignores(note)]


def closest(neighbours: Neighbours, path: NotePath, count: int) -> list[NotePath]:
    """That many neighbours of a note: those that share most links with the others, as near ones first.

    All of them in their own order when there are no more: where both link, then where it does, then the rest.
    """
    around = neighbours(path)
    if len(around) <= count:
        return list(around)
    compared = around[:_COMPARED]
    known = frozenset(compared)
    shared = {note: len(known.intersection(neighbours(note)[:_LOOKED_AT])) for note in compared}
    chosen = sorted(compared, key=lambda note: -shared[note])[:count]
    return [*chosen, *around[_COMPARED : _COMPARED + count - len(chosen)]]


def links_between(neighbours: Neighbours, notes: Collection[NotePath]) -> Iterator[tuple[NotePath, NotePath]]:
    """Those of the notes that link to each other, once each."""
    for path in notes:
        for neighbour in neighbours(path)[:_LOOKED_AT]:
            if neighbour in notes and path < neighbour:
                yield path, neighbour


def side_by_side(neighbours: Neighbours, near: Sequence[NotePath]) -> list[NotePath]:
    """Neighbours ordered so that linked notes are next to each other."""
    remaining = dict.fromkeys(near)
    ordered: list[NotePath] = []
    while remaining:
        linked: Sequence[NotePath] = neighbours(ordered[-1])[:_LOOKED_AT] if ordered else ()
        for chosen in linked:
            if chosen in remaining:
                break
        else:
            chosen = next(iter(remaining))
        del remaining[chosen]
        ordered.append(chosen)
    return ordered


def further_notes(
    neighbours: Neighbours, path: NotePath, near: Sequence[NotePath]
) -> Iterator[tuple[NotePath, NotePath]]:
    """The neighbours' neighbours, each with the neighbour that links to it; neighbours take turns."""
    seen = {path, *near}
    rows = [iter(neighbours(note)[: 4 * _FAR_PER_NOTE]) for note in near]
    for _ in range(_FAR_PER_NOTE):
        for parent, row in zip(near, rows, strict=True):
            for new in row:
                if new not in seen:
                    seen.add(new)
                    yield new, parent
                    break
