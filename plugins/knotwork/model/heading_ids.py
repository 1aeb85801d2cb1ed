"""The ids that headings are published with: whatever makes a site's pages, their addresses stay."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from knotwork.model.names import github_slug, slug
from knotwork.model.patterns import lazy_regex

_NOT_IN_ID = re.compile(r"[^\w\s-]")
_TAGS = lazy_regex(r"</?[^>]*>")
_NOT_IN_SLUG = lazy_regex(r"[^\w\- ]")
_ASCII_CAPITALS = lazy_regex(r"[A-Z]+")

Style = Literal["unicode", "mkdocs", "github", "pymdownx"]


class HeadingIds(Struct, frozen=True, kw_only=True):
    """How an id is made of a heading's text."""

    style: Style = "unicode"
    """`unicode` keeps all letters, `mkdocs` only those of ASCII, as Python-Markdown does by default; `github`
    does as GitHub; `pymdownx` as `pymdownx.slugs.slugify` with the options below."""
    separator: str = "-"
    """What stands for spaces."""
    case: Literal["none", "lower", "lower-ascii", "fold"] = "none"
    """What `pymdownx` does with capitals."""
    normalize: Literal["NFC", "NFD", "NFKC", "NFKD"] = "NFC"
    percent_encode: bool = False

    @property
    def reserves_given_ids(self) -> bool:
        """Whether the ids that a note's author gives are taken before headings get theirs."""
        return self.style in ("mkdocs", "pymdownx")

    def of(self, text: str) -> str:
        """The id for a heading's visible text; may be empty."""
        match self.style:
            case "unicode":
                return slug(text) if self.separator == "-" else _joined(_plain(text), self.separator)
            case "mkdocs":
                plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
                return _joined(_plain(plain), self.separator)
            case "github":
                return github_slug(text)
            case "pymdownx":
                return self._pymdownx(text)

    def _pymdownx(self, text: str) -> str:
        plain = _TAGS.sub("", unicodedata.normalize(self.normalize, text)).strip()
        match self.case:
            case "lower":
                plain = plain.lower()
            case "lower-ascii":
                plain = _ASCII_CAPITALS.sub(lambda capitals: capitals[0].lower(), plain)
            case "fold":
                plain = plain.casefold()
            case "none":
                pass
        joined = _NOT_IN_SLUG.sub("", plain).replace(" ", self.separator)
        return quote(joined) if self.percent_encode else joined


UNICODE = HeadingIds()


class TabIds(Struct, frozen=True, kw_only=True):
    """How the id of a content tab is made of its label."""

    ids: HeadingIds
    below_heading: bool = False
    """Whether the id of the heading above stands before it."""

    def of(self, label: str, heading: str) -> str:
        """The id for a label below a heading with that id, which is empty above the first; may be empty."""
        own = self.ids.of(label)
        return f"{heading}{self.ids.separator}{own}" if self.below_heading and heading else own


def _plain(text: str) -> str:
    return _NOT_IN_ID.sub("", text).strip().lower()


def _joined(text: str, separator: str) -> str:
    """A text with the separator for each run of spaces and separators."""
    return re.sub(rf"[{re.escape(separator)}\s]+", lambda run: separator, text)
