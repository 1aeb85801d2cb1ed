"""Tokens become facts and a Body: one walk, after which no token is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.body import TAB_PREFIX, ContentsSlot, HeadingEnd, Id
from knotwork.model.diagnostics import Problem
from knotwork.model.dialect import Dialect
from knotwork.model.names import Anchor
from knotwork.model.note import Context, Item
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines, Span
from knotwork.syntax.block_embeds import is_block_embed, split, splits
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.code_facts import CodeFacts
from knotwork.syntax.definition_problems import raw_definitions, repeated_definitions, unused_definitions
from knotwork.syntax.extension_marks import written_for
from knotwork.syntax.footnotes import backlink_pieces
from knotwork.syntax.html_blocks import HtmlBlocks
from knotwork.syntax.inline import InlineWalk
from knotwork.syntax.missing_spaces import may_miss_spaces, missing_spaces
from knotwork.syntax.named_blocks import NamedBlocks
from knotwork.syntax.open_comments import reported_open_comments
from knotwork.syntax.parse_problems import parse_problems
from knotwork.syntax.sections import Sections
from knotwork.syntax.tab_ids import TabLabel, named_tabs
from knotwork.syntax.visible_text import text_and_hidden, visible_text

_CARET_CELL = lazy_regex(r"\^[A-Za-z0-9-]+$")
_CONTENT = frozenset(("fence", "code_block", "html_block", "hr", "math_block", "contents"))


def read_body(md: MarkdownIt, lines: Lines, text: str, dialect: Dialect) -> BodyFacts:
    """The facts of a note's body; `text` has the length and lines of `lines.text`."""
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    walk = _Walk(BodyBuilder(md, env), lines, text, dialect)
    walk.blocks(tokens)
    return walk.finished(env)


class _OpenItem(Struct, frozen=True):
    """A list item that is not closed yet."""

    index: int
    depth: int
    start: int


class _Walk:
    """The state of one walk: facts and pieces so far, and what is still open.

    A token of a type `x` is written by the method `_block_x`, or as the library renders it.
    """

    def __init__(self, body: BodyBuilder, lines: Lines, text: str, dialect: Dialect) -> None:
        self.body = body
        self.lines = lines
        self.facts = BodyFacts()
        self.inline = InlineWalk(self.facts, body, lines, dialect.html)
        self.sections = Sections(self.facts, body, dialect.heading_ids, body.env.get("ids", {}))
        self.named = NamedBlocks(self.facts, body, lines)
        self.code = CodeFacts(self.facts, body, lines, text)
        self.html = HtmlBlocks(self.inline, body, lines, text)
        self.items: list[_OpenItem] = []
        self.tab_ids = dialect.tab_ids
        self.tab_labels: list[TabLabel] = []
        # what a text has no sign of is looked for at none of its tokens
        self._has_html, self._has_names, self._has_comments = "<" in text, "^" in text, "%%" in text
        self._may_miss_spaces = may_miss_spaces(text)

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Write the tokens of a note."""
        has_html, has_names, has_comments = self._has_html, self._has_names, self._has_comments
        sections, rendered = self.sections, self.body.rendered
        for index, token in enumerate(tokens):
            kind, nesting = token.type, token.nesting
            if has_html:
                self.code.before(token)
                self.html.before(tokens, index)
                if nesting == -1:
                    self.html.close(token.level)
            if nesting == -1:
                sections.close(token.level)
            elif kind == "footnote_block_open":
                sections.close()  # the footnotes belong to the note, not to its last section
            elif sections.may_be_empty and _shows(tokens, index):
                sections.filled()
            if has_comments and kind == "paragraph_open" and _only_comments(tokens[index + 1]):
                token.hidden = tokens[index + 2].hidden = True
            ends = has_names and self.named.before(token)
            handler = _HANDLERS.get(kind)
            if handler is None:
                rendered(tokens, index)
            else:
                handler(self, tokens, index)
            if has_names:
                self.named.after(token, ends=ends)

    def finished(self, env: dict[str, Any]) -> BodyFacts:
        """The facts, once all tokens are written; `env` is the parser's."""
        facts = self.facts
        self.code.report_stray_directive()
        self.sections.close()
        self.html.close()
        self.named.finish()
        facts.problems += _problems(env, self.lines)
        facts.problems += repeated_definitions(env, self.inline.used, self.lines)
        self.html.hide_in(env.get("unused_footnotes", ()))
        facts.comments += unused_definitions(env, self.inline.used, self.lines)
        facts.comments.sort()
        facts.open_comments += reported_open_comments(env)
        for label in env.get("footnotes", {}).get("refs", {}):
            name = label.removeprefix(":")
            facts.footnotes[name] = Anchor(f"fn:{name}")
        self.html.finish()
        facts.written_for = written_for(env)
        facts.ids = {**facts.names, **env.get("ids", {}), **facts.ids}
        facts.body = self.body.body(self._named_tabs())
        return facts

    def _named_tabs(self) -> Mapping[str, str]:
        """The ids of the content tabs that are not numbered, by number; they lead there like any other."""
        if self.tab_ids is None or not self.tab_labels:
            return {}
        facts = self.facts
        anchors = {anchor for heading in facts.headings for anchor in (heading.anchor, heading.plain_anchor)}
        taken = {anchor for anchor in anchors if anchor} | set(facts.ids.values())
        named = named_tabs(self.tab_labels, self.tab_ids, taken)
        for name in named.values():
            facts.ids.setdefault(name, Anchor(name))
        return named

    # -- headings

    def _block_heading_open(self, tokens: Sequence[Token], index: int) -> None:
        token, inline = tokens[index], tokens[index + 1]
        self._report_underline(token)
        written = str(inline.meta.get("written", inline.content))
        heading = self.sections.open(token, inline, self._span(inline, len(written)))
        token.attrs["id"] = heading.anchor
        self.inline.heading = self.sections.current
        self.body.rendered(tokens, index)
        if heading.plain_anchor is not None:
            self.body.add("<span", Id(heading.plain_anchor), "></span>")

    def _block_heading_close(self, tokens: Sequence[Token], index: int) -> None:
        assert self.inline.heading is not None, "a heading that closes was opened"
        heading = self.facts.headings[self.inline.heading]
        self.inline.heading = None
        self.body.add(HeadingEnd(heading.level, heading.anchor))

    def _report_underline(self, token: Token) -> None:
        """One `-` makes a heading of the text above, where an empty list item was meant."""
        last = (token.map or [0, 1])[1]
        if token.markup == "-" and self.lines.line(last).strip(" \t>") == "-":
            at = self.lines.text.index("-", self.lines.starts[last - 1])
            message = "this `-` makes the text above it a heading"
            help_ = "Write something after it, or leave a blank line above; write headings with `##`."
            place = self.lines.span(at, at + 1)
            self.facts.problems.append(Problem("accidental-heading", place, message, help_))

    # -- paragraphs and cells

    def _block_inline(self, tokens: Sequence[Token], index: int) -> None:
        token, opening = tokens[index], tokens[index - 1]
        if opening.hidden and not token.content and not token.children:
            return
        if opening.type == "paragraph_open" and "]:" in token.content:
            self.facts.problems += raw_definitions(token, self.lines)
        if self._may_miss_spaces and opening.type == "paragraph_open":
            self.facts.problems += missing_spaces(token, self.lines)
        number, start = self._add_context(token, in_table=opening.type in ("td_open", "th_open"))
        self.inline.write(token.children or [], may_embed=opening.type not in ("heading_open", "dt_open"))
        self._end_context(opening, number, start)

    def _block_paragraph_open(self, tokens: Sequence[Token], index: int) -> None:
        token, inline = tokens[index], tokens[index + 1]
        if token.hidden or not splits(inline):
            self.body.rendered(tokens, index)
            return
        attributes = self.body.attributes(token)
        number, start = self._add_context(inline)
        for part_number, part in enumerate(split(inline.children or [])):
            # behind the last one the renderer breaks the line, as behind every hidden token
            self.body.add("\n" if part_number else "")
            if is_block_embed(part[0]):
                if attributes:
                    self.body.add("<div", *attributes, "></div>\n")
                self.inline.write(part, may_embed=True)
            else:
                self.body.add("<p", *attributes, ">")
                self.inline.write(part, may_embed=False)
                self.body.add("</p>")
            attributes = []
        self._end_context(token, number, start)
        inline.children, inline.content = None, ""
        token.hidden = True
        # in a footnote the way back to the text stands before the paragraph's end
        last = next(at for at in range(index, len(tokens)) if tokens[at].type == "paragraph_close")
        tokens[last].hidden = True

    def _block_paragraph_close(self, tokens: Sequence[Token], index: int) -> None:
        if not tokens[index].hidden:
            self.body.rendered(tokens, index)

    def _block_footnote_anchor(self, tokens: Sequence[Token], index: int) -> None:
        self.body.add(*backlink_pieces(tokens[index]))

    def _block_td_open(self, tokens: Sequence[Token], index: int) -> None:
        inline = tokens[index + 1]
        if "source" in inline.meta and _CARET_CELL.match(inline.content):
            span = self._span(inline, len(inline.content))
            message = f"`{inline.content}` is a row of the table above it, not its block id"
            help_ = "Leave a blank line between the table and the id."
            self.facts.problems.append(Problem("misplaced-block-id", span, message, help_))
        self.body.rendered(tokens, index)

    def _add_context(self, token: Token, *, in_table: bool = False) -> tuple[int, int]:
        """A context for an inline token: its index, and where its pieces start."""
        text, hidden = text_and_hidden(token.children or [])
        span = self._span(token, len(token.content))
        section = self.sections.current
        self.facts.contexts.append(Context((0, 0), span, section, text, in_table, hidden))
        return len(self.facts.contexts) - 1, self.body.start()

    def _end_context(self, opening: Token, number: int, start: int) -> None:
        """The context is written; the first in a list item is the item's own text."""
        context = self.facts.contexts[number]
        self.facts.contexts[number] = replace(context, cut=self.body.cut(start))
        if self.items and opening.level == self.items[-1].depth + 1:
            item = self.items[-1].index
            if not self.facts.items[item].text:
                self.facts.items[item] = replace(self.facts.items[item], text=context.text)

    def _span(self, inline: Token, length: int) -> Span:
        """The span of inline content of that length; its lines when no map is known."""
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
        line = abs(self.lines.origin((token.map or [0])[0] + 1))
        number = len(self.facts.items)
        checked, state = token.meta.get("checked"), token.meta.get("state", "")
        self.facts.items.append(Item("", line, parent, (0, 0), checked, state))
        self.items.append(_OpenItem(number, token.level, self.body.start()))
        self.inline.item = number
        self.body.rendered(tokens, index)

    def _block_list_item_close(self, tokens: Sequence[Token], index: int) -> None:
        self.body.rendered(tokens, index)
        closed = self.items.pop()
        item = self.facts.items[closed.index]
        self.facts.items[closed.index] = replace(item, cut=self.body.cut(closed.start))
        self.inline.item = self.items[-1].index if self.items else None

    # -- content tabs

    def _block_tab_label_open(self, tokens: Sequence[Token], index: int) -> None:
        if self.tab_ids is not None:
            number = str(tokens[index].attrs["for"]).removeprefix(TAB_PREFIX)
            section = self.sections.current
            above = "" if section is None else self.facts.headings[section].anchor
            text = visible_text(tokens[index + 1].children or [])
            self.tab_labels.append(TabLabel(number, " ".join(text.split()), above))
        self.body.rendered(tokens, index)

    # -- code, HTML, comments

    def _block_fence(self, tokens: Sequence[Token], index: int) -> None:
        self.code.fence(tokens[index])

    def _block_code_block(self, tokens: Sequence[Token], index: int) -> None:
        self.code.indented(tokens[index])

    def _block_html_block(self, tokens: Sequence[Token], index: int) -> None:
        for comment, span in self.html.comments(tokens[index]):
            self.inline.html_comment(comment, span)
            self.code.comment(comment, span)
        self.html.add(tokens[index], self.sections.current)

    def _block_contents(self, tokens: Sequence[Token], index: int) -> None:
        self.body.add(ContentsSlot())

    def _block_comment(self, tokens: Sequence[Token], index: int) -> None:
        self.inline.unpublished(tokens[index])


_HANDLERS = {
    name.removeprefix("_block_"): handler
    for name, handler in vars(_Walk).items()
    if name.startswith("_block_")
}


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
    if not any(child.type == "comment" for child in children):
        return False
    return all(child.type in ("comment", "softbreak") or not child.content.strip(" ") for child in children)


def _problems(env: dict[str, Any], lines: Lines) -> Iterator[Problem]:
    """The problems that the syntaxes found while they parsed."""
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
