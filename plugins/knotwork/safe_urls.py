"""Which addresses may be published: those whose scheme is allowed, and runs no code."""

from __future__ import annotations

import re
from collections.abc import Collection

from knotwork.note import Url
from knotwork.settings import Settings

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):|//")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_RUNS_CODE = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem"))


def scheme(url: str) -> str | None:
    """The scheme of a URL, lower case, empty for `//host`; None when it leads to a file of the vault."""
    match = _SCHEME.match(url)
    return None if match is None else (match[1] or "").lower()


def safe_url(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether a link to a URL may be published; `trust` admits any scheme that runs no code."""
    found = scheme(_BLANKS.sub("", url))
    return not found or found in schemes or (trust and found not in _RUNS_CODE)


def is_linked(url: Url, settings: Settings) -> bool:
    """Whether a picture, sound or film becomes a link, since another host would be asked for it."""
    found = scheme(_BLANKS.sub("", url.url).replace("\\", "/"))
    return url.image and found not in (None, "data") and settings.external_media == "link"


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
