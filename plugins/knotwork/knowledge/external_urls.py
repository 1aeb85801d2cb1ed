"""Links and media that lead to other hosts: whether they are published, as the settings define."""

from __future__ import annotations

from knotwork.config.settings import Settings
from knotwork.html.safe_urls import safe_image, safe_url, scheme, without_whitespace
from knotwork.model.note import Url


def is_replaced_by_link(url: Url, settings: Settings) -> bool:
    """Whether a picture, sound or film becomes a link, so that readers' browsers ask no other host."""
    url_scheme = scheme(without_whitespace(url.url).replace("\\", "/"))
    return url.image and url_scheme not in (None, "data") and settings.external_media == "link"


def is_published_url(url: Url, settings: Settings) -> bool:
    """Whether an external link or image is published; those that are not are findings."""
    safe = safe_image if url.image else safe_url
    return safe(url.url, settings.url_schemes, trust=settings.html == "trust")
