"""The cards and arrows of a canvas file, as JSON Canvas 1.0 describes them.

Its source is https://jsoncanvas.org/spec/1.0/. What is wrong in a file costs that card or arrow alone, or
something usual stands in its place; it becomes a problem.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from knotwork.model.diagnostics import Problem, Severity
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines
from knotwork.syntax.json_values import JsonValue

BROKEN = "broken-canvas"
MAX_CARDS = 10_000
MAX_ARROWS = 20_000
_FARTHEST = 100_000
"""Pixels from the middle of a canvas; browsers draw some millions."""
_LARGEST = 20_000
_SMALLEST = 10
_USUAL_SIZE = {"width": 250, "height": 60}
_MAX_LABEL = 500
_PRESETS = frozenset("123456")
_HEX = lazy_regex(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")

CardKind = Literal["text", "file", "link", "group"]
Side = Literal["top", "right", "bottom", "left"]
_SIDES: Mapping[str, Side] = {"top": "top", "right": "right", "bottom": "bottom", "left": "left"}
_KINDS: Mapping[str, CardKind] = {"text": "text", "file": "file", "link": "link", "group": "group"}
_CONTENT: Mapping[str, str] = {"text": "text", "file": "file", "link": "url"}


class Card(Struct, frozen=True):
    """A node of a canvas."""

    id: str
    kind: CardKind
    x: float
    y: float
    width: float
    height: float
    color: str
    """`1` to `6`, `#rrggbb`, or empty."""
    order: int
    """In the file: later cards cover earlier ones."""
    start: int
    """The offset of its object in the file."""
    text: JsonValue | None = None
    """Of a text card its Markdown, of a file card the path, of a link card the URL."""
    subpath: JsonValue | None = None
    label: str = ""
    """Of a group."""
    background: JsonValue | None = None
    """The path of a group's picture."""
    background_style: str = ""
    """`cover`, `ratio`, `repeat`, or empty."""


class Arrow(Struct, frozen=True):
    """An edge of a canvas, between cards that it has."""

    source: str
    target: str
    from_side: Side | None
    to_side: Side | None
    has_start: bool
    """Whether an arrowhead stands at its source."""
    has_end: bool
    color: str
    label: str


class Shapes(Struct):
    """What a canvas file holds."""

    cards: list[Card]
    arrows: list[Arrow]
    problems: list[Problem]


def shapes(root: JsonValue, lines: Lines) -> Shapes:
    """The cards and arrows of a file, in its order."""
    reader = _Reader(lines)
    if not isinstance(root.value, dict):
        reader.report(root, "a canvas is an object with `nodes` and `edges`", "error")
        return Shapes([], [], reader.problems)
    cards: dict[str, Card] = {}
    for order, node in enumerate(reader.objects(root.value, "nodes", MAX_CARDS)):
        card = reader.card(node, order, cards)
        if card is not None:
            cards[card.id] = card
    arrows = [reader.arrow(edge, cards) for edge in reader.objects(root.value, "edges", MAX_ARROWS)]
    return Shapes(list(cards.values()), [arrow for arrow in arrows if arrow], reader.problems)


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.problems: list[Problem] = []

    def report(self, at: JsonValue, message: str, severity: Severity = "warning", help_: str = "") -> None:
        span = self._lines.span(at.start, at.end)
        if span.start.line != span.end.line:
            span = self._lines.span(at.start, at.start + 1)
        self.problems.append(Problem(BROKEN, span, message, help_ or None, severity=severity))

    def objects(self, root: Mapping[str, JsonValue], name: str, most: int) -> list[JsonValue]:
        """The objects of a list, at most so many."""
        listed = root.get(name)
        if listed is None or listed.value is None:
            return []
        if not isinstance(listed.value, list):
            self.report(listed, f"`{name}` must be a list", "error")
            return []
        for item in listed.value[most:][:1]:
            self.report(item, f"more than {most:,} {name}: the rest is not drawn")
        objects = []
        for item in listed.value[:most]:
            if isinstance(item.value, dict):
                objects.append(item)
            else:
                self.report(item, f"each of the `{name}` must be an object")
        return objects

    def card(self, node: JsonValue, order: int, cards: Mapping[str, Card]) -> Card | None:
        members: Mapping[str, JsonValue] = node.value
        name, kind = _text(members, "id"), _KINDS.get(_text(members, "type"))
        if kind is None:
            at = members.get("type", node)
            self.report(at, f"a card is of type text, file, link or group, not {_shown(at, members, 'type')}")
            return None
        content = members.get(_CONTENT.get(kind, ""))
        if kind != "group" and (content is None or not isinstance(content.value, str)):
            self.report(content or node, f"a {kind} card has its content in `{_CONTENT[kind]}`, as text")
            return None
        if name in cards:
            self.report(members["id"], f"another card has the id '{_short(name)}': arrows lead to the first")
        if not name or name in cards:
            name = f"\0{order}"  # no arrow leads to it
        x, y = (self._number(node, members, axis, -_FARTHEST, _FARTHEST) for axis in ("x", "y"))
        width, height = (self._number(node, members, size, _SMALLEST, _LARGEST) for size in _USUAL_SIZE)
        return Card(
            name,
            kind,
            x,
            y,
            width,
            height,
            self._color(members),
            order,
            node.start,
            content,
            _text_value(members, "subpath"),
            _text(members, "label")[:_MAX_LABEL],
            _text_value(members, "background"),
            _text(members, "backgroundStyle"),
        )

    def arrow(self, edge: JsonValue, cards: Mapping[str, Card]) -> Arrow | None:
        members: Mapping[str, JsonValue] = edge.value
        ends = []
        for key in ("fromNode", "toNode"):
            at = members.get(key, edge)
            name = _text(members, key)
            if name not in cards or name.startswith("\0"):
                what = f"to no card: there is none with the id '{_short(name)}'" if name else "to no card"
                self.report(at, f"an arrow leads {what}", help_=f"`{key}` names the `id` of a card.")
                return None
            ends.append(name)
        sides = [_SIDES.get(_text(members, key)) for key in ("fromSide", "toSide")]
        return Arrow(
            ends[0],
            ends[1],
            sides[0],
            sides[1],
            _text(members, "fromEnd") == "arrow",
            _text(members, "toEnd") != "none",
            self._color(members),
            _text(members, "label")[:_MAX_LABEL],
        )

    def _number(
        self, node: JsonValue, members: Mapping[str, JsonValue], key: str, least: float, most: float
    ) -> float:
        """A number within bounds; another one is reported."""
        at = members.get(key)
        usual = float(_USUAL_SIZE.get(key, 0))
        if at is None or isinstance(at.value, bool) or not isinstance(at.value, int | float):
            self.report(at or node, f"`{key}` must be a number")
            return usual
        number = at.value
        if least <= number <= most:  # false for NaN
            return round(number, 2)
        if key in _USUAL_SIZE and number >= 0:
            bound = "less" if number < least else "more"
            self.report(at, f"the {key} is {bound} than {least if number < least else most:,.0f} pixels")
        elif key in _USUAL_SIZE:
            self.report(at, f"`{key}` must not be negative")
            return usual
        else:
            self.report(at, f"`{key}` is more than {most:,.0f} pixels from the middle")
        return usual if math.isnan(number) else min(max(number, least), most)

    def _color(self, members: Mapping[str, JsonValue]) -> str:
        color = _text(members, "color")
        if not color or color in _PRESETS or _HEX.fullmatch(color):
            return color
        self.report(members["color"], "a colour is `1` to `6`, or `#` and six hexadecimal digits")
        return ""


def _text(members: Mapping[str, JsonValue], key: str) -> str:
    at = members.get(key)
    return at.value if at is not None and isinstance(at.value, str) else ""


def _text_value(members: Mapping[str, JsonValue], key: str) -> JsonValue | None:
    return members[key] if _text(members, key) else None


def _shown(at: JsonValue, members: Mapping[str, JsonValue], key: str) -> str:
    value: Any = at.value if key in members else None
    return f"'{_short(value)}'" if isinstance(value, str) else "this"


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
