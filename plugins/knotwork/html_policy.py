"""What becomes of HTML in a note: sanitized by default, escaped, or trusted.

Tags are filtered one by one and never balanced: a note may open a `<div>` in one place and close it in
another, and a sanitizer for whole documents would close it at once. What is not on nh3's allow-list is
dropped, its text is kept; what is kept is written anew, so that nothing malformed comes through.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import Literal

from knotwork.note import Url
from knotwork.settings import Settings

Policy = Literal["sanitize", "escape", "trust"]

_ALSO = {
    "details",
    "summary",
    "figure",
    "figcaption",
    "section",
    "mark",
    "kbd",
    "audio",
    "video",
    "source",
    "picture",
}
_GLOBAL = frozenset(
    "id class title lang dir align width height open alt name loading controls colspan rowspan start "
    "reversed value "
    "datetime cite href src scope span type".split()
)
_URLS = frozenset(("href", "src", "cite"))
_DROPPED_WITH_TEXT = frozenset(
    ("script", "style", "template", "noscript", "noframes", "noembed", "xmp", "plaintext")
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RUNS_CODE = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem"))


def filtered(html: str, policy: Policy, schemes: Collection[str]) -> str:
    """A piece of raw HTML as it may be published."""
    match policy:
        case "trust":
            return html
        case "escape":
            return escape(_COMMENT.sub("", html), quote=False)
        case "sanitize":
            sieve = _Sieve(schemes)
            sieve.feed(_without_comments(html))
            sieve.close()
            return "".join(sieve.out)


def safe_url(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether a link to a URL may be published; `trust` admits any scheme that runs no code."""
    match = _SCHEME.match(_BLANKS.sub("", url).lower())
    if match is None:
        return True
    return match[1] in schemes or (trust and match[1] not in _RUNS_CODE)


def publishable(url: Url, settings: Settings) -> bool:
    """Whether a link or image to the outside is published: what is not has a finding, and nothing else."""
    safe = safe_image if url.image else safe_url
    return safe(url.url, settings.url_schemes, trust=settings.html == "trust")


def safe_image(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether an image may be published: pictures may also be written out in a `data:` URL."""
    return (
        safe_url(url, schemes, trust=trust)
        or re.match(r"data:image/(png|jpe?g|gif|webp|avif)[;,]", url, re.I) is not None
    )


@cache
def _allowed_tags() -> frozenset[str]:
    import nh3

    return frozenset(nh3.ALLOWED_TAGS | _ALSO)


def _without_comments(html: str) -> str:
    """The HTML without its comments; one that is never closed is text, so that nothing is lost."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) != -1 and (end := html.find("-->", start + 4)) != -1:
        parts.append(html[at:start])
        at = end + 3
    return "".join((*parts, html[at:]))


class _Sieve(HTMLParser):
    """Writes allowed tags anew and drops the others."""

    def __init__(self, schemes: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.schemes = schemes
        self.out: list[str] = []
        self.dropping: str | None = None

    def parse_html_declaration(self, i: int) -> int:
        # as in browsers `<![` opens a comment that ends at `>`; the library fails where no name follows
        is_section = self.rawdata.startswith("<![", i)
        return self.parse_bogus_comment(i) if is_section else super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropping is None and tag in _DROPPED_WITH_TEXT:
            self.dropping = tag
        elif self.dropping is None and tag in _allowed_tags():
            kept = "".join(self._attribute(name, value) for name, value in attrs)
            self.out.append(f"<{tag}{kept}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED_WITH_TEXT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.dropping:
            self.dropping = None
        elif self.dropping is None and tag in _allowed_tags():
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.dropping is None:
            self.out.append(escape(data, quote=False))

    def _attribute(self, name: str, value: str | None) -> str:
        if name not in _GLOBAL and not name.startswith("aria-") and name != "role":
            return ""
        value = value or ""
        if name in _URLS and not safe_url(value, self.schemes):
            return ""
        if name in ("id", "name") and value.startswith("__"):
            return ""  # Material finds its own settings by such ids
        return f' {name}="{escape(value)}"'
