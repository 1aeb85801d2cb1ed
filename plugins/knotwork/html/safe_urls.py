"""Which addresses may be published: those whose scheme is allowed, and runs no code."""

from __future__ import annotations

import re
from collections.abc import Collection

from knotwork.model.patterns import lazy_regex

_SCHEME = lazy_regex(r"([A-Za-z][A-Za-z0-9+.\-]*):|//")
_BLANKS = lazy_regex(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_RUNS_CODE = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem"))


def scheme(url: str) -> str | None:
    """The scheme of a URL, lower case, empty for `//host`; None when it leads to a file of the vault."""
    match = _SCHEME.match(url)
    return None if match is None else (match[1] or "").lower()


def safe_url(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether a link to a URL may be published; `trust` admits any scheme that runs no code."""
    name = scheme(without_whitespace(url))
    return not name or name in schemes or (trust and name not in _RUNS_CODE)


def safe_image(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether an image may be published: pictures may also be written out in a `data:` URL."""
    return (
        safe_url(url, schemes, trust=trust)
        or re.match(r"data:image/(png|jpe?g|gif|webp|avif)[;,]", url, re.I) is not None
    )


def without_whitespace(url: str) -> str:
    """A URL as a browser reads it, which passes over spaces, line breaks and control characters."""
    return _BLANKS.sub("", url)
