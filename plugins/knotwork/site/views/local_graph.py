"""The notes around a note as a drawing: links that can be followed, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import islice
from math import atan2, cos, pi, sin, sqrt
from typing import NamedTuple

from knotwork.model.names import NotePath
from knotwork.site.addresses import relative
from knotwork.site.views.graph_label import graph_label
from knotwork.site.views.neighbours import (
    Neighbours,
    closest,
    further_notes,
    links_between,
    listed_neighbours,
    side_by_side,
)
from knotwork.site.views.page import View
from knotwork.site.views.rail import DRAWING
from knotwork.site.words import Words

MOST = 150
"""Notes in one drawing."""
SIZE = 10_000
"""Bytes of one drawing."""

_NEAR = 40
_HALF = 220
"""Half the width of a drawing; on a phone a pixel shows four fifths of a unit."""
_LABEL, _LABEL_BESIDE, _LABEL_ALONE = 164, 114, 134
"""The maximum width of a label: below its dot, beside it, and beside it without an outer ring."""
_NEAR_LINES, _FAR_LINES = 120, 54
"""Bytes of the lines to a note and of its label's position."""
_MANY, _CROWD = 14, 24
"""Numbers of neighbours above which labels are beside their dots, and above which far notes are hidden."""


class PlacedNote(NamedTuple):
    """A note in a drawing and its position; the note that the drawing is about is at 0, 0."""

    path: NotePath
    x: int
    y: int
    parent: NotePath | None = None
    """The neighbour that links it to the note; None for a neighbour itself."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The positions of the notes around a note."""

    half_height: int
    near: tuple[PlacedNote, ...]
    far: tuple[PlacedNote, ...]
    beside: bool
    """Whether labels stand beside their dots."""

    @property
    def room(self) -> int:
        """How wide the label of a neighbour may be."""
        return (_LABEL_BESIDE if self.far else _LABEL_ALONE) if self.beside else _LABEL


def local_graph(view: View, path: NotePath) -> str:
    """The section with the drawing; empty when a note shares no link with another."""
    neighbours = listed_neighbours(view)
    if not neighbours(path):
        return ""
    near, room = _fitting(view, path, closest(neighbours, path, _NEAR), SIZE - 1_000, _NEAR_LINES)
    most = MOST - 1 - len(near) if len(near) <= _CROWD else 0
    further = dict(islice(further_notes(neighbours, path, near), most))
    far, _ = _fitting(view, path, further, room, _FAR_LINES)
    drawn = drawing(side_by_side(neighbours, near), {note: further[note] for note in far})
    return _section(view, path, drawn)


def drawing(near: Sequence[NotePath], far: Mapping[NotePath, NotePath]) -> Drawing:
    """Neighbours in two arcs around the middle, in that order; `far` (note → parent) on a ring around them.

    Each label has a line of its own on its side, so that no two of them overlap.
    """
    right = (len(near) + 1) // 2
    beside = len(near) > _MANY
    gap, reach = (20, 66) if beside else (36, 116)
    spots = [*_bow(near[:right], gap, reach), *_bow(near[right:][::-1], gap, -reach)]
    tall = max(abs(spot.y) for spot in spots)
    if not far:
        return Drawing(tall + 34, tuple(spots), (), beside)
    height = max(tall + 44, 84)
    return Drawing(height + 16, tuple(spots), tuple(_ring(spots, far, _HALF - 14, height)), beside)


# -- which notes


def _fitting(
    view: View, path: NotePath, notes: Iterable[NotePath], room: int, lines: int
) -> tuple[list[NotePath], int]:
    """The first notes that fit into `room` bytes, each with that many bytes of lines; and the room left."""
    fitting: list[NotePath] = []
    here, addresses, known = view.site.note(path), view.site.notes, view.kb.notes
    for note in notes:
        href = relative(addresses[note], here)
        size = _FRAME + len(href) + graph_label(known[note].title, _LABEL).size + lines
        if size > room:
            break
        room -= size
        fitting.append(note)
    return fitting, room


# -- positions


def _bow(paths: Sequence[NotePath], gap: int, reach: int) -> Iterator[PlacedNote]:
    """Notes in an arc from top to bottom, the middle ones furthest out."""
    for path, (x, y) in zip(paths, _arc(len(paths), gap, reach), strict=True):
        yield PlacedNote(path, x, y)


@cache  # there are few
def _arc(count: int, gap: int, reach: int) -> tuple[tuple[int, int], ...]:
    """The positions of that many notes in an arc."""
    high = 0.55 * gap * count
    rows = (gap * (index - (count - 1) / 2) for index in range(count))
    return tuple((round(reach * sqrt(1 - (y / high) ** 2)), round(y)) for y in rows)


def _ring(
    near: Sequence[PlacedNote], far: Mapping[NotePath, NotePath], width: int, height: int
) -> Iterator[PlacedNote]:
    """Notes on an ellipse, each as near to its parent as the gap between notes allows."""
    angles = {spot.path: atan2(spot.y / height, spot.x / width) for spot in near}
    children: dict[NotePath, list[NotePath]] = {path: [] for path in sorted(angles, key=angles.__getitem__)}
    for path, parent in far.items():
        children[parent].append(path)
    gap = min(26 / (width + height), 2 * pi / len(far))
    ordered = [
        (angles[parent] + gap * (index - (len(notes) - 1) / 2), path, parent)
        for parent, notes in children.items()
        for index, path in enumerate(notes)
    ]
    for (_, path, parent), angle in zip(ordered, _spread([notes[0] for notes in ordered], gap), strict=True):
        yield PlacedNote(path, round(width * cos(angle)), round(height * sin(angle)), parent)


def _spread(targets: Sequence[float], gap: float) -> list[float]:
    """Angles near the wanted ones, in the same order and at least a gap apart, all round."""
    later, earlier = list(targets), list(targets)
    for index in range(1, len(targets)):
        later[index] = max(later[index], later[index - 1] + gap)
        earlier[-1 - index] = min(earlier[-1 - index], earlier[-index] - gap)
    angles = [(high + low) / 2 for high, low in zip(later, earlier, strict=True)]
    if angles[-1] - angles[0] > 2 * pi - gap:
        return [angles[0] + 2 * pi * index / len(angles) for index in range(len(angles))]
    return angles


# -- drawing


def _section(view: View, path: NotePath, drawn: Drawing) -> str:
    neighbours, here, words = listed_neighbours(view), view.site.note(path), view.words
    title = escape(view.kb.notes[path].title[:80])
    around = words("Notes around {title}", title=title)
    about = _description(words, drawn, len(neighbours(path)))
    box = f"{-_HALF} {-drawn.half_height} {2 * _HALF} {2 * drawn.half_height}"
    near = "".join(_node(view, spot, here, _label(view, spot, drawn), drawn.room) for spot in drawn.near)
    far = "".join(_node(view, spot, here, _far_label(spot), _LABEL) for spot in drawn.far)
    return (
        f'<details class="kw-local-graph" id="{DRAWING}" open>\n'
        f"<summary>{words('Graph of the notes around it')}</summary>\n"
        f'<svg viewBox="{box}" role="group" aria-label="{around}" aria-describedby="kw-around">\n'
        f'{_lines(neighbours, drawn)}<circle class="kw-here" r="7"/>\n'
        f'<g class="kw-far">{far}</g>\n<g class="kw-near">{near}</g>\n</svg>\n'
        f'<p class="kw-where" id="kw-around">{about}</p>\n</details>\n'
    )


def _description(words: Words, drawn: Drawing, count: int) -> str:
    shown = len(drawn.near)
    middle = words("In the middle: this note.")
    if shown == count:
        one = "Around it: {n} note it shares links with."
        around = words.plural(count, one, "Around it: {n} notes it shares links with.")
    else:
        all_ = words.number(count)
        around = words("Around it: {shown} of the {all} notes it shares links with.", shown=shown, all=all_)
    outside = f" {words('Outside: notes one link further.')}" if drawn.far else ""
    return f"{middle} {around}{outside}"


def _lines(neighbours: Neighbours, drawn: Drawing) -> str:
    at = {spot.path: spot for spot in drawn.near}
    first = "".join(f"M0 0L{spot.x} {spot.y}" for spot in drawn.near)
    second = "".join(
        f"M{at[spot.parent].x} {at[spot.parent].y}L{spot.x} {spot.y}" for spot in drawn.far if spot.parent
    )
    between = "".join(
        f"M{spot.x} {spot.y}Q{(spot.x + linked.x) // 4} {(spot.y + linked.y) // 4} {linked.x} {linked.y}"
        for spot, linked in (
            (at[one], at[other]) for one, other in islice(links_between(neighbours, at), 2 * len(at))
        )
    )
    return f'<path class="kw-further" d="{second}{between}"/>\n<path d="{first}"/>\n'


def _node(view: View, spot: PlacedNote, here: str, placed: str, room: float) -> str:
    label = graph_label(view.kb.notes[spot.path].title, room)
    return (
        # not `href`: Material's instant navigation sets each `[href]` anew, and fails at those in drawings
        f'<a xlink:href="{relative(view.site.note(spot.path), here)}"{label.full} '
        f'transform="translate({spot.x} {spot.y})"><circle r="{3 if spot.parent else 5}"/>'
        f"<text{placed}>{label.text}</text></a>\n"
    )


_FRAME = len(f'<a xlink:href="" transform="translate({-_HALF} {-_HALF})"><circle r="5"/><text></text></a>\n')
"""Bytes of a note in a drawing without its address and its label."""


def _label(view: View, spot: PlacedNote, drawn: Drawing) -> str:
    """The attributes that place a neighbour's label: below its dot on the same side, or beside it."""
    side = 1 if spot.x > 0 else -1
    if drawn.beside:
        return f' class="kw-{"start" if side > 0 else "end"}" x="{9 * side}" y="4"'
    half = graph_label(view.kb.notes[spot.path].title, _LABEL).width / 2
    middle = min(max(abs(spot.x), half + 8), _HALF - 30 - half)
    moved = round(middle - abs(spot.x)) * side
    return f' x="{moved}" y="18"' if moved else ' y="18"'


def _far_label(spot: PlacedNote) -> str:
    """The attributes that place a far note's label, which is shown on hover: away from the edge."""
    if abs(spot.x) < _HALF - _LABEL / 2:
        return ' y="-8"'
    return f' class="kw-{"end" if spot.x > 0 else "start"}" y="-8"'
