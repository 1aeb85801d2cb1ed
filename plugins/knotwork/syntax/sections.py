"""Headings and the sections they open, with the ids they are published with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from knotwork.html.attributes import published_id
from knotwork.model.heading_ids import HeadingIds
from knotwork.model.names import Anchor, unique_anchor
from knotwork.model.note import Heading
from knotwork.model.text import Span
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.visible_text import visible_text


class _Open(Struct):
    heading: int
    level: int
    depth: int
    start: int
    empty: bool = True


class Sections:
    """The sections that are open at one point of the walk, outermost first."""

    def __init__(
        self, facts: BodyFacts, pieces: BodyBuilder, ids: HeadingIds, given: Mapping[str, Anchor]
    ) -> None:
        """`given` are the ids in the note's attribute lists, by what is written there."""
        self.facts = facts
        self._ids = ids
        self.pieces = pieces
        self._open: list[_Open] = []
        self.may_be_empty = False
        """Whether nothing but headings may stand in an open section so far."""
        self._anchors: set[str] = set()
        self._reserved = frozenset(given.values()) if ids.reserves_given_ids else frozenset()
        self._last_anchors: dict[str, Anchor] = {}

    @property
    def current(self) -> int | None:
        """The index of the heading of the innermost open section; None above the first."""
        return self._open[-1].heading if self._open else None

    def open(self, token: Token, inline: Token, span: Span) -> Heading:
        """Add the heading that `token` opens, whose content is `inline`, and open its section."""
        level = int(token.tag[1:])
        while self._open and self._open[-1].level >= level and self._open[-1].depth >= token.level:
            self._end(self._open.pop())
        children = inline.children or []
        text = " ".join(visible_text(children).split())
        anchor = self._anchor(token.attrs.get("id"), text)
        plain = self._plain_anchor(children)
        written = str(inline.meta.get("written", inline.content))
        heading = Heading(level, text, written, anchor, plain, span, (0, 0), True, token.level)
        self.may_be_empty = True
        self._open.append(_Open(len(self.facts.headings), level, token.level, self.pieces.start()))
        self.facts.headings.append(heading)
        return heading

    def filled(self) -> None:
        """Something that is no heading stands in every open section."""
        self.may_be_empty = False
        for section in self._open:
            section.empty = False

    def close(self, depth: int = -1) -> None:
        """End the sections in a block of that depth, which ends; without a depth, all."""
        while self._open and self._open[-1].depth > depth:
            self._end(self._open.pop())

    def _end(self, section: _Open) -> None:
        heading = self.facts.headings[section.heading]
        cut = self.pieces.cut(section.start)
        self.facts.headings[section.heading] = replace(heading, cut=cut, empty=section.empty)

    def _anchor(self, given: str | int | float | None, text: str) -> Anchor:
        name = str(given) if given else self._id(text)
        # of a thousand headings of one name, the last would try a thousand ids
        start = name if given and name not in self._anchors else self._last_anchors.get(name, name)
        anchor = unique_anchor(start, self._anchors)
        while not given and anchor in self._reserved:
            anchor = unique_anchor(unique_anchor(anchor, (anchor,)), self._anchors)
        self._last_anchors[name] = anchor
        self._anchors.add(anchor)
        return anchor

    def _id(self, text: str) -> str:
        return published_id(self._ids.of(text), heading=True) or ""

    def _plain_anchor(self, children: Sequence[Token]) -> Anchor | None:
        """The id without the tags, if there are any and it is free."""
        if not any(child.type == "tag" for child in children):
            return None
        untagged = self._id(visible_text(children, tags=False))
        if not untagged or untagged in self._anchors or untagged in self._reserved:
            return None
        self._anchors.add(untagged)
        return Anchor(untagged)
