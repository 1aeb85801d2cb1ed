"""Builds a Body: pieces of HTML and slots, and the offsets at which it may be cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from msgspec.structs import replace

from knotwork.model.body import TAB_PREFIX, Body, Cut, Id, Piece, TabAttribute
from knotwork.model.names import Anchor

_OWN = frozenset(("id", "name", "for"))
"""The attributes that another page does not have as they are."""


class BodyBuilder:
    """The pieces so far; `env` is the parser's, for the library's render rules."""

    def __init__(self, md: MarkdownIt, env: dict[str, Any]) -> None:
        self.env = env
        self._pieces: list[Piece] = []
        self._texts: list[str] = []
        """What will be the next piece."""
        self._options = md.options
        self._renderer: Any = md.renderer
        self._rules: Mapping[str, Any] = cast("Any", md.renderer).rules

    def add(self, *pieces: Piece) -> None:
        """Append pieces."""
        texts = self._texts
        for piece in pieces:
            if type(piece) is str:
                texts.append(piece)
                continue
            if texts:
                self._pieces.append("".join(texts))
                texts.clear()
            self._pieces.append(piece)

    def rendered(self, tokens: Sequence[Token], index: int) -> None:
        """Append a token as the library renders it, its ids as slots."""
        token = tokens[index]
        rule = self._rules.get(token.type)
        if rule is None and not token.attrs:
            self._texts.append(_tag(tokens, index))
            return
        if _OWN.isdisjoint(token.attrs):
            render = self._renderer.renderToken if rule is None else rule
            self._texts.append(render(tokens, index, self._options, self.env))
            return
        if rule is None:
            html = _tag(tokens, index)
        else:
            attributes, token.attrs = token.attrs, {}
            html = rule(tokens, index, self._options, self.env)
            token.attrs = attributes
        if html:
            at = html.index(f"<{token.tag}") + 1 + len(token.tag)
            self.add(html[:at], *self.attributes(token), html[at:])

    def attributes(self, token: Token) -> list[Piece]:
        """A token's attributes, each with a space before it."""
        return [_attribute(name, str(value)) for name, value in token.attrItems()]

    def start(self) -> int:
        """Where the next piece will stand; the Body may be cut there."""
        texts = self._texts
        if texts:
            if text := "".join(texts):
                self._pieces.append(text)
            texts.clear()
        return len(self._pieces)

    def cut(self, start: int) -> Cut:
        """The stretch from `start` to the end so far."""
        return start, self.start()

    def body(self, tabs: Mapping[str, str]) -> Body:
        """The Body of all pieces, neighbouring strings made one between its cuts.

        `tabs` are the ids of the content tabs that are not numbered, by number.
        """
        self.start()
        if not tabs:
            return Body.of(self._pieces)
        return Body.of([_named(piece, tabs) for piece in self._pieces])


def _attribute(name: str, value: str) -> Piece:
    if name in ("id", "name", "for") and value.startswith(TAB_PREFIX):
        return TabAttribute(name, value.removeprefix(TAB_PREFIX))
    return Id(Anchor(value)) if name == "id" else f' {escapeHtml(name)}="{escapeHtml(value)}"'


def _named(piece: Piece, tabs: Mapping[str, str]) -> Piece:
    if isinstance(piece, TabAttribute) and piece.name != "name":
        return replace(piece, given=tabs.get(piece.number, ""))
    return piece


def _tag(tokens: Sequence[Token], index: int) -> str:
    """A tag without attributes, with the line break that the library's renderer writes behind it."""
    token = tokens[index]
    if token.hidden:
        return ""
    if token.nesting == -1:
        return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
    closing = "" if token.nesting else " /"
    if not token.block:
        return f"<{token.tag}{closing}>"
    before = "\n" if index and tokens[index - 1].hidden else ""
    after = "\n"
    if token.nesting == 1 and index + 1 < len(tokens):
        below = tokens[index + 1]
        if below.type == "inline" or below.hidden or (below.nesting == -1 and below.tag == token.tag):
            after = ""
    return f"{before}<{token.tag}{closing}>{after}"
