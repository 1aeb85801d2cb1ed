"""Which addresses may be published: those whose scheme is allowed, and runs no code."""

from __future__ import annotations

import re
from collections.abc import Collection

from knotwork.note import Url
from knotwork.settings import Settings

_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_RUNS_CODE = frozenset(("javascript", "vbscript", "data", "file", "blob", "filesystem"))


def safe_url(url: str, schemes: Collection[str], *, trust: bool = False) -> bool:
    """Whether a link to a URL may be published; `trust` admits any scheme that runs no code."""
    match = _SCHEME.match(_BLANKS.sub("", url).lower())
    if match is None:
        return True
    return match[1] in schemes or (trust and match[1] not in _RUNS_CODE)


def is_linked(url: Url, settings: Settings) -> bool:
    """Whether a picture, sound or film becomes a link, since another host would be asked for it."""
    foreign = re.match(r"(?:[a-z][a-z0-9+.\-]*:|[/\\]{2})", _BLANKS.sub("", url.url), re.I) is not None
    return url.image and foreign and settings.external_media == "link" and not _is_data(url.url)


def _is_data(url: str) -> bool:
    return _BLANKS.sub("", url).lower().startswith("data:")


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
