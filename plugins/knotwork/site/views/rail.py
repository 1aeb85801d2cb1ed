"""What stands beside a note's text on a wide screen: the notes around it, and the first that link to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import islice
from math import sqrt

from knotwork.model.names import NotePath
from knotwork.site.addresses import relative
from knotwork.site.views.graph_label import graph_label
from knotwork.site.views.neighbours import closest, links_between, listed_neighbours, side_by_side
from knotwork.site.views.page import View, unordered

_DRAWN, _LISTED = 10, 5
"""The number of neighbours in the drawing, and of notes that link here."""
_WIDTH, _ROW, _REACH = 230, 24, 64
"""The width of the drawing, the height of a note in it, and how far right of the note the furthest dot is."""
_LEFT, _ROOM = 10, 150
"""Where the note's own dot is, and the room for a label at 13 units."""
LINKS_HERE, DRAWING = "kw-linked-from", "kw-graph"
"""The ids, on the note's page, of the list of all that link to it and of the whole drawing."""


def rail(view: View, path: NotePath) -> str:
    """The drawing and the list; empty for a note that shares no link with another."""
    parts = [
        _drawing(view, path) if view.shows("local_graph", path) else "",
        _linked_from(view, path) if view.shows("linked_from", path) else "",
    ]
    inner = "".join(parts)
    name = view.words("Notes around {title}", title=escape(view.kb.notes[path].title[:80]))
    return f'<nav class="kw-rail" aria-label="{name}">\n{inner}</nav>\n' if inner else ""


def rail_links(view: View, path: NotePath) -> str:
    """Links to the same below the text, for screens that have no room beside it."""
    words, parts = view.words, []
    count = len(_sources(view, path))
    if count and view.shows("linked_from", path):
        parts.append(f'<a href="#{LINKS_HERE}">{words("Linked from")} {words.number(count)}</a>')
    if view.shows("local_graph", path) and listed_neighbours(view)(path):
        parts.append(f'<a href="#{DRAWING}">{words("Graph")}</a>')
    return f'<div class="kw-rail-links">{" · ".join(parts)}</div>\n' if parts else ""


def _linked_from(view: View, path: NotePath) -> str:
    sources, here = _sources(view, path), view.site.note(path)
    if not sources:
        return ""
    count = f'<span class="kw-count">{view.words.number(len(sources))}</span>'
    listed = unordered(view.link(source, here) for source in sources[:_LISTED])
    title = f'<a href="#{LINKS_HERE}">{view.words("Linked from")} {count}</a>'
    return f'<p class="kw-rail-title">{title}</p>\n{listed}'


def _sources(view: View, path: NotePath) -> Sequence[NotePath]:
    """The notes that link to a note."""
    return list(dict.fromkeys(edge.source for edge in view.kb.graph.backlinks.get(path, ())))


def _drawing(view: View, path: NotePath) -> str:
    """The note at the left, its neighbours in a bow right of it, and the links between them."""
    neighbours, here, words = listed_neighbours(view), view.site.note(path), view.words
    around = neighbours(path)
    if not around:
        return ""
    shown = side_by_side(neighbours, closest(neighbours, path, _DRAWN))
    spots = dict(zip(shown, _bow(len(shown)), strict=True))
    rest = len(around) - len(shown)
    height = _ROW * (len(shown) + bool(rest)) + 4
    middle = _ROW * len(shown) // 2 + 2
    rays = "".join(f"M{_LEFT} {middle}L{x} {y}" for x, y in spots.values())
    between = "".join(
        _bent(spots[one], spots[other]) for one, other in islice(links_between(neighbours, spots), 2 * _DRAWN)
    )
    nodes = "".join(
        _node(view, note, relative(view.site.note(note), here), spot) for note, spot in spots.items()
    )
    # not `href`: Material's instant navigation sets each `[href]` anew, and fails at those in drawings
    more = (
        f'<a xlink:href="#{DRAWING}" aria-label="{words("{n} more", n=words.number(rest))}">'
        f'<text x="{_LEFT + _REACH - 22}" y="{height - 6}">+{words.number(rest)}</text></a>\n'
        if rest
        else ""
    )
    name = words("Graph of the notes around it")
    return (
        f'<p class="kw-rail-title"><a href="#{DRAWING}">{words("Graph")}</a></p>\n'
        f'<svg class="kw-rail-graph" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{name}">\n'
        f'<path class="kw-further" d="{between}"/><path d="{rays}"/>'
        f'<circle class="kw-here" cx="{_LEFT}" cy="{middle}" r="6"/>\n{nodes}{more}</svg>\n'
    )


def _node(view: View, note: NotePath, href: str, spot: tuple[int, int]) -> str:
    label = graph_label(view.kb.notes[note].title, _ROOM)
    return (
        f'<a xlink:href="{href}"{label.full} transform="translate({spot[0]} {spot[1]})">'
        f'<circle r="4"/><text x="9" y="4">{label.text}</text></a>\n'
    )


def _bent(one: tuple[int, int], other: tuple[int, int]) -> str:
    """The line between two neighbours, the more bent to the left the further they are from each other."""
    (x, y), (to_x, to_y) = one, other
    bend = max(_LEFT + 6, min(x, to_x) - 6 - abs(y - to_y) // 2)
    return f"M{x} {y}Q{bend} {(y + to_y) // 2} {to_x} {to_y}"


def _bow(count: int) -> list[tuple[int, int]]:
    """The positions of that many notes, from top to bottom, the middle ones furthest right."""
    high = 0.6 * count
    return [
        (
            _LEFT + round(_REACH * sqrt(1 - ((index - (count - 1) / 2) / high) ** 2)),
            _ROW * index + _ROW // 2 + 2,
        )
        for index in range(count)
    ]
