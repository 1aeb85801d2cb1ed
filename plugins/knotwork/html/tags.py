"""Raw HTML cut into tags, texts and comments as a browser cuts it, with offsets; nothing is filtered here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

from knotwork.model.patterns import lazy_regex

_TAG = lazy_regex(r"<(/?)([A-Za-z][^ \t\n\r\f/>]*)")
_ATTRIBUTE = lazy_regex(
    r"""[ \t\n\r\f/]*(?P<name>[^ \t\n\r\f/>][^ \t\n\r\f/>=]*)
        (?: [ \t\n\r\f]*=[ \t\n\r\f]*
            (?: "(?P<double>[^"]*)" | '(?P<single>[^']*)' | (?P<bare>[^ \t\n\r\f>"'][^ \t\n\r\f>]*)
              | (?P<none>(?=>)) | (?P<open>["']|\Z) ) )?""",
    re.VERBOSE,
)
_END = lazy_regex(r"[ \t\n\r\f/]*>")
_RAW_TEXT = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))
_TEXT_ONLY = frozenset(("textarea", "title"))
"""As before, but `&lt;` in it stands for `<`."""


class Attribute(NamedTuple):
    """An attribute of a tag."""

    name: str
    """In lower case."""
    value: str
    """Character references read; empty for none."""
    at: int
    """Where it begins in the HTML, with the space before it."""
    start: int
    """Where its value starts in the HTML, behind a quote; behind its name when it has no value."""
    end: int


class HtmlTag(NamedTuple):
    """An opening or closing tag."""

    name: str
    """In lower case."""
    closes: bool
    attributes: tuple[Attribute, ...]
    start: int
    end: int

    def value(self, name: str) -> str | None:
        """The value of an attribute; of two of one name the first counts."""
        return next((attribute.value for attribute in self.attributes if attribute.name == name), None)


class HtmlText(NamedTuple):
    """What stands between tags, or a comment without its marks."""

    kind: Literal["text", "comment"]
    text: str
    """As a reader sees it: character references read."""
    start: int
    end: int


_OPEN = HtmlTag("", False, (), 0, 0)


def html_tokens(html: str) -> Iterator[HtmlTag | HtmlText]:
    """The tags, texts and comments of a piece of HTML, in order; together they cover it.

    A tag or comment that does not end in the piece is text, and so is `<!DOCTYPE …>`, `<![CDATA[…]]>` and
    `<?…?>`: what a browser hides, a note shows. Takes linear time for any text.
    """
    at = start = 0
    comments_end = True
    while (opened := html.find("<", at)) != -1:
        token: HtmlTag | HtmlText | None
        if html.startswith("<!--", opened):
            token = _comment(html, opened) if comments_end else None
            comments_end = token is not None  # where one never ends, no later one does
        else:
            token = _tag(html, opened)
        if token is None:
            at = opened + 1
            continue
        if token is _OPEN:
            break
        if start < opened:
            yield _text(html, start, opened)
        yield token
        at = start = token.end
        if isinstance(token, HtmlTag) and not token.closes and token.name in _RAW_TEXT | _TEXT_ONLY:
            at = _raw_end(html, token)
            if at > start:
                inner = html[start:at]
                yield HtmlText("text", unescape(inner) if token.name in _TEXT_ONLY else inner, start, at)
            start = at
    if start < len(html):
        yield _text(html, start, len(html))


def end_of_tag(html: str, start: int) -> int:
    """Where the tag that starts at an offset ends: with the text, if never; there, if none starts."""
    tag = _tag(html, start)
    return start if tag is None else len(html) if tag is _OPEN else tag.end


def _text(html: str, start: int, end: int) -> HtmlText:
    return HtmlText("text", unescape(html[start:end]), start, end)


def _comment(html: str, start: int) -> HtmlText | None:
    end = html.find("-->", start + 4)
    return None if end == -1 else HtmlText("comment", html[start + 4 : end], start, end + 3)


def _tag(html: str, start: int) -> HtmlTag | None:
    """The tag that starts here; `_OPEN` when it never ends, None for other text."""
    match = _TAG.match(html, start)
    if match is None:
        return None
    attributes: list[Attribute] = []
    at = match.end()
    while (end := _END.match(html, at)) is None:
        written = _ATTRIBUTE.match(html, at)
        if written is None or written["open"]:
            return _OPEN  # a browser reads all the rest as part of it
        group = next(
            (name for name in ("double", "single", "bare", "none") if written[name] is not None),
            None,
        )
        value_at = written.span(group) if group else (written.end("name"),) * 2
        attributes.append(
            Attribute(written["name"].lower(), unescape(written[group] if group else ""), at, *value_at)
        )
        at = written.end()
    return HtmlTag(match[2].lower(), bool(match[1]), tuple(attributes), start, end.end())


def _raw_end(html: str, tag: HtmlTag) -> int:
    """Where the raw text behind a tag ends: before its closing tag, or with the piece."""
    if tag.name == "plaintext":
        return len(html)
    closing = re.compile(rf"</{tag.name}(?=[ \t\n\r\f/>])", re.IGNORECASE).search(html, tag.end)
    return closing.start() if closing else len(html)
