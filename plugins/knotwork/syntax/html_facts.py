"""The facts in raw HTML: links, pictures, ids that links may name, and what no page shows."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from knotwork.html.attributes import address_names, published_id, shows
from knotwork.html.balance import OpenTags
from knotwork.html.elements import ADDRESS_OF, CODE, TAKEN_OUT
from knotwork.html.policy import Policy, TokenClass, classified_tokens
from knotwork.html.safe_urls import scheme
from knotwork.html.tags import Attribute, HtmlTag, HtmlText
from knotwork.model.body import HtmlAddress, RawHtml
from knotwork.model.diagnostics import Problem
from knotwork.model.names import Anchor
from knotwork.model.note import Link, Url
from knotwork.model.text import Lines, Span
from knotwork.syntax.body_facts import BodyFacts
from knotwork.syntax.links_in_code import link_places
from knotwork.syntax.raw_html import read_as_html, shortened

_BREAKS = str.maketrans("", "", "\t\n\r")
_ENDS = "".join(map(chr, range(33)))


class HtmlFacts:
    """Reads pieces of raw HTML into a note's facts."""

    def __init__(self, facts: BodyFacts, lines: Lines, policy: Policy) -> None:
        self.facts = facts
        self.lines = lines
        self.policy = policy
        self.open = OpenTags()
        self.depth = 0
        """Of the block that what is read next stands in."""
        self.in_paragraph = False

    def piece(self, html: str, place: Callable[[int, int], Span], context: int | None) -> RawHtml:
        """The slot for a piece of HTML; `place` gives the span of two offsets of it in the note."""
        if self.policy == "escape" or "<" not in html:
            return RawHtml(html)
        addresses: list[HtmlAddress] = []
        strays: list[int] = []
        tokens = list(classified_tokens(html))
        for index, (token, kind) in enumerate(tokens):
            if isinstance(token, HtmlText):
                continue
            if self.policy == "sanitize" and (kind == "unknown" or not token.closes):
                behind = [code_token for code_token, _ in tokens[index + 1 : index + 3] if token.name in CODE]
                end = behind[-1].end if behind else token.end
                self._report(token, kind, html, place(token.start, end))
            if self.policy == "trust" or kind in ("published", "taken out"):
                addresses += self._addresses(token, place(token.start, token.end), context)
            if self.policy == "trust" or kind == "published":
                self._ids(token)
            if kind == "published" and self._is_stray(token):
                strays.append(token.start)
        return RawHtml(html, tuple(addresses), tuple(strays) if self.policy == "sanitize" else ())

    def leave(self, depth: int = -1) -> str:
        """The closing tags of what the note leaves open in a block that ends; without a depth, in all."""
        return self.open.leave(depth) if self.policy == "sanitize" else ""

    def _is_stray(self, tag: HtmlTag) -> bool:
        if tag.closes:
            return not self.open.closes(tag.name)
        return not self.open.opens(tag.name, self.depth, in_paragraph=self.in_paragraph)

    def report_links(self, html: str, place: Callable[[int, int], Span]) -> None:
        """Links of Markdown in a block of HTML, where no Markdown is read."""
        if self.policy == "trust" or ("](" not in html and "]]" not in html):
            return
        places = [
            (token.start + start, token.start + end)
            for token, kind in classified_tokens(html)
            if kind == "text"
            for start, end in sorted(link_places(html[token.start : token.end]))
        ]
        if places:
            count = "1 link is" if len(places) == 1 else f"{len(places)} links are"
            message = f"{count} in a block of HTML, where Markdown is not read"
            help_ = "Leave a blank line after the tag above and before the tag below, or write `<a href>`."
            span = place(places[0][0], places[-1][1])
            self.facts.problems.append(Problem("links-in-html", span, message, help_))

    def _addresses(self, tag: HtmlTag, span: Span, context: int | None) -> list[HtmlAddress]:
        names = address_names(tag)
        first: dict[str, Attribute] = {}
        for attribute in tag.attributes:
            first.setdefault(attribute.name, attribute)
        addresses = (
            self._address(attribute, span, context, image=shows(tag, name))
            for name, attribute in first.items()
            if name in names
        )
        return [attribute for attribute in addresses if attribute is not None]

    def _address(
        self, attribute: Attribute, span: Span, context: int | None, *, image: bool
    ) -> HtmlAddress | None:
        """A link or URL; None for what stays as it is: nothing, or a query of this page."""
        url = attribute.value.strip(_ENDS).translate(_BREAKS)
        raw = self.lines.slice(span)
        of = scheme(url.replace("\\", "/"))
        if of is not None:
            self.facts.urls.append(Url(url, of, raw, span, image))
            return HtmlAddress(attribute.start, url=len(self.facts.urls) - 1)
        if not url or url.startswith("?"):
            return None
        path, _, fragment = url.partition("#")
        target = unquote(path.partition("?")[0]).replace("\\", "/")
        link = Link(
            "markdown", raw, span, target, unquote(fragment), None, True, context, None, image, html=True
        )
        self.facts.links.append(link)
        return HtmlAddress(attribute.start, link=len(self.facts.links) - 1)

    def _ids(self, tag: HtmlTag) -> None:
        for name in ("id", "name") if tag.name == "a" else ("id",):
            written = (tag.value(name) or "").strip(_ENDS)
            published = Anchor(written) if self.policy == "trust" else published_id(written)
            if not written or published is None:
                continue
            known = self.facts.ids if name == "id" else self.facts.names
            known.setdefault(written, published)

    def _report(self, tag: HtmlTag, kind: TokenClass, html: str, span: Span) -> None:
        shown = shortened(html[tag.start : tag.end])
        if kind == "unknown":
            help_ = f"Write `&lt;{shown[1:]}`; in HTML a backslash is shown."
            self.facts.problems.append(Problem("unknown-html", span, read_as_html(shown), help_))
        elif kind == "taken out" and tag.name in TAKEN_OUT and not _is_box(tag):
            message, help_ = _taken_out(tag)
            self.facts.problems.append(Problem("removed-html", span, message, help_))


def _taken_out(tag: HtmlTag) -> tuple[str, str]:
    name = tag.name
    if name in ADDRESS_OF and (tag.value(ADDRESS_OF[name]) or "").strip(_ENDS):
        return f"`<{name}>` is not published: a link takes its place", (
            "Write a Markdown link to it, or set `html: trust`."
        )
    if name in CODE:
        return f"`<{name}>` is not published, nor is its content", (
            "Put it into a file and name that in `mkdocs.yml`, or set `html: trust`."
        )
    return f"`<{name}>` is not published: only its text is", "Write it in Markdown, or set `html: trust`."


def _is_box(tag: HtmlTag) -> bool:
    return tag.name == "input" and (tag.value("type") or "").strip().lower() == "checkbox"
