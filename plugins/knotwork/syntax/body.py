"""Tokens become facts and a Body: one walk, after which no token is kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knotwork.html.policy import Policy, shown_text
from knotwork.model.body import FenceSlot, HeadingEnd, Id, RawHtml
from knotwork.model.diagnostics import Problem
from knotwork.model.names import Anchor
from knotwork.model.note import BlockId, Context, Fence, Item
from knotwork.model.text import Lines, SourceMap, Span
from knotwork.syntax.block_embeds import is_block_embed, split, splits
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.code_html import code_html
from knotwork.syntax.code_info import code_info, unused_words
from knotwork.syntax.footnotes import backlink_pieces
from knotwork.syntax.inline import InlineWalk
from knotwork.syntax.links_in_code import links_in_code
from knotwork.syntax.open_comments import comments_in, comments_in_html, reported_open_comments
from knotwork.syntax.parse_problems import parse_problems
from knotwork.syntax.sections import Sections
from knotwork.syntax.visible_text import prose, visible_text

_CARET_CELL = re.compile(r"\^[A-Za-z0-9-]+$")
_COLOURED = 1_000_000
"""Characters of code in a note that have colours, which are ten times as much HTML."""
_RAW_DEFINITION = re.compile(r"\n[ \t]*((\[[^\[\]\n^]+\]):[ \t]*\S+(?:[ \t]+[\"'(][^\n]*)?)[ \t]*(?=\n|\Z)")
_CONTENT = frozenset(("fence", "code_block", "html_block", "hr", "math_block"))


def read_body(md: MarkdownIt, lines: Lines, text: str, policy: Policy) -> BodyFacts:
    """The facts of a note's body; `text` has the length and lines of `lines.text`."""
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    walk = _Walk(BodyBuilder(md, env), lines, text, policy)
    walk.blocks(tokens)
    return walk.finished(env)


@dataclass(slots=True)
class _OpenItem:
    index: int
    depth: int
    start: int


@dataclass(slots=True)
class _OpenBlock:
    index: int
    depth: int
    start: int


@dataclass(slots=True)
class _Directive:
    """`<!-- k8s: skip -->`, which is about the fence below it."""

    text: str
    span: Span


class _Walk:
    """The state of one walk: facts and pieces so far, and what is still open.

    A token of a type `x` is written by the method `_block_x`, or as the library renders it.
    """

    def __init__(self, pieces: BodyBuilder, lines: Lines, text: str, policy: Policy) -> None:
        self.pieces = pieces
        self.lines = lines
        self.text = text
        self.facts = BodyFacts()
        self.inline = InlineWalk(self.facts, pieces, lines, policy)
        self.sections = Sections(self.facts, pieces)
        self.block_names: set[str] = set()
        self.named_headings: list[tuple[int, int]] = []
        """Blocks that are a heading's section: their index, and that of the heading."""
        self.items: list[_OpenItem] = []
        self.open_blocks: list[_OpenBlock] = []
        self.directive: _Directive | None = None
        self.code = 0
        self.html_contexts: list[tuple[range, Context]] = []
        """Of blocks of HTML: the links in one, and the context."""

    def blocks(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if self.directive is not None and token.type not in ("html_block", "fence", "comment"):
                self._report_stray_directive()
            handler = getattr(self, f"_block_{token.type}", None)
            self._place_html(tokens, index)
            if token.nesting == -1:
                self._end_html(token.level)
                self.sections.close(token.level)
            elif token.type == "footnote_block_open":
                self.sections.close()  # the footnotes belong to the note, not to its last section
            elif _shows(tokens, index):
                self.sections.filled()
            named = len(self.open_blocks)
            if "block_id" in token.meta and not self._takes_own_id(token):
                self._open_block(token)
            if handler is not None:
                handler(tokens, index)
            else:
                self.pieces.rendered(tokens, index)
            if token.nesting == -1:
                self._closed(token)
            elif token.nesting == 0 and len(self.open_blocks) > named:
                self._close_block()

    def finished(self, env: dict[str, Any]) -> BodyFacts:
        self._report_stray_directive()
        self.sections.close()
        self._end_html()
        found = self.facts
        for block, heading in self.named_headings:
            found.blocks[block] = replace(found.blocks[block], cut=found.headings[heading].cut)
        found.problems += _problems(env, self.lines)
        found.problems += _repeated(env, self.inline.used, self.lines)
        self._hide_in(env.get("unused_footnotes", ()))
        found.comments += _unused_definitions(env, self.inline.used, self.lines)
        found.comments.sort()
        found.open_comments += reported_open_comments(env)
        for label in env.get("footnotes", {}).get("refs", {}):
            name = label.removeprefix(":")
            found.footnotes[name] = Anchor(f"fn:{name}")
        for links, context in self.html_contexts:
            # behind all others: what opens a note is a heading or a paragraph
            for at in links:
                found.links[at] = replace(found.links[at], context=len(found.contexts))
            found.contexts.append(context)
        found.ids = {**found.names, **env.get("ids", {}), **found.ids}
        found.body, moved = self.pieces.merged()
        found.headings = [replace(heading, cut=moved(heading.cut)) for heading in found.headings]
        found.contexts = [context._replace(cut=moved(context.cut)) for context in found.contexts]
        found.items = [item._replace(cut=moved(item.cut)) for item in found.items]
        found.blocks = [replace(block, cut=moved(block.cut)) for block in found.blocks]
        return found

    # -- headings

    def _block_heading_open(self, tokens: Sequence[Token], index: int) -> None:
        token, inline = tokens[index], tokens[index + 1]
        self._note_underline(token)
        written = str(inline.meta.get("written", inline.content))
        heading = self.sections.open(token, inline, self._span(inline, len(written)))
        token.attrs["id"] = heading.anchor
        self.inline.heading = self.sections.current
        self.pieces.rendered(tokens, index)
        if heading.plain_anchor is not None:
            self.pieces.add("<span", Id(heading.plain_anchor), "></span>")

    def _note_underline(self, token: Token) -> None:
        """One `-` makes a heading of the text above, where an empty list item was meant."""
        last = (token.map or [0, 1])[1]
        if token.markup == "-" and self.lines.line(last).strip(" \t>") == "-":
            at = self.lines.text.index("-", self.lines.starts[last - 1])
            message = "this `-` makes the text above it a heading"
            help_ = "Write something after it, or leave a blank line above; write headings with `##`."
            place = self.lines.span(at, at + 1)
            self.facts.problems.append(Problem("accidental-heading", place, message, help_))

    def _block_heading_close(self, tokens: Sequence[Token], index: int) -> None:
        assert self.inline.heading is not None, "a heading that closes was opened"
        heading = self.facts.headings[self.inline.heading]
        self.inline.heading = None
        self.pieces.add(HeadingEnd(heading.level, heading.anchor))

    # -- named blocks

    def _takes_own_id(self, token: Token) -> bool:
        """A heading has an id already, and a hidden paragraph shows no tag: an empty span carries it."""
        if token.type != "heading_open" and not token.hidden:
            return False
        index, anchor = self._block(token)
        if anchor:
            start = self.pieces.start()
            self.pieces.add("<span", Id(anchor), "></span>")
            self.facts.blocks[index] = replace(self.facts.blocks[index], cut=self.pieces.cut(start))
        if token.type == "heading_open":
            self.named_headings.append((index, len(self.facts.headings)))
        return True

    def _open_block(self, token: Token) -> None:
        start = self.pieces.start()
        index, anchor = self._block(token)
        if token.nesting == 0:
            # a fence or raw HTML: an empty element before it carries the id
            if anchor:
                self.pieces.add("<div", Id(anchor), "></div>\n")
            self.open_blocks.append(_OpenBlock(index, token.level - 1, start))
            return
        if anchor:
            token.attrs["id"] = anchor
        self.open_blocks.append(_OpenBlock(index, token.level, start))

    def _closed(self, token: Token) -> None:
        while self.open_blocks and self.open_blocks[-1].depth == token.level:
            self._close_block()

    def _close_block(self) -> None:
        done = self.open_blocks.pop()
        block = self.facts.blocks[done.index]
        self.facts.blocks[done.index] = replace(block, cut=self.pieces.cut(done.start))

    def _block(self, token: Token) -> tuple[int, Anchor | None]:
        """Its index, and its id unless another block has that name already."""
        name, start, end = token.meta["block_id"]
        anchor = Anchor(f"^{name}")
        fresh = name.lower() not in self.block_names
        self.block_names.add(name.lower())
        self.facts.blocks.append(BlockId(name, anchor, self.lines.span(start, end), (0, 0)))
        return len(self.facts.blocks) - 1, anchor if fresh else None

    # -- paragraphs and cells

    def _block_inline(self, tokens: Sequence[Token], index: int) -> None:
        token, opening = tokens[index], tokens[index - 1]
        if opening.hidden and not token.content and not token.children:
            return
        if opening.type == "paragraph_open":
            self._note_definitions(token)
        number, start = self._add_context(token, in_table=opening.type in ("td_open", "th_open"))
        self.inline.write(token.children or [], may_embed=opening.type not in ("heading_open", "dt_open"))
        self._end_context(opening, number, start)

    def _note_definitions(self, inline: Token) -> None:
        source: SourceMap | None = inline.meta.get("source")
        if source is None:
            return
        for match in _RAW_DEFINITION.finditer(inline.content):
            place = self.lines.span(source.offset(match.start(1)), source.end(match.end(1)))
            message = f"`{match[2]}:` is text here: a definition cannot stand directly below a paragraph"
            help_ = "Leave a blank line above it."
            self.facts.problems.append(Problem("raw-definition", place, message, help_))

    def _block_paragraph_open(self, tokens: Sequence[Token], index: int) -> None:
        token, inline = tokens[index], tokens[index + 1]
        if _only_comments(inline):
            token.hidden = tokens[index + 2].hidden = True
        if token.hidden or not splits(inline):
            self.pieces.rendered(tokens, index)
            return
        attributes = self.pieces.attributes(token)
        number, start = self._add_context(inline)
        for number_of_part, part in enumerate(split(inline.children or [])):
            # behind the last one the renderer breaks the line, as behind every hidden token
            self.pieces.add("\n" if number_of_part else "")
            if is_block_embed(part[0]):
                if attributes:
                    self.pieces.add("<div", *attributes, "></div>\n")
                self.inline.write(part, may_embed=True)
            else:
                self.pieces.add("<p", *attributes, ">")
                self.inline.write(part, may_embed=False)
                self.pieces.add("</p>")
            attributes = []
        self._end_context(token, number, start)
        inline.children, inline.content = None, ""
        token.hidden = True
        # in a footnote the way back to the text stands before the paragraph's end
        last = next(at for at in range(index, len(tokens)) if tokens[at].type == "paragraph_close")
        tokens[last].hidden = True

    def _block_footnote_anchor(self, tokens: Sequence[Token], index: int) -> None:
        self.pieces.add(*backlink_pieces(tokens[index]))

    def _block_paragraph_close(self, tokens: Sequence[Token], index: int) -> None:
        if not tokens[index].hidden:
            self.pieces.rendered(tokens, index)

    def _block_td_open(self, tokens: Sequence[Token], index: int) -> None:
        inline = tokens[index + 1]
        if "source" in inline.meta and _CARET_CELL.match(inline.content):
            span = self._span(inline, len(inline.content))
            message = f"`{inline.content}` is a row of the table above it, not its block id"
            help_ = "Leave a blank line between the table and the id."
            self.facts.problems.append(Problem("misplaced-block-id", span, message, help_))
        self.pieces.rendered(tokens, index)

    def _add_context(self, token: Token, *, in_table: bool = False) -> tuple[int, int]:
        """A context for an inline token: its index, and where its pieces start."""
        text = " ".join(visible_text(token.children or [], tags=False).split())
        bare = " ".join(prose(token.children or []).split())
        span = self._span(token, len(token.content))
        section = self.sections.current
        self.facts.contexts.append(Context((0, 0), span, section, text, in_table, bare))
        return len(self.facts.contexts) - 1, self.pieces.start()

    def _end_context(self, opening: Token, number: int, start: int) -> None:
        """The context is written; the first in a list item is the item's own text."""
        context = self.facts.contexts[number]
        self.facts.contexts[number] = context._replace(cut=self.pieces.cut(start))
        if self.items and opening.level == self.items[-1].depth + 1:
            item = self.items[-1].index
            if not self.facts.items[item].text:
                self.facts.items[item] = self.facts.items[item]._replace(text=context.text)

    def _span(self, inline: Token, length: int) -> Span:
        """The place of inline content of that length; its lines when no map is known."""
        source = inline.meta.get("source")
        if source is not None:
            start = source.offset(0)
            return self.lines.span(start, max(start, source.end(length)))
        first, last = inline.map or [0, 1]
        return self.lines.span(self.lines.starts[first], self.lines.end(last))

    # -- lists

    def _block_list_item_open(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        parent = self.items[-1].index if self.items else None
        line = (token.map or [0])[0] + 1
        number = len(self.facts.items)
        self.facts.items.append(Item("", line, parent, (0, 0), token.meta.get("checked")))
        self.items.append(_OpenItem(number, token.level, self.pieces.start()))
        self.inline.item = number
        self.pieces.rendered(tokens, index)

    def _block_list_item_close(self, tokens: Sequence[Token], index: int) -> None:
        self.pieces.rendered(tokens, index)
        done = self.items.pop()
        item = self.facts.items[done.index]
        self.facts.items[done.index] = item._replace(cut=self.pieces.cut(done.start))
        self.inline.item = self.items[-1].index if self.items else None

    # -- code, HTML, comments

    def _block_fence(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        starts: list[int] = token.meta["starts"]
        columns = tuple(start - self.lines.starts[self.lines.position(start).line - 1] for start in starts)
        first = (token.map or [0])[0] + 2
        span = self.lines.span(*token.meta["span"])
        info = token.info.strip()
        directive = self.directive.text if self.directive else ""
        self.directive = None
        self._note_fence(token, span, info)
        parsed, code = code_info(info), token.content
        fence = Fence(
            info, parsed.language, code, span, first, columns, parsed.options, directive, token.markup
        )
        self.facts.fences.append(fence)
        self.code += len(token.content)
        self.pieces.add(FenceSlot(len(self.facts.fences) - 1, self.code > _COLOURED), "\n")

    def _note_fence(self, token: Token, span: Span, info: str) -> None:
        """What is to be said of a fence: words behind its marks that nobody reads, an end that is missing."""
        if words := unused_words(info):
            line = span.start.line
            at = self.lines.text.find(words, self.lines.offset(span.start), self.lines.end(line))
            place = self.lines.span(at, at + len(words)) if at != -1 else span
            message = f"`{words}` is not shown: what follows the opening marks is the code block's language"
            help_ = 'Write it on the line below, or as `title="…"`.'
            self.facts.problems.append(Problem("unread-info", place, message, help_))
        if token.meta.get("open"):
            message = "this code block is never closed"
            help_ = f"Write {token.markup} on a line of its own where the code ends."
            start = self.lines.offset(span.start)
            place = self.lines.span(start, start + len(token.markup))
            self.facts.problems.append(Problem("unclosed-code", place, message, help_))

    def _block_code_block(self, tokens: Sequence[Token], index: int) -> None:
        first, last = tokens[index].map or [0, 1]
        problem = links_in_code(self.lines, first + 1, last)
        if problem is not None:
            self.facts.problems.append(problem)
        self.pieces.add(code_html(tokens[index].content, "") + "\n")

    def _block_html_block(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        first, last = token.map or [0, 1]
        span = self.lines.span(self.lines.starts[first], self.lines.end(last))
        if "<!--" in token.content or "%%" in token.content:
            found = comments_in_html(self.text, self.lines.starts[first], self.lines.end(last))
            self.facts.open_comments += found
            self._hide_comments(self.lines.starts[first], self.lines.end(last))
        for comment in _comments(token.content):
            self.inline.html_comment(comment, span)
            before, colon, text = comment.partition(":")
            if colon and before.strip() == "k8s":
                self._report_stray_directive()
                self.directive = _Directive(text.strip(), span)
        self._add_html(token)

    def _place_html(self, tokens: Sequence[Token], index: int) -> None:
        """Raw HTML in a token is in the block that it stands in."""
        token, html = tokens[index], self.inline.html
        if token.type == "paragraph_open":
            html.depth, html.in_paragraph = token.level + 1, True
        elif token.type in ("inline", "html_block"):
            html.depth = token.level
            html.in_paragraph = token.type == "inline" and tokens[index - 1].type == "paragraph_open"

    def _end_html(self, depth: int = -1) -> None:
        """Close what raw HTML leaves open in a block that ends."""
        closing = self.inline.html.leave(depth)
        if closing:
            self.pieces.add(RawHtml(closing))

    def _add_html(self, token: Token) -> None:
        """Raw HTML, with a context of its own if there are links in it."""
        source: SourceMap = token.meta["source"]

        def place(start: int, end: int) -> Span:
            return self.lines.span(source.offset(start), source.end(end))

        before, number = len(self.facts.links), len(self.html_contexts)
        piece = self.inline.html.piece(token.content, place, number)
        self.inline.html.report_links(token.content, place)
        if len(self.facts.links) == before:
            self.pieces.add(piece)
            return
        start = self.pieces.start()
        self.pieces.add(piece)
        text = " ".join(shown_text(token.content).split())
        span = place(0, len(token.content))
        self.html_contexts.append(
            (
                range(before, len(self.facts.links)),
                Context(self.pieces.cut(start), span, self.sections.current, text),
            )
        )

    def _hide_in(self, tokens: Sequence[Token]) -> None:
        """Comments in what is on no page itself."""
        for token in tokens:
            if token.type == "html_block":
                first, last = token.map or [0, 1]
                self._hide_comments(self.lines.starts[first], self.lines.end(last))
            elif token.type == "comment" or token.content.startswith("<!--"):
                self.inline.hidden(token.meta.get("span"))
            self._hide_in(token.children or ())

    def _hide_comments(self, start: int, end: int) -> None:
        """Comments of HTML between two offsets; one that does not end there reaches to the last."""
        text = self.lines.text
        while (start := text.find("<!--", start, end)) != -1:
            closed = text.find("-->", start + 4, end)
            behind = end if closed == -1 else closed + 3
            self.inline.hidden((start, behind))
            start = behind

    def _report_stray_directive(self) -> None:
        if self.directive is not None:
            message = "this comment is about no code block"
            help_ = "Put it directly above the block it is about."
            self.facts.problems.append(Problem("unknown-state", self.directive.span, message, help_))
            self.directive = None

    def _block_comment(self, tokens: Sequence[Token], index: int) -> None:
        self.inline.unpublished(tokens[index])


def _shows(tokens: Sequence[Token], index: int) -> bool:
    """Whether a reader sees something of a token that opens a block, headings aside."""
    token = tokens[index]
    if token.type == "paragraph_open":
        return bool(tokens[index + 1].content) and not _only_comments(tokens[index + 1])
    if token.type == "html_block":
        html = token.content.strip()
        return not (html.startswith("<!--") and html.endswith("-->") and html.count("<!--") == 1)
    return token.type in _CONTENT or (token.nesting == 1 and token.type != "heading_open")


def _only_comments(inline: Token) -> bool:
    """Whether a paragraph is `%% comments %%` and nothing else."""
    children = inline.children or []
    if not any(each.type == "comment" for each in children):
        return False
    return all(each.type in ("comment", "softbreak") or not each.content.strip(" ") for each in children)


def _comments(html: str) -> Iterator[str]:
    """What stands in the comments; a regular expression would look for the end from every start."""
    end = 0
    while (start := html.find("<!--", end)) != -1 and (end := html.find("-->", start + 4)) != -1:
        yield html[start + 4 : end]


def _unused_definitions(env: dict[str, Any], used: Collection[str], lines: Lines) -> Iterator[Span]:
    """The places of link definitions such as `[//]: # (a remark)`: what no link uses is on no page."""
    unused = [each for label, each in env.get("references", {}).items() if label not in used]
    for each in (*unused, *env.get("duplicate_refs", ())):
        first, last = each["map"]
        start = lines.text.find("[", lines.starts[first], lines.end(last))
        yield lines.span(max(start, lines.starts[first]), lines.end(last))
    for each in env.get("references", {}).values():
        if "%%" in each.get("title", ""):
            first, last = each["map"]
            for found in comments_in(lines.text, lines.starts[first], lines.end(last)):
                yield lines.span(*found)


def _repeated(env: dict[str, Any], used: Collection[str], lines: Lines) -> Iterator[Problem]:
    """What to say of definitions whose label has another one."""
    for label, (first, last) in env.get("repeated_footnotes", ()):
        place = lines.span(lines.starts[first], lines.end(last))
        message = f"the footnote [^{label}] is defined again below; this text is not shown"
        yield Problem("duplicate-definition", place, message, "Give it a label of its own.")
    for each in env.get("duplicate_refs", ()):
        counts = env["references"].get(each["label"])
        if each["label"] in used and counts is not None and counts["href"] != each["href"]:
            first, last = each["map"]
            place = lines.span(lines.starts[first], lines.end(last))
            message = (
                f"this label already has a destination, in line {counts['map'][0] + 1}; that one is used"
            )
            yield Problem("duplicate-definition", place, message, "Give it a label of its own.")


def _problems(env: dict[str, Any], lines: Lines) -> Iterator[Problem]:
    """What the syntaxes noted while they parsed."""
    yield from parse_problems(env, lines)
    if "too_deep" in env:
        line = env["too_deep"]
        span = lines.span(lines.starts[line], lines.end(line + 1))
        message = "nested too deeply: from here on the text is shown as it is written"
        yield Problem("nesting-limit", span, message, "Use fewer levels of lists and quotes.")
    for place, destination in env.get("spaced_links", ()):
        message = f"not a link: the destination `{destination}` has spaces"
        help_ = f"Write `(<{destination}>)`, or `%20` for each space."
        yield Problem("broken-markdown-link", lines.span(*place), message, help_)
