"""The plane of a canvas: where its cards stand, in which order they are read, and its arrows as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from msgspec import Struct

from knotwork.syntax.canvas_shapes import Arrow, Card, Side

_MARGIN = 40
_LABEL_HEIGHT = 40
"""Of a group, above it."""
_MOST_GROUPS = 300
"""Groups whose cards are read behind them; with more, cards are read from top to bottom alone."""
_LETTER, _LINE, _PADDING = 8, 22, 20
"""Pixels of a letter, of a line, and around the text of a card, roughly."""
_LEAST_WIDTH = 160
"""Pixels of a card on the screen."""
_HEAD = 12
"""Length of an arrowhead."""

Point = tuple[float, float]
_DIRECTIONS: Mapping[Side, Point] = {"top": (0, -1), "right": (1, 0), "bottom": (0, 1), "left": (-1, 0)}


class Plane(Struct, frozen=True):
    """The rectangle that holds all of a canvas."""

    x: float
    y: float
    width: float
    height: float


def plane(cards: Sequence[Card]) -> Plane:
    """The rectangle around some cards, with a margin."""
    left, right = min(card.x for card in cards), max(card.x + card.width for card in cards)
    top = min(card.y - (_LABEL_HEIGHT if card.label else 0) for card in cards)
    bottom = max(card.y + card.height for card in cards)
    return Plane(left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN)


def least_scale(cards: Sequence[Card]) -> float:
    """How small a wide canvas may be drawn so that its usual card has room for a few words in each line."""
    widths = sorted(card.width for card in cards if card.kind != "group") or [1.0]
    return min(max(_LEAST_WIDTH / widths[len(widths) // 2], 0.35), 0.8)


def in_reading_order(cards: Sequence[Card]) -> list[Card]:
    """The cards from top to bottom and left to right, those of a group behind it."""
    groups = [card for card in cards if card.kind == "group"]
    if len(groups) > _MOST_GROUPS:
        groups = []
    groups.sort(key=_area, reverse=True)

    def rank(card: Card) -> list[tuple[float, float, int]]:
        around = [group for group in groups if group is not card and _holds(group, card)]
        return [(one.y, one.x, one.order) for one in (*around, card)]

    return sorted(cards, key=rank)


def _holds(group: Card, card: Card) -> bool:
    """Whether the middle of a card lies in a group; one group holds another that is smaller."""
    if card.kind == "group" and (card.width * card.height, group.order) >= (
        group.width * group.height,
        card.order,
    ):
        return False
    across, down = card.x + card.width / 2 - group.x, card.y + card.height / 2 - group.y
    return 0 <= across <= group.width and 0 <= down <= group.height


def _area(card: Card) -> float:
    return card.width * card.height


def may_scroll(card: Card) -> bool:
    """Whether a card is perhaps too small for its text: people without a mouse scroll what has the focus."""
    text = str(card.text.value) if card.text else ""
    in_line = max(1.0, (card.width - _PADDING) / _LETTER)
    lines = sum(1 + int(len(line) / in_line) for line in text.split("\n"))
    return lines * _LINE + _PADDING > card.height


def color_html(color: str, *styles: str) -> tuple[str, str]:
    """The class for a colour, with a space before it, and the attribute with some styles, likewise."""
    named = f" kw-c{color}" if len(color) == 1 else " kw-c" if color else ""
    given = [*styles, *([f"--kw-c:{color}"] if len(color) > 1 else [])]
    return named, f' style="{";".join(given)}"' if given else ""


def arrows_html(arrows: Sequence[Arrow], cards: Mapping[str, Card], around: Plane) -> Iterator[str]:
    """The arrows as a drawing, then their labels; both are for eyes, the list of cards has them as text."""
    if not arrows:
        return
    curves = [(arrow, _curve(arrow, cards[arrow.source], cards[arrow.target])) for arrow in arrows]
    box = " ".join(map(number, (around.x, around.y, around.width, around.height)))
    yield f'<svg class="kw-canvas-arrows" viewBox="{box}" aria-hidden="true" focusable="false">'
    for arrow, curve in curves:
        named, style = color_html(arrow.color)
        start, first, second, end = (f"{number(x)} {number(y)}" for x, y in curve)
        heads = "".join(
            f'<polygon points="{_head(tip, before)}"/>'
            for has_head, tip, before in (
                (arrow.has_start, curve[0], curve[1]),
                (arrow.has_end, curve[3], curve[2]),
            )
            if has_head
        )
        yield f'<g class="kw-arrow{named}"{style}><path d="M{start}C{first} {second} {end}"/>{heads}</g>'
    yield "</svg>\n"
    for arrow, curve in curves:
        if arrow.label.strip():
            x, y = _middle(curve)
            named, style = color_html(
                arrow.color, f"--x:{number(x - around.x)}", f"--y:{number(y - around.y)}"
            )
            label = escape(arrow.label)
            yield f'<span class="kw-canvas-label{named}"{style} aria-hidden="true">{label}</span>\n'


def number(value: float) -> str:
    """A number as styles and drawings have it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _curve(arrow: Arrow, source: Card, target: Card) -> tuple[Point, Point, Point, Point]:
    """Both ends of an arrow, and between them the points that bend it."""
    from_side, to_side = arrow.from_side, arrow.to_side
    if from_side is None or to_side is None:
        nearest_from, nearest_to = _nearest_sides(source, target)
        from_side, to_side = from_side or nearest_from, to_side or nearest_to
    start, end = _at_side(source, from_side), _at_side(target, to_side)
    bend = min(max(math.dist(start, end) / 2, 30), 250)
    return start, _moved(start, from_side, bend), _moved(end, to_side, bend), end


def _nearest_sides(source: Card, target: Card) -> tuple[Side, Side]:
    """The sides that look at each other."""
    across = target.x + target.width / 2 - source.x - source.width / 2
    down = target.y + target.height / 2 - source.y - source.height / 2
    if abs(across) >= abs(down):
        return ("right", "left") if across >= 0 else ("left", "right")
    return ("bottom", "top") if down >= 0 else ("top", "bottom")


def _at_side(card: Card, side: Side) -> Point:
    """The middle of a side."""
    across, down = _DIRECTIONS[side]
    return card.x + card.width * (1 + across) / 2, card.y + card.height * (1 + down) / 2


def _moved(point: Point, side: Side, by: float) -> Point:
    across, down = _DIRECTIONS[side]
    return point[0] + across * by, point[1] + down * by


def _head(tip: Point, before: Point) -> str:
    """The points of an arrowhead."""
    length = math.dist(tip, before) or 1
    back = ((before[0] - tip[0]) / length * _HEAD, (before[1] - tip[1]) / length * _HEAD)
    wings = (
        (tip[0] + back[0] + turn * back[1] / 2, tip[1] + back[1] - turn * back[0] / 2) for turn in (1, -1)
    )
    return " ".join(f"{number(x)},{number(y)}" for x, y in (tip, *wings))


def _middle(curve: Sequence[Point]) -> Point:
    """The point half way along a curve."""
    points = list(curve)
    while len(points) > 1:
        points = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(points)]
    return points[0]
