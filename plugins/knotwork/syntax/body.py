"""Tokens become facts and a Body: one walk, after which no token is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from knotwork.diagnostics import Problem
from knotwork.names import Anchor, slug, unique_anchor
from knotwork.note import (
    BlockId,
    Body,
    Context,
    Cut,
    EmbedSlot,
    Fence,
    FenceSlot,
    Heading,
    Item,
    Link,
    LinkEnd,
    LinkKind,
    LinkStart,
    Piece,
    RawHtml,
    Suppression,
    Tag,
    TagSlot,
    Url,
    UrlEnd,
    UrlStart,
    WikilinkSlot,
)
from knotwork.syntax.code import highlighted, language
from knotwork.syntax.suppression import parse_suppression
from knotwork.syntax.wikilink import Written, found
from knotwork.text import FILE_START, Lines, Span

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):|//")
_UNSEEN = re.compile(r"^(?:%[01][0-9A-F])+|%0[9AD]")
_HTML_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_IMAGE_SIZE = re.compile(r"(.*)\|\s*(\d+(?:x\d+)?)\s*$", re.DOTALL)
_CARET_CELL = re.compile(r"\^[A-Za-z0-9-]+$")
_EXTENSION = re.compile(r"\.(?!md$)[A-Za-z][A-Za-z0-9]{0,9}$", re.IGNORECASE)


@dataclass(slots=True)
class Facts:
    """What one walk over a note's tokens found."""

    body: Body = Body(())
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    urls: list[Url] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    blocks: list[BlockId] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    footnotes: dict[str, Anchor] = field(default_factory=dict)


def facts(md: MarkdownIt, lines: Lines, text: str) -> Facts:
    """The facts of a note's body; `text` has the length and lines of `lines.text`."""
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    walk = _Walk(md, lines, env)
    walk.blocks(tokens)
    return walk.finished()


@dataclass(slots=True)
class _OpenSection:
    heading: int
    level: int
    depth: int
    start: int
    empty: bool = True


@dataclass(slots=True)
class _OpenItem:
    index: int
    depth: int
    start: int


class _Walk:
    """The state of one walk: pieces so far, and what is still open."""

    def __init__(self, md: MarkdownIt, lines: Lines, env: dict[str, Any]) -> None:
        self.md = md
        self.rules = md.renderer.rules  # type: ignore[attr-defined]
        self.lines = lines
        self.env = env
        self.facts = Facts()
        self.out: list[Piece] = []
        self.cuts: list[int] = []
        self.anchors: set[str] = set()
        self.last_anchors: dict[str, Anchor] = {}
        self.block_names: set[str] = set()
        self.sections: list[_OpenSection] = []
        self.items: list[_OpenItem] = []
        self.open_blocks: list[tuple[int, int, int]] = []  # index of the block, depth, start
        self.heading: int | None = None
        self.link_ends: list[Piece] = []

    # -- blocks

    def blocks(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            handler = getattr(self, f"_block_{token.type}", None)
            if token.nesting == -1:
                self._closing(token)
            elif token.nesting == 1 or token.type in _CONTENT:
                self._filled(token)
            if "block_id" in token.meta and not self._takes_own_id(token):
                self._open_block(token)
            if handler is not None:
                handler(tokens, index)
            else:
                self._rendered(tokens, index)
            if token.nesting == -1:
                self._closed(token)

    def finished(self) -> Facts:
        for section in reversed(self.sections):
            self._end_section(section)
        self._notice()
        bounds = sorted({0, *self.cuts, len(self.out)})
        place = {raw: 0 for raw in bounds}
        pieces: list[Piece] = []
        for start, end in pairwise(bounds):
            place[start] = len(pieces)
            pieces += _joined(self.out[start:end])
        place[len(self.out)] = len(pieces)

        def merged(cut: Cut) -> Cut:
            return place[cut[0]], place[cut[1]]

        found = self.facts
        found.body = Body(tuple(pieces))
        found.headings = [replace(heading, cut=merged(heading.cut)) for heading in found.headings]
        found.contexts = [replace(context, cut=merged(context.cut)) for context in found.contexts]
        found.items = [replace(item, cut=merged(item.cut)) for item in found.items]
        found.blocks = [replace(block, cut=merged(block.cut)) for block in found.blocks]
        return found

    def _rendered(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        rule = self.rules.get(token.type)
        if rule is not None:
            self.out.append(rule(tokens, index, self.md.options, self.env))
        else:
            self.out.append(self.md.renderer.renderToken(tokens, index, self.md.options, self.env))  # type: ignore[attr-defined]

    def _filled(self, token: Token) -> None:
        """Something that is no heading stands in every open section."""
        if token.type != "heading_open":
            for section in self.sections:
                section.empty = False

    def _closing(self, token: Token) -> None:
        while self.sections and self.sections[-1].depth > token.level:
            self._end_section(self.sections.pop())

    def _closed(self, token: Token) -> None:
        while self.open_blocks and self.open_blocks[-1][1] == token.level:
            index, _, start = self.open_blocks.pop()
            self.facts.blocks[index] = replace(self.facts.blocks[index], cut=self._cut(start))

    def _takes_own_id(self, token: Token) -> bool:
        """A heading has an id already, and a hidden paragraph shows no tag: an empty span carries it."""
        if token.type != "heading_open" and not token.hidden:
            return False
        index, anchor = self._block(token)
        if anchor:
            start = len(self.out)
            self.out.append(f'<span id="{anchor}"></span>')
            self.facts.blocks[index] = replace(self.facts.blocks[index], cut=self._cut(start))
        return True

    def _open_block(self, token: Token) -> None:
        start = len(self.out)
        index, anchor = self._block(token)
        if token.nesting == 0:
            # a fence or raw HTML: an empty element before it carries the id
            self.out.append(f'<div id="{anchor}"></div>\n' if anchor else "")
            self._mark(start)
            self.open_blocks.append((index, token.level - 1, start))
            return
        if anchor:
            token.attrs["id"] = anchor
        self.open_blocks.append((index, token.level, start))

    def _block(self, token: Token) -> tuple[int, Anchor | None]:
        """Its index, and its id unless another block has that name already."""
        name, start, end = token.meta["block_id"]
        anchor = Anchor(f"^{name}")
        fresh = name.lower() not in self.block_names
        self.block_names.add(name.lower())
        self.facts.blocks.append(BlockId(name, anchor, self.lines.span(start, end), (0, 0)))
        return len(self.facts.blocks) - 1, anchor if fresh else None

    def _block_inline(self, tokens: Sequence[Token], index: int) -> None:
        token, opening = tokens[index], tokens[index - 1]
        if opening.hidden and not token.content and not token.children:
            return
        context, start = self._context(token), len(self.out)
        if opening.type in ("td_open", "th_open"):
            context = replace(context, in_table=True)
        self.facts.contexts.append(context)
        self._mark(start)
        may_embed = opening.type not in ("heading_open", "dt_open")
        self._inline(token.children or [], may_embed=may_embed)
        number = len(self.facts.contexts) - 1
        self.facts.contexts[number] = replace(context, cut=self._cut(start))
        if self.items and opening.level == self.items[-1].depth + 1:
            item = self.items[-1].index
            if not self.facts.items[item].text:
                self.facts.items[item] = replace(self.facts.items[item], text=context.text)

    def _context(self, token: Token) -> Context:
        first, last = token.map or [0, 1]
        span = self.lines.span(self.lines.starts[first], self.lines.end(last))
        source = token.meta.get("source")
        if source is not None:
            start = source.offset(0)
            span = self.lines.span(start, max(start, source.end(len(token.content))))
        heading = self.heading
        if heading is None and self.sections:
            heading = self.sections[-1].heading
        text = visible_text(token.children or [], tags=False)
        return Context((0, 0), span, heading, " ".join(text.split()))

    def _block_paragraph_open(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        if token.hidden or not _splits(tokens[index + 1]):
            self._rendered(tokens, index)
            return
        # block content ends a paragraph in HTML: what stands before and behind is a paragraph of its own
        attributes = self.md.renderer.renderAttrs(token)  # type: ignore[attr-defined]
        inline = tokens[index + 1]
        context, start = self._context(inline), len(self.out)
        self.facts.contexts.append(context)
        self._mark(start)
        for part in _parts(inline.children or []):
            if len(part) == 1 and _is_block_embed(part[0]):
                self._inline(part, may_embed=True)
                self.out.append("\n")
            else:
                self.out.append(f"<p{attributes}>")
                self._inline(part, may_embed=False)
                self.out.append("</p>\n")
            attributes = ""
        number = len(self.facts.contexts) - 1
        self.facts.contexts[number] = replace(context, cut=self._cut(start))
        for done in (inline, tokens[index + 2]):
            done.hidden = True
            done.children = None
            done.content = ""

    def _block_paragraph_close(self, tokens: Sequence[Token], index: int) -> None:
        if not tokens[index].hidden:
            self._rendered(tokens, index)

    def _block_heading_open(self, tokens: Sequence[Token], index: int) -> None:
        token, inline = tokens[index], tokens[index + 1]
        level = int(token.tag[1:])
        while self.sections and self.sections[-1].level >= level and self.sections[-1].depth >= token.level:
            self._end_section(self.sections.pop())
        children = inline.children or []
        text = " ".join(visible_text(children).split())
        anchor, plain = self._anchors(token, children, text)
        token.attrs["id"] = anchor
        start = len(self.out)
        number = len(self.facts.headings)
        source = inline.meta.get("source")
        written = str(inline.meta.get("written", inline.content))
        at = source.offset(0) if source else self.lines.starts[(token.map or [0])[0]]
        end = source.end(len(written)) if source else at
        span = self.lines.span(at, max(at, end))
        self.facts.headings.append(Heading(level, text, written, anchor, plain, span, (0, 0), True))
        self.sections.append(_OpenSection(number, level, token.level, start))
        self.heading = number
        self._mark(start)
        self._rendered(tokens, index)
        if plain is not None:
            self.out.append(f'<span id="{escape(plain)}"></span>')

    def _block_heading_close(self, tokens: Sequence[Token], index: int) -> None:
        assert self.heading is not None, "a heading that closes was opened"
        anchor = escape(self.facts.headings[self.heading].anchor)
        self.heading = None
        self.out.append(f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>')
        self._rendered(tokens, index)

    def _anchors(self, token: Token, children: list[Token], text: str) -> tuple[Anchor, Anchor | None]:
        wanted = str(token.attrs.get("id") or slug(text))
        # of a thousand headings of one name, the last would try a thousand ids
        anchor = unique_anchor(self.last_anchors.get(wanted, wanted), self.anchors)
        self.last_anchors[wanted] = anchor
        self.anchors.add(anchor)
        if not any(child.type == "tag" for child in children):
            return anchor, None
        untagged = slug(visible_text(children, tags=False))
        if not untagged or untagged in self.anchors:
            return anchor, None
        self.anchors.add(untagged)
        return anchor, Anchor(untagged)

    def _end_section(self, section: _OpenSection) -> None:
        heading = self.facts.headings[section.heading]
        cut = self._cut(section.start)
        self.facts.headings[section.heading] = replace(heading, cut=cut, empty=section.empty)

    def _block_list_item_open(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        parent = self.items[-1].index if self.items else None
        line = (token.map or [0])[0] + 1
        checked = token.meta.get("checked")
        start = len(self.out)
        self.facts.items.append(Item("", line, parent, (0, 0), checked))
        self.items.append(_OpenItem(len(self.facts.items) - 1, token.level, start))
        self._mark(start)
        self._rendered(tokens, index)

    def _block_list_item_close(self, tokens: Sequence[Token], index: int) -> None:
        self._rendered(tokens, index)
        item = self.items.pop()
        self.facts.items[item.index] = replace(self.facts.items[item.index], cut=self._cut(item.start))

    def _block_fence(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        starts: list[int] = token.meta["starts"]
        columns = tuple(start - self.lines.starts[self.lines.position(start).line - 1] for start in starts)
        first = (token.map or [0])[0] + 2
        span = self.lines.span(*token.meta["span"])
        info = token.info.strip()
        fence = Fence(info, language(info), token.content, span, first, columns)
        self.facts.fences.append(fence)
        self.out.append(FenceSlot(len(self.facts.fences) - 1, highlighted(token.content, info)))
        self.out.append("\n")

    def _block_code_block(self, tokens: Sequence[Token], index: int) -> None:
        self.out.append(highlighted(tokens[index].content, "") + "\n")

    def _block_html_block(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, last = token.map or [0, 1]
        at = self.lines.starts[first]
        span = self.lines.span(at, self.lines.end(last))
        for comment in _comments(token.content):
            self._suppression(comment, span)
        self.out.append(RawHtml(token.content, block=True))

    def _block_comment(self, tokens: Sequence[Token], index: int) -> None:
        self._unpublished(tokens[index])

    def _block_td_open(self, tokens: Sequence[Token], index: int) -> None:
        inline = tokens[index + 1]
        source = inline.meta.get("source")
        if source is not None and _CARET_CELL.match(inline.content):
            span = self.lines.span(source.offset(0), source.end(len(inline.content)))
            message = f"`{inline.content}` is a row of the table above it, not its block id"
            help_ = "Leave a blank line between the table and the id."
            self.facts.problems.append(Problem("misplaced-block-id", span, message, help_))
        self._rendered(tokens, index)

    # -- inline

    def _inline(self, tokens: Sequence[Token], *, may_embed: bool) -> None:
        for index, token in enumerate(tokens):
            match token.type:
                case "text":
                    self.out.append(escapeHtml(token.content))
                case "wikilink":
                    self.out.append(WikilinkSlot(self._wikilink(token)))
                case "embed":
                    block = may_embed and token.level == 0
                    self.out.append(EmbedSlot(self._wikilink(token), block))
                case "tag":
                    self.out.append(TagSlot(self._tag(token)))
                case "link_open":
                    self._link_open(token)
                case "link_close":
                    self.out.append(self.link_ends.pop())
                case "image":
                    self._image(token)
                case "html_inline":
                    self._html_inline(token)
                case "comment":
                    self._unpublished(token)
                case _:
                    self._rendered(tokens, index)

    def _wikilink(self, token: Token) -> int:
        written: Written = token.meta["written"]
        kind: LinkKind = "embed" if token.type == "embed" else "wikilink"
        return self._link(kind, token, written.target, written.subpath, written.display)

    def _link(
        self, kind: LinkKind, token: Token, target: str, subpath: str, display: str | None, *, image: bool = False
    ) -> int:
        span = self._span(token)
        raw = self.lines.slice(span)
        context = len(self.facts.contexts) - 1 if self.facts.contexts else None
        link = Link(kind, raw, span, target, subpath, display, True, context, None, image)
        self.facts.links.append(link)
        return len(self.facts.links) - 1

    def _span(self, token: Token) -> Span:
        place = token.meta.get("span")
        return FILE_START if place is None else self.lines.span(*place)

    def _tag(self, token: Token) -> int:
        item = self.items[-1].index if self.items else None
        context = len(self.facts.contexts) - 1
        self.facts.tags.append(
            Tag(token.content, self._span(token), "inline", context, item, self.heading)
        )
        return len(self.facts.tags) - 1

    def _link_open(self, token: Token) -> None:
        href = str(token.attrs.get("href", ""))
        attributes = _attributes(token, "href")
        outside = _scheme(href)
        if outside:
            url = Url(unquote(href), (outside[1] or "").lower(), self._raw(token), self._span(token))
            self.facts.urls.append(url)
            number = len(self.facts.urls) - 1
            self.out.append(UrlStart(number, href, attributes))
            self.link_ends.append(UrlEnd(number))
        elif not href or href.startswith("?"):
            self.out.append(f'<a href="{escape(href)}"{attributes}>')
            self.link_ends.append("</a>")
        else:
            number = self._link("markdown", token, *_destination(href), None)
            self.out.append(LinkStart(number, href, attributes))
            self.link_ends.append(LinkEnd(number))

    def _image(self, token: Token) -> None:
        href = str(token.attrs.get("src", ""))
        alt = visible_text(token.children or [], breaks="\n")
        attributes = _attributes(token, "src", "alt")
        sized = _IMAGE_SIZE.match(alt)
        outside = _scheme(href)
        if outside or not href:
            if sized:
                alt, attributes = sized[1], attributes + size_attributes(sized[2])
            scheme = (outside[1] or "").lower() if outside else ""
            url = Url(unquote(href), scheme, self._raw(token), self._span(token))
            self.facts.urls.append(url)
            attributes = f' alt="{escape(alt)}"{attributes}'
            self.out.append(UrlStart(len(self.facts.urls) - 1, href, attributes, image=True))
            return
        size = sized[2] if sized else None
        number = self._link("markdown", token, *_destination(href), size, image=True)
        alt = sized[1] if sized else alt
        self.out.append(EmbedSlot(number, False, href, alt, attributes))

    def _raw(self, token: Token) -> str:
        return self.lines.slice(self._span(token))

    def _html_inline(self, token: Token) -> None:
        comment = _HTML_COMMENT.fullmatch(token.content)
        if comment:
            self._suppression(comment[1], self._span(token))
        self.out.append(RawHtml(token.content, block=False))

    def _suppression(self, comment: str, span: Span) -> None:
        suppression = parse_suppression(comment, span)
        if suppression is not None:
            self.facts.suppressions.append(suppression)

    def _unpublished(self, token: Token) -> None:
        """A comment's links are facts, but not published."""
        place = token.meta.get("span")
        if place is None:
            return
        text = self.lines.text[place[0] : place[1]]
        for start, end, written in found(text):
            span = self.lines.span(place[0] + start, place[0] + end)
            kind: LinkKind = "embed" if text[start] == "!" else "wikilink"
            link = Link(kind, text[start:end], span, *written, False, None)
            self.facts.links.append(link)

    # -- the end

    def _notice(self) -> None:
        if "too_deep" in self.env:
            line = self.env["too_deep"]
            span = self.lines.span(self.lines.starts[line], self.lines.end(line + 1))
            message = "nested too deeply: from here on the text is shown as it is written"
            self.facts.problems.append(
                Problem("nesting-limit", span, message, "Use fewer levels of lists and quotes.")
            )
        for place, destination in self.env.get("spaced_links", ()):
            span = self.lines.span(*place)
            message = f"not a link: the destination `{destination}` has blanks"
            help_ = f"Write `(<{destination}>)`, or `%20` for each blank."
            self.facts.problems.append(Problem("broken-markdown-link", span, message, help_))
        for label in self.env.get("footnotes", {}).get("refs", {}):
            name = label.removeprefix(":")
            self.facts.footnotes[name] = Anchor(f"fn:{name}")

    def _mark(self, at: int) -> None:
        self.cuts.append(at)

    def _cut(self, start: int) -> Cut:
        self.cuts += (start, len(self.out))
        return start, len(self.out)


_CONTENT = frozenset(("fence", "code_block", "html_block", "hr", "math_block"))


def visible_text(tokens: Sequence[Token], *, tags: bool = True, breaks: str = " ") -> str:
    """What a reader sees of inline tokens; `tags=False` leaves tags out."""
    out = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "math_inline":
                out.append(token.content)
            case "softbreak" | "hardbreak":
                out.append(breaks)
            case "wikilink":
                out.append(shown(token.meta["written"]))
            case "tag" if tags:
                out.append(f"#{token.content}")
            case "image":
                out.append(visible_text(token.children or [], tags=tags, breaks=breaks))
    return "".join(out)


def shown(written: Written) -> str:
    """What a wikilink shows when it is drawn without knowing its target."""
    if written.display:
        return written.display
    parts = [written.target, *(part.strip() for part in written.subpath.split("#"))]
    return " > ".join(part for part in parts if part)


def size_attributes(size: str) -> str:
    """`100` or `640x480` as HTML attributes, with a blank before each."""
    width, _, height = size.partition("x")
    return f' width="{width}"' + (f' height="{height}"' if height else "")


def _comments(html: str) -> Iterator[str]:
    """What stands in the comments; a regular expression would look for the end from every start."""
    end = 0
    while (start := html.find("<!--", end)) != -1 and (end := html.find("-->", start + 4)) != -1:
        yield html[start + 4 : end]


def _scheme(href: str) -> re.Match[str] | None:
    """The scheme of a URL; browsers do not see the tabs and line breaks in `java\tscript:`."""
    return _SCHEME.match(_UNSEEN.sub("", href))


def _destination(href: str) -> tuple[str, str]:
    """The path and fragment of a relative URL, percent-decoded; its query is dropped."""
    path, _, fragment = href.partition("#")
    return unquote(path.partition("?")[0]), unquote(fragment)


def _attributes(token: Token, *without: str) -> str:
    return "".join(
        f' {escape(name)}="{escape(str(value))}"'
        for name, value in token.attrs.items()
        if name not in without
    )


def _is_block_embed(token: Token) -> bool:
    """Whether it embeds a note (its target has no other extension) outside of other inline markup."""
    return (
        token.type == "embed"
        and token.level == 0
        and not _EXTENSION.search(token.meta["written"].target)
    )


def _splits(inline: Token) -> bool:
    return any(_is_block_embed(child) for child in inline.children or ())


def _parts(children: Sequence[Token]) -> list[list[Token]]:
    """The children cut around block embeds, without blank parts and breaks at the cuts."""
    parts: list[list[Token]] = [[]]
    for child in children:
        if _is_block_embed(child):
            parts += [[child], []]
        else:
            parts[-1].append(child)
    return [trimmed for part in parts if (trimmed := _without_outer_breaks(part))]


def _without_outer_breaks(part: list[Token]) -> list[Token]:
    def blank(token: Token) -> bool:
        return token.type in ("softbreak", "hardbreak") or (
            token.type == "text" and not token.content.strip()
        )

    while part and blank(part[0]):
        part = part[1:]
    while part and blank(part[-1]):
        part = part[:-1]
    return part


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with neighbouring strings made one."""
    out: list[Piece] = []
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            out.append("".join(texts))
            texts = []
        out.append(piece)
    if texts and (text := "".join(texts)):
        out.append(text)
    return out
