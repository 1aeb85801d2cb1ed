"""The tags and texts of HTML that is plainly written, as Python's `HTMLParser` reports them.

The search plugins read every page with `HTMLParser`, which takes 20 times as long as one regular expression.
HTML that `HTMLParser` reads in a way of its own (comments, scripts, odd tags) is left to it.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain

Token = tuple[str, str, str, str, str]
"""A text, as it is written, and the tag after it: `<` or `</`, name, attributes, `>` or `/>`."""

_SPACE = r"[ \t\n\r\f]"
_NAME = r"[a-zA-Z_:@][-a-zA-Z0-9_:.@]*+"
_TOKEN = re.compile(
    r"([^<]*+)(</?)([a-zA-Z][a-zA-Z0-9-]*+)"
    rf'((?:{_SPACE}++{_NAME}(?:="[^"]*+")?)*)({_SPACE}*+/?>)'
)
_ATTRIBUTE = re.compile(rf'({_NAME})(="[^"]*")?')
_TEXT_ELEMENT = re.compile(
    r"<(?:script|style|textarea|title|iframe|xmp|plaintext|noembed|noframes|noscript)\b", re.IGNORECASE
)
"""Elements in which a `<` is text."""


def tokens(html: str) -> tuple[list[Token], str] | None:
    """The tokens of HTML, and the text after the last tag; None when only `HTMLParser` can read it."""
    if _TEXT_ELEMENT.search(html):
        return None
    end = html.rfind(">") + 1
    if "<" in html[end:]:
        return None
    tokens: list[Token] = _TOKEN.findall(html[:end])  # which skips what it cannot read
    if len("".join(chain.from_iterable(tokens))) != end:
        return None
    return tokens, html[end:]


def attributes(written: str) -> dict[str, str | None]:
    """The values of a tag's attributes, by name in lower case; the last of a name counts."""
    return {
        name.lower(): unescape(value[2:-1]) if value else None for name, value in _ATTRIBUTE.findall(written)
    }
