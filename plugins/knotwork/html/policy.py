"""Raw HTML of a note as the setting `html` publishes it.

`sanitize` publishes the elements and attributes that are listed and writes each tag anew, so that nothing
malformed comes through; `escape` shows HTML as text; `trust` publishes it as it is. Tags are filtered one
by one: a note may open a `<div>` in one place and close it in another, but nothing that it has not opened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape
from typing import Literal, NamedTuple

from msgspec import Struct

from knotwork.html.attributes import ADDRESSES, allowed_attribute, attributes_html
from knotwork.html.balance import OpenTags
from knotwork.html.elements import ADDRESS_OF, CODE, DRAWINGS, ELEMENTS, PUBLISHED
from knotwork.html.media import picture_word
from knotwork.html.safe_urls import safe_url
from knotwork.html.tags import Attribute, HtmlTag, HtmlText, html_tokens
from knotwork.model.patterns import lazy_regex

Policy = Literal["sanitize", "escape", "trust"]

TokenClass = Literal["published", "taken out", "unknown", "text", "code", "comment", "drawing"]
"""What the sanitizer does with a token; `code` is the text of a script, `drawing` a tag within a drawing."""

_PICTURES = frozenset(("img", "audio", "video"))
"""The elements that a word replaces when there is nothing to show."""

_YOUTUBE = lazy_regex(r"https?://www\.youtube(?:-nocookie)?\.com/embed/([\w-]{5,20})(?=[?#]|$)")
"""A player, which a browser shows in a frame alone; the film has a page."""
_COMMENT = lazy_regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Target(NamedTuple):
    """What an address in raw HTML leads to on the page it is published on."""

    href: str | None
    """None when it leads nowhere."""
    kind: str = ""
    """A class that says so."""
    title: str = ""
    """Why, for the reader."""
    name: str = ""
    """Of the file, when a picture is missing."""
    link: str = ""
    """Where a link leads that stands in the place of a picture."""

    @property
    def marks(self) -> str:
        """Kind and title as HTML, with a space before each."""
        kind = f' class="{escape(self.kind)}"' if self.kind else ""
        return kind + (f' title="{escape(self.title)}"' if self.title else "")


def filtered(
    html: str,
    policy: Policy,
    schemes: Collection[str],
    targets: Mapping[int, Target] | None = None,
    *,
    strays: Collection[int] = (),
    elsewhere: OpenTags | None = None,
    pictures_as_words: bool = False,
) -> str:
    """A piece of raw HTML as it may be published.

    `targets` gives addresses a new value by their place in the piece; tags at `strays` are left out. On
    another page, `elsewhere`, only tags that close what stands there too are kept, and no ids: they
    would be there twice. `pictures_as_words`: an `<img>` is its alternative text or its file's name.
    """
    match policy:
        case "trust":
            return _readdressed(
                html, targets or {}, ids=elsewhere is None, pictures_as_words=pictures_as_words
            )
        case "escape":
            return escape(_COMMENT.sub("", html), quote=False)
        case "sanitize":
            sanitizer = _Sanitizer(
                schemes=schemes,
                targets=targets or {},
                strays=frozenset(strays),
                elsewhere=elsewhere,
                pictures_as_words=pictures_as_words,
            )
            return "".join(sanitizer.pieces(html))


def is_unknown(tag: HtmlTag) -> bool:
    """Whether HTML has no such element."""
    return tag.name not in ELEMENTS


def _readdressed(html: str, targets: Mapping[int, Target], *, ids: bool, pictures_as_words: bool) -> str:
    """The HTML as it is, but for the addresses that lead somewhere; without `ids` it has none."""
    if not targets and ids and not pictures_as_words:
        return html
    out, at = [], 0
    for token in html_tokens(html):
        if not isinstance(token, HtmlTag):
            continue
        if token.name == "img" and not token.closes and pictures_as_words:
            out += [html[at : token.start], _picture_word(token, targets)]
            at = token.end
            continue
        for attribute in token.attributes:
            quoted = html[attribute.start - 1] in "\"'"
            target = targets.get(attribute.start)
            if attribute.name == "id" and not ids:
                out.append(html[at : attribute.at])
                at = attribute.end + quoted
            elif target is not None and target.href is not None and attribute.start < attribute.end:
                value = escape(target.href)
                out += [html[at : attribute.start], value if quoted else f'"{value}"']
                at = attribute.end
    return "".join((*out, html[at:]))


def _picture_word(tag: HtmlTag, targets: Mapping[int, Target]) -> str:
    """What stands for an `<img>` in a quote."""
    source = next((attribute for attribute in tag.attributes if attribute.name == "src"), None)
    target = targets.get(source.start) if source else None
    url = (target and target.href) or (source.value if source else "")
    return picture_word(tag.value("alt") or "", url)


def classified_tokens(html: str) -> Iterator[tuple[HtmlTag | HtmlText, TokenClass]]:
    """The tokens of a piece of raw HTML, each with what the sanitizer does with it."""
    drawing, depth, in_code = "", 0, False
    for token in html_tokens(html):
        if isinstance(token, HtmlText):
            yield token, "code" if in_code and token.kind == "text" else token.kind
            continue
        in_code = token.name in CODE and not token.closes
        if drawing and token.name != drawing:
            yield token, "drawing"
        elif token.name in DRAWINGS:
            if not html.endswith("/>", 0, token.end):
                depth = max(0, depth + (-1 if token.closes else 1))
            yield token, "drawing" if drawing else "taken out"
            drawing = token.name if depth else ""
        elif is_unknown(token):
            yield token, "unknown"
        else:
            yield token, "published" if token.name in PUBLISHED else "taken out"


def shown_text(html: str) -> str:
    """What a reader sees of a piece of raw HTML when it is sanitized, as plain text."""
    return "".join(
        token.text if isinstance(token, HtmlText) else html[token.start : token.end]
        for token, kind in classified_tokens(html)
        if kind in ("text", "unknown")
    )


class _Sanitizer(Struct, frozen=True, kw_only=True):
    """Writes allowed tags anew, links in place of frames, and the text of all others."""

    schemes: Collection[str]
    targets: Mapping[int, Target]
    strays: Collection[int]
    elsewhere: OpenTags | None
    pictures_as_words: bool

    def pieces(self, html: str) -> Iterator[str]:
        for token, kind in classified_tokens(html):
            if isinstance(token, HtmlText):
                if kind == "text":
                    yield escape(token.text, quote=False)
            elif kind == "unknown":
                yield escape(html[token.start : token.end], quote=False)
            elif kind == "published":
                if not self._is_stray(token):
                    yield f"</{token.name}>" if token.closes else self._opening(token)
            elif kind == "taken out" and not token.closes:
                yield self._replacement(token)

    def _is_stray(self, tag: HtmlTag) -> bool:
        if tag.start in self.strays or self.elsewhere is None:
            return tag.start in self.strays
        return not (self.elsewhere.closes(tag.name) if tag.closes else self.elsewhere.opens(tag.name))

    def _opening(self, tag: HtmlTag) -> str:
        first: dict[str, Attribute] = {}
        for attribute in tag.attributes:
            first.setdefault(attribute.name, attribute)
        targets = {
            name: self.targets.get(attribute.start) for name, attribute in first.items() if name in ADDRESSES
        }
        nowhere = next((target for target in targets.values() if target and target.href is None), None)
        if nowhere is not None and tag.name in _PICTURES:
            words = ": ".join(
                filter(None, (tag.value("alt") or (nowhere.name and "No such file"), nowhere.name))
            )
            if nowhere.link:
                return f'<a href="{escape(nowhere.link)}"{nowhere.marks}>{escape(words or nowhere.link)}</a>'
            return f"<span{nowhere.marks}>{escape(words, quote=False)}</span>"
        marks = next((target.marks for target in targets.values() if target and target.marks), "")
        kept = {
            name: value
            for name, attribute in first.items()
            if not (marks and name in ("class", "title"))
            and (value := self._published(tag, attribute, targets.get(name))) is not None
        }
        if tag.name == "img" and self.pictures_as_words:
            return picture_word(kept.get("alt", ""), kept.get("src", ""))
        return f"<{tag.name}{attributes_html(tuple(kept.items()))}{marks}>"

    def _published(self, tag: HtmlTag, attribute: Attribute, target: Target | None) -> str | None:
        """The value with which an attribute is published; None when it is left out."""
        name = attribute.name
        if target is not None:
            return target.href
        value = allowed_attribute(tag.name, name, attribute.value)
        if value is None or (name in ("id", "name") and self.elsewhere is not None and tag.name != "details"):
            return None
        if (name in ADDRESSES or name == "cite") and not safe_url(value, self.schemes):
            return None
        return value

    def _replacement(self, tag: HtmlTag) -> str:
        """What stands in a note where an element is taken out."""
        if tag.name == "input":
            return _input(tag)
        address = next(
            (attribute for attribute in tag.attributes if attribute.name == ADDRESS_OF.get(tag.name)), None
        )
        if address is None:
            return ""
        target = self.targets.get(address.start, Target(address.value))
        if not target.href or not safe_url(target.href, self.schemes):
            return ""
        text = tag.value("title") or address.value.strip()
        film = _YOUTUBE.match(target.href)
        href = f"https://www.youtube.com/watch?v={film[1]}" if film else target.href
        return f'<a href="{escape(href)}"{target.marks}>{escape(text, quote=False)}</a>'


def _input(tag: HtmlTag) -> str:
    """A box that can only be looked at; of any other field, what stands in it."""
    kind = (tag.value("type") or "text").strip().lower()
    if kind == "checkbox":
        checked = ' checked=""' if tag.value("checked") is not None else ""
        return f'<input type="checkbox" disabled=""{checked}>'
    shown = "" if kind in ("hidden", "password") else tag.value("value") or tag.value("placeholder") or ""
    return escape(shown, quote=False)
