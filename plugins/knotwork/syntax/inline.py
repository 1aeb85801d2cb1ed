"""Inline tokens become links, urls and tags, and the slots that stand for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from knotwork.html.attributes import attributes_html
from knotwork.html.media import size_attributes
from knotwork.html.policy import Policy
from knotwork.html.safe_urls import scheme
from knotwork.model.body import (
    Attributes,
    CodeSlot,
    EmbedSlot,
    IconSlot,
    LinkEnd,
    LinkStart,
    Piece,
    TagSlot,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.model.diagnostics import Problem
from knotwork.model.note import Link, LinkKind, Tag, Url, shows_note
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START, Lines, Span
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.footnotes import reference_pieces
from knotwork.syntax.html_facts import HtmlFacts
from knotwork.syntax.open_comments import comments_in, without_comments
from knotwork.syntax.suppression import parse_suppression
from knotwork.syntax.visible_text import visible_text
from knotwork.syntax.wikilink import WikilinkParts, wikilinks_in

_UNSEEN = lazy_regex(r"^(?:%[01][0-9A-F])+|%0[9AD]")
_IMAGE_SIZE = lazy_regex(r"(?:(.*)\|)?\s*(\d{1,5}(?:x\d{1,5})?)\s*", re.DOTALL)


class InlineWalk:
    """Writes inline content: facts into `facts`, HTML and slots into `pieces`."""

    def __init__(self, facts: BodyFacts, pieces: BodyBuilder, lines: Lines, policy: Policy) -> None:
        self.facts = facts
        self.html = HtmlFacts(facts, lines, policy)
        self.pieces = pieces
        self.lines = lines
        self.item: int | None = None
        """The list item and the heading that what is written stands in, for the tags there."""
        self.heading: int | None = None
        self.used: set[str] = set()
        """The labels of the definitions that links and images use."""
        self._ends: list[Piece] = []

    def write(self, tokens: Sequence[Token], *, may_embed: bool) -> None:
        """Write the content of the context that was added last."""
        add = self.pieces.add
        for index, token in enumerate(tokens):
            match token.type:
                case "text":
                    add(escapeHtml(token.content))
                case "link_open":
                    self._link_open(token)
                    if tokens[index + 1].type == "link_close":
                        self._report_invisible(token)
                case "link_close":
                    add(self._ends.pop())
                case "emoji" if token.attrs:
                    add("<span", *self.pieces.attributes(token), f">{escapeHtml(token.content)}</span>")
                case "emoji":
                    add(escapeHtml(token.content))
                case "icon":
                    token.attrs["class"] = f"twemoji {token.attrs.get('class', '')}".strip()
                    add(IconSlot(token.content, _attributes(token)))
                case "code_inline" if "language" in token.meta:
                    add(CodeSlot(token.content, token.meta["language"], _attributes(token)))
                case "wikilink":
                    add(WikilinkSlot(self._wikilink("wikilink", token)))
                case "embed":
                    link, block = self._wikilink("embed", token), may_embed and token.level == 0
                    add(EmbedSlot(link, block, attributes=_attributes(token)))
                case "tag":
                    add(TagSlot(self._tag(token)))
                case "image":
                    self._image(token, may_embed=may_embed and token.level == 0)
                case "html_inline":
                    self._html(token)
                case "comment":
                    self.unpublished(token)
                case "footnote_ref":
                    add(*reference_pieces(token))
                case _:
                    self.pieces.rendered(tokens, index)

    def unpublished(self, token: Token) -> None:
        """A comment's links are facts, but not published."""
        place = token.meta.get("span")
        self.hidden(place)
        if place is None:
            return
        text = self.lines.text[place[0] : place[1]]
        for start, end, written in wikilinks_in(text):
            span = self.lines.span(place[0] + start, place[0] + end)
            kind: LinkKind = "embed" if text[start] == "!" else "wikilink"
            self.facts.links.append(Link(kind, text[start:end], span, *written, False, None))

    def hidden(self, place: tuple[int, int] | None) -> None:
        """Note that no page shows a stretch of the text; None: an unknown one, so all may be hidden."""
        self.facts.comments.append(self.lines.span(*(place or (0, len(self.lines.text)))))

    def html_comment(self, comment: str, span: Span) -> None:
        """A comment of HTML may silence rules."""
        suppression = parse_suppression(comment, span)
        if isinstance(suppression, Problem):
            self.facts.problems.append(suppression)
        elif suppression is not None:
            self.facts.suppressions.append(suppression)

    def _wikilink(self, kind: LinkKind, token: Token) -> int:
        written: WikilinkParts = token.meta["written"]
        if "%%" in token.meta["source"]:
            self._hide_comments(token)
        return self._link(kind, token, written)

    def _hide_comments(self, token: Token) -> None:
        """The comments in what stands for a token, be it a title, or a name in brackets."""
        place = token.meta.get("span")
        for start, end in comments_in(self.lines.text, *place) if place else ():
            self.hidden((start, end))

    def _link(self, kind: LinkKind, token: Token, written: WikilinkParts, *, image: bool = False) -> int:
        span = self._span(token)
        context = len(self.facts.contexts) - 1 if self.facts.contexts else None
        link = Link(kind, self._written(token), span, *written, True, context, None, image)
        self.facts.links.append(link)
        return len(self.facts.links) - 1

    def _tag(self, token: Token) -> int:
        context = len(self.facts.contexts) - 1
        tag = Tag(token.content, self._span(token), "inline", context, self.item, self.heading)
        self.facts.tags.append(tag)
        return len(self.facts.tags) - 1

    def _url(self, href: str, scheme: str, token: Token, *, image: bool = False) -> int:
        span = self._span(token)
        url = href if image else unquote(href)
        self.facts.urls.append(Url(url, scheme, self._written(token), span, image))
        return len(self.facts.urls) - 1

    def _link_open(self, token: Token) -> None:
        href = str(token.attrs.get("href", ""))
        if "%%" in str(token.attrs.get("title", "")):
            self._hide_comments(token)
        attributes = _attributes(token, "href")
        self.used.add(token.meta.get("label", ""))
        scheme = _scheme(href)
        if scheme is not None:
            number = self._url(href, scheme, token)
            self.pieces.add(UrlStart(number, href, attributes))
            self._ends.append(UrlEnd(number))
        elif not href:
            number = self._url("", "", token)
            self.pieces.add(UrlStart(number, href, attributes))
            self._ends.append(UrlEnd(number))
        elif href.startswith("?"):
            self.pieces.add(f"<a{attributes_html((('href', href), *attributes))}>")
            self._ends.append("</a>")
        else:
            number = self._link("markdown", token, destination(href))
            self.pieces.add(LinkStart(number, href, attributes))
            self._ends.append(LinkEnd(number))

    def _report_invisible(self, token: Token) -> None:
        message = "this link has no text: nobody can see it"
        help_ = "Write what it shows between its brackets."
        self.facts.problems.append(Problem("empty-link", self._span(token), message, help_))

    def _image(self, token: Token, *, may_embed: bool) -> None:
        href = str(token.attrs.get("src", ""))
        if "%%" in str(token.attrs.get("title", "")):
            self._hide_comments(token)
        attributes = _attributes(token, "src", "alt")
        self.used.add(token.meta.get("label", ""))
        for child in token.children or ():
            if child.type == "comment" or _is_comment(child):
                self.hidden(child.meta.get("span"))
        alt, size = _alt_and_size(visible_text(token.children or [], breaks="\n"))
        scheme = _scheme(href)
        if scheme is not None or not href:
            number = self._url(href, scheme or "", token, image=True)
            self.pieces.add(UrlStart(number, href, (*attributes, *size_attributes(size)), True, alt))
        else:
            written = destination(href)._replace(display=size)
            number = self._link("markdown", token, written, image=True)
            block = may_embed and shows_note(written.target)
            self.pieces.add(EmbedSlot(number, block, href, alt, attributes))

    def _html(self, token: Token) -> None:
        if _is_comment(token):
            self.html_comment(token.content, self._span(token))
            self.hidden(token.meta.get("span"))
        span, context = self._span(token), len(self.facts.contexts) - 1
        self.pieces.add(self.html.piece(token.content, lambda start, end: span, context))

    def _written(self, token: Token) -> str:
        start, end = token.meta.get("span") or (0, 0)
        return self.lines.text[start:end]

    def _span(self, token: Token) -> Span:
        place = token.meta.get("span")
        return FILE_START if place is None else self.lines.span(*place)


def image_target(token: Token) -> str | None:
    """The path that an image token shows, decoded; None when it is no file of the vault."""
    href = str(token.attrs.get("src", ""))
    return None if _scheme(href) is not None or not href else destination(href).target


def _is_comment(token: Token) -> bool:
    html = token.content if token.type == "html_inline" else ""
    return html.startswith("<!--") and html.endswith("-->")


def _scheme(href: str) -> str | None:
    """The scheme of an address as a browser sees it: without the tabs and line breaks in `java\\tscript:`."""
    if ":" not in href and "%" not in href and not href.startswith("//"):
        return None  # of most links, which lead to a file of the vault
    return scheme(_UNSEEN.sub("", href))


def destination(href: str) -> WikilinkParts:
    """The path and fragment of a relative URL, percent-decoded; its query is dropped."""
    if "#" not in href and "?" not in href and "%" not in href:
        return WikilinkParts(href, "", None)
    path, _, fragment = href.partition("#")
    return WikilinkParts(unquote(path.partition("?")[0]), unquote(fragment), None)


def _alt_and_size(alt: str) -> tuple[str, str | None]:
    """`A photo|100` apart; `100` alone is a size, as it is for Obsidian."""
    sized = _IMAGE_SIZE.fullmatch(alt)
    return (sized[1] or "", sized[2]) if sized else (alt, None)


def _attributes(token: Token, *without: str) -> Attributes:
    """The token's attributes but for some names, without `%%` comments."""
    return tuple(
        [(name, without_comments(str(value))) for name, value in token.attrs.items() if name not in without]
    )
