"""Blocks of raw HTML: the slot, the comments in it, and a context for its links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from msgspec.structs import replace

from knotwork.html.policy import shown_text
from knotwork.model.body import RawHtml
from knotwork.model.note import Context
from knotwork.model.text import Lines, SourceMap, Span
from knotwork.syntax.body_builder import BodyBuilder
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.inline import InlineWalk
from knotwork.syntax.open_comments import comments_in_html


class HtmlBlocks:
    """Reads the blocks of raw HTML of a note; `text` has the length and lines of `lines.text`."""

    def __init__(self, inline: InlineWalk, body: BodyBuilder, lines: Lines, text: str) -> None:
        self.inline = inline
        self.facts: BodyFacts = inline.facts
        self.html = inline.html
        self.body = body
        self.lines = lines
        self.text = text
        self._contexts: list[tuple[range, Context]] = []
        """The indexes of the links in a block, and its context."""

    def add(self, token: Token, heading: int | None) -> None:
        """Add a block in the section of a heading, with a context of its own if there are links in it."""
        source: SourceMap = token.meta["source"]

        def place(start: int, end: int) -> Span:
            return self.lines.span(source.offset(start), source.end(end))

        before, number = len(self.facts.links), len(self._contexts)
        piece = self.html.piece(token.content, place, number)
        self.html.report_links(token.content, place)
        start = self.body.start()
        self.body.add(piece)
        if len(self.facts.links) > before:
            text = " ".join(shown_text(token.content).split())
            span, hidden = place(0, len(token.content)), (0, len(text))
            context = Context(self.body.cut(start), span, heading, text, hidden=hidden)
            self._contexts.append((range(before, len(self.facts.links)), context))

    def comments(self, token: Token) -> Iterator[tuple[str, Span]]:
        """The comments in a block, each with the block's lines; notes where text is hidden."""
        first, last = token.map or [0, 1]
        start, end = self.lines.starts[first], self.lines.end(last)
        if "<!--" in token.content or "%%" in token.content:
            self.facts.open_comments += comments_in_html(self.text, start, end)
            self._hide_comments(start, end)
        for comment in _comments(token.content):
            yield comment, self.lines.span(start, end)

    def before(self, tokens: Sequence[Token], index: int) -> None:
        """Note in which block the raw HTML of a token stands."""
        token = tokens[index]
        if token.type == "paragraph_open":
            self.html.depth, self.html.in_paragraph = token.level + 1, True
        elif token.type in ("inline", "html_block"):
            self.html.depth = token.level
            self.html.in_paragraph = token.type == "inline" and tokens[index - 1].type == "paragraph_open"

    def close(self, depth: int = -1) -> None:
        """Close what raw HTML leaves open in a block of that depth, which ends; without a depth, in all."""
        closing = self.html.leave(depth)
        if closing:
            self.body.add(RawHtml(closing))

    def hide_in(self, tokens: Sequence[Token]) -> None:
        """Note the comments in text that no page shows."""
        for token in tokens:
            if token.type == "html_block":
                first, last = token.map or [0, 1]
                self._hide_comments(self.lines.starts[first], self.lines.end(last))
            elif token.type == "comment" or token.content.startswith("<!--"):
                self.inline.hidden(token.meta.get("span"))
            self.hide_in(token.children or ())

    def finish(self) -> None:
        """Add the contexts behind all others: what opens a note is a heading or a paragraph."""
        for links, context in self._contexts:
            for at in links:
                self.facts.links[at] = replace(self.facts.links[at], context=len(self.facts.contexts))
            self.facts.contexts.append(context)

    def _hide_comments(self, start: int, end: int) -> None:
        """Note comments of HTML between two offsets; one that does not end there reaches to the last."""
        text = self.lines.text
        while (start := text.find("<!--", start, end)) != -1:
            closed = text.find("-->", start + 4, end)
            behind = end if closed == -1 else closed + 3
            self.inline.hidden((start, behind))
            start = behind


def _comments(html: str) -> Iterator[str]:
    """The texts of the comments; a regular expression would look for the end from every start."""
    end = 0
    while (start := html.find("<!--", end)) != -1 and (end := html.find("-->", start + 4)) != -1:
        yield html[start + 4 : end]
