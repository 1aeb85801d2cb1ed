"""A canvas file becomes the facts of a note: its cards as a list, its arrows as a drawing.

```json
{"nodes": [{"id": "a", "type": "text", "text": "see [[Pod]]", "x": 0, "y": 0, "width": 250, "height": 60}],
 "edges": [{"id": "e", "fromNode": "a", "toNode": "b", "toSide": "left", "label": "runs on"}]}
```
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from knotwork.html.safe_urls import scheme
from knotwork.model.body import Body, FileCard, FragmentHref, Id, Piece, UrlEnd, UrlStart
from knotwork.model.diagnostics import Problem
from knotwork.model.names import Anchor, NotePath, basename
from knotwork.model.note import Context, Link, Note, Property, Url
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span
from knotwork.syntax.canvas_drawing import (
    Plane,
    arrows_html,
    color_html,
    in_reading_order,
    least_scale,
    may_scroll,
    number,
    plane,
)
from knotwork.syntax.canvas_shapes import BROKEN, Arrow, Card, shapes
from knotwork.syntax.canvas_texts import CanvasTexts, ReadText
from knotwork.syntax.json_values import JsonProblem, JsonValue, json_value

_HAS_PROPERTIES = lazy_regex(r'"frontmatter"\s*:\s*\{\s*[^}\s]')
_NAME_LENGTH = 60
_SIGNS = {(True, True): "↔", (True, False): "←", (False, True): "→", (False, False): "—"}
"""By whether an arrow has a head at its start, and at its end."""


def read_canvas(path: NotePath, lines: Lines, read: ReadText) -> Note:
    """The facts of a canvas file; `read` reads the text of a card."""
    if not lines.text.strip():  # as Obsidian makes a new one
        return _note(path, CanvasTexts(lines, read), (), {}, ())
    try:
        root = json_value(lines.text)
    except JsonProblem as error:
        at = min(error.at, len(lines.text))
        problem = Problem(
            BROKEN, lines.span(at, at), f"not JSON: {error}", "The canvas is shown empty.", severity="error"
        )
        note = _note(path, CanvasTexts(lines, read), (problem,), {}, ())
        return _held(note) if _HAS_PROPERTIES.search(lines.text) else note
    read_shapes = shapes(root, lines)
    canvas = _Canvas(CanvasTexts(lines, read), lines, read_shapes.cards, read_shapes.arrows)
    canvas.write()
    properties = _properties(root)
    declared = tuple(
        Property(
            key,
            _plain(value),
            lines.span(value.start, value.end),
            written=lines.text[value.start : value.end],
        )
        for key, value in properties.items()
    )
    values = {key: _plain(value) for key, value in properties.items()}
    problems = tuple(read_shapes.problems)
    if not (_repeats(root) and _HAS_PROPERTIES.search(lines.text)):
        return _note(path, canvas.texts, problems, values, declared)
    message = "a name stands twice around the properties: which value counts is not certain"
    problem = Problem(
        BROKEN, lines.span(root.start, root.start), message, "The canvas is held back.", severity="error"
    )
    return _held(_note(path, canvas.texts, (problem, *problems), values, declared))


def _note(
    path: NotePath,
    texts: CanvasTexts,
    problems: tuple[Problem, ...],
    values: Mapping[str, Any],
    declared: tuple[Property, ...],
) -> Note:
    facts = texts.facts
    return Note(
        path,
        basename(path).rpartition(".")[0],
        "name",
        values,
        (),
        tuple(facts.links),
        tuple(facts.urls),
        tuple(facts.contexts),
        tuple(facts.tags),
        (),
        tuple(facts.items),
        tuple(facts.fences),
        (),
        (),
        (*problems, *facts.problems),
        Body.of(texts.pieces),
        {},
        {prop.key: prop.span for prop in declared},
        tuple(sorted(facts.comments)),
        declared,
    )


def _held(note: Note) -> Note:
    """A canvas that cannot be read and has properties: one of them may hold it back."""
    return replace(note, unreadable="front-matter")


def _repeats(root: JsonValue) -> bool:
    """Whether an object on the way to the properties, or these, has a name twice."""
    if root.repeats or not isinstance(root.value, dict):
        return root.repeats
    return any(_repeats(root.value[key]) for key in ("metadata", "frontmatter") if key in root.value)


def _properties(root: JsonValue) -> Mapping[str, JsonValue]:
    """What Obsidian keeps as the properties of a canvas."""
    at = root
    for key in ("metadata", "frontmatter"):
        if not isinstance(at.value, dict) or key not in at.value:
            return {}
        at = at.value[key]
    return at.value if isinstance(at.value, dict) else {}


def _plain(value: JsonValue) -> Any:
    match value.value:
        case dict() as members:
            return {key: _plain(member) for key, member in members.items()}
        case list() as items:
            return [_plain(item) for item in items]
        case plain:
            return plain


class _Canvas:
    """The cards and arrows, written as HTML."""

    def __init__(
        self, texts: CanvasTexts, lines: Lines, cards: Sequence[Card], arrows: Sequence[Arrow]
    ) -> None:
        self.texts = texts
        self._lines = lines
        self._cards = in_reading_order(cards)
        self._by_id = {card.id: card for card in cards}
        self._arrows = arrows
        self._anchors = {card.id: Anchor(f"card-{at}") for at, card in enumerate(self._cards, 1)}
        self._around = plane(cards) if cards else Plane(0, 0, 0, 0)
        self._read = {
            card.id: texts.read(card.text) for card in self._cards if card.kind == "text" and card.text
        }
        self._linked = {
            card.id: self._link_to(card.text, card.subpath)
            for card in self._cards
            if card.kind == "file" and card.text
        }

    def write(self) -> None:
        """Write all of the canvas."""
        if not self._cards:
            return
        add, around = self.texts.add, self._around
        add(
            f'<div class="kw-canvas" style="--w:{number(around.width)};--h:{number(around.height)};'
            f'--least:{number(least_scale(self._cards))}px"><div class="kw-canvas-plane">\n'
        )
        add(*arrows_html(self._arrows, self._by_id, around))
        add('<ul class="kw-canvas-cards" role="list">\n')
        out: defaultdict[str, list[Arrow]] = defaultdict(list)
        for arrow in self._arrows:
            out[arrow.source].append(arrow)
        for card in self._cards:
            self._card(card)
            if card.id in out:
                add(*self._leads(out[card.id]))
            add("</li>\n")
        add("</ul>\n</div></div>\n")

    def _card(self, card: Card) -> None:
        """Write a card up to its end."""
        around = self._around
        named, style = color_html(
            card.color,
            f"--x:{number(card.x - around.x)}",
            f"--y:{number(card.y - around.y)}",
            f"--cw:{number(card.width)}",
            f"--ch:{number(card.height)}",
            f"z-index:{0 if card.kind == 'group' else card.order + 2}",
        )
        scrolls = ' tabindex="0"' if card.kind == "text" and may_scroll(card) else ""
        opening = f'<li class="kw-card kw-card-{card.kind}{named}"{style}{scrolls}'
        self.texts.add(opening, Id(self._anchors[card.id]), ">")
        match card.kind:
            case "text":
                self._text(card)
            case "file":
                self._in_context(FileCard(self._linked[card.id]))
            case "link":
                self._link(card)
            case "group":
                self._group(card)

    def _name(self, card: Card) -> Piece:
        """What stands for a card where an arrow leads to it."""
        match card.kind:
            case "text":
                return escape(_short(self._read[card.id].words) or "…")
            case "file":
                return FileCard(self._linked[card.id], shows="name")
            case "link":
                return escape(_short(_site_name(_text(card))))
            case "group":
                return escape(_short(card.label) or "…")

    def _text(self, card: Card) -> None:
        self.texts.add('<div class="kw-card-body">')
        self.texts.add_text(self._read[card.id], self._anchors[card.id])
        self.texts.add("</div>")

    def _link_to(self, path: JsonValue, subpath: JsonValue | None = None) -> int:
        """The index of a link to a file of the vault."""
        links, span = self.texts.facts.links, self._inside(path)
        part = subpath.value.removeprefix("#") if subpath else ""
        links.append(Link("embed", self._lines.slice(span), span, f"/{path.value}", part, None, True, None))
        return len(links) - 1

    def _in_context(self, slot: FileCard) -> None:
        """Write a slot as the block around its link; the words in it are those of another note."""
        facts = self.texts.facts
        link = facts.links[slot.link]
        facts.links[slot.link] = replace(link, context=len(facts.contexts))
        facts.contexts.append(Context(self.texts.add(slot), link.span, None, ""))

    def _inside(self, value: JsonValue) -> Span:
        """Where a text stands, without its quotes."""
        return self._lines.span(value.start + 1, value.end - 1)

    def _link(self, card: Card) -> None:
        assert card.text is not None, "a link card has a URL"
        address = _text(card)
        name = _short(_site_name(address))
        shown = f"<strong>{escape(name)}</strong>"
        if name != address:
            shown += f" <span>{escape(address)}</span>"
        span, urls = self._inside(card.text), self.texts.facts.urls
        of = scheme(address.replace("\\", "/"))
        if of is None:  # a browser would look for it on this site
            self.texts.add(f'<p class="kw-card-address">{shown}</p>')
            return
        urls.append(Url(unquote(address), of, self._lines.slice(span), span))
        at = len(urls) - 1
        self.texts.add('<p class="kw-card-address">', UrlStart(at, address, ()), shown, UrlEnd(at), "</p>")

    def _group(self, card: Card) -> None:
        if card.background is not None:
            style = card.background_style if card.background_style in ("ratio", "repeat") else "cover"
            self.texts.add(f'<div class="kw-card-background kw-{style}">')
            self._in_context(FileCard(self._link_to(card.background), shows="picture"))
            self.texts.add("</div>")
        if card.label.strip():
            self.texts.add(f'<p class="kw-card-label">{escape(card.label)}</p>')

    def _leads(self, arrows: Sequence[Arrow]) -> list[Piece]:
        """Where the arrows of a card lead, as a list."""
        pieces: list[Piece] = ['<ul class="kw-card-arrows">']
        for arrow in arrows:
            label = f"{escape(_short(arrow.label))}: " if arrow.label.strip() else ""
            pieces += [
                f'<li><span aria-hidden="true">{_SIGNS[arrow.has_start, arrow.has_end]}</span> {label}<a',
                FragmentHref(self._anchors[arrow.target]),
                ">",
                self._name(self._by_id[arrow.target]),
                "</a></li>",
            ]
        return [*pieces, "</ul>"]


def _text(card: Card) -> str:
    assert card.text is not None, "only groups have no content"
    return str(card.text.value).strip()


def _site_name(address: str) -> str:
    """The host of an address, else the address."""
    try:
        host = urlsplit(address).hostname
    except ValueError:  # `https://[`
        host = None
    return (host or address).removeprefix("www.")


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _NAME_LENGTH else f"{line[: _NAME_LENGTH - 1]}…"
