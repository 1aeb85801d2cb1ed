"""What becomes of links and media that lead to other hosts, as the settings have it."""

from __future__ import annotations

from knotwork.config.settings import Settings
from knotwork.html.safe_urls import safe_image, safe_url, scheme, without_whitespace
from knotwork.model.note import Url


def is_replaced_by_link(url: Url, settings: Settings) -> bool:
    """Whether a picture, sound or film becomes a link, since another host would be asked for it."""
    url_scheme = scheme(without_whitespace(url.url).replace("\\", "/"))
    return url.image and url_scheme not in (None, "data") and settings.external_media == "link"


def is_published_url(url: Url, settings: Settings) -> bool:
    """Whether a link or image to the outside is published: what is not has a finding, and nothing else."""
    safe = safe_image if url.image else safe_url
    return safe(url.url, settings.url_schemes, trust=settings.html == "trust")
