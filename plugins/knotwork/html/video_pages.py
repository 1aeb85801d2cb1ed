"""Players of YouTube and Vimeo, in place of the address of a film's page there."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from knotwork.model.patterns import lazy_regex

_YOUTUBE = frozenset(
    "youtu.be youtube.com www.youtube.com m.youtube.com youtube-nocookie.com www.youtube-nocookie.com".split()
)
_VIMEO = frozenset("vimeo.com www.vimeo.com player.vimeo.com".split())
_ID = lazy_regex(r"[A-Za-z0-9_-]{6,20}")
_TIME = lazy_regex(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")
PLAYER_HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
"""What a Content-Security-Policy has to name under `frame-src`."""


def video_player(url: str, name: str) -> str | None:
    """The player of a film, as HTML in a frame; None when the address is none of a film that is known.

    `url` is as the author wrote it: of it only the film's id, its key and the time to start at are taken.
    """
    try:
        address = urlsplit(url)
    except ValueError:  # `https://[`
        return None
    if address.scheme not in ("http", "https"):
        return None
    host, parts = (address.hostname or "").lower(), [part for part in address.path.split("/") if part]
    query = {key: values[0] for key, values in parse_qs(address.query).items()}
    source = None
    if host in _YOUTUBE:
        source = _youtube(host, parts, query)
    elif host in _VIMEO:
        source = _vimeo(parts, query)
    if source is None:
        return None
    return (
        f'<iframe class="kw-video-page" src="{escape(source)}" title="{escape(name)}" loading="lazy" '
        'referrerpolicy="strict-origin-when-cross-origin" allow="fullscreen; picture-in-picture" '
        "allowfullscreen></iframe>"
    )


def _youtube(host: str, parts: list[str], query: dict[str, str]) -> str | None:
    if host == "youtu.be":
        film = parts[0] if len(parts) == 1 else ""
    elif parts == ["watch"]:
        film = query.get("v", "")
    else:
        film = parts[1] if len(parts) == 2 and parts[0] in ("embed", "shorts", "live", "v") else ""
    if not _ID.fullmatch(film):
        return None
    start = _seconds(query.get("t") or query.get("start") or "")
    return f"{PLAYER_HOSTS[0]}/embed/{film}" + (f"?start={start}" if start else "")


def _vimeo(parts: list[str], query: dict[str, str]) -> str | None:
    parts = parts[1:] if parts[:1] == ["video"] else parts
    if not parts or len(parts) > 2 or not re.fullmatch(r"\d{4,14}", parts[0]):
        return None
    key = parts[1] if len(parts) == 2 else query.get("h", "")
    words = {"dnt": "1"} | ({"h": key} if re.fullmatch(r"[0-9a-f]{6,20}", key) else {})
    return f"{PLAYER_HOSTS[1]}/video/{parts[0]}?{urlencode(words)}"


def _seconds(time: str) -> int:
    """The seconds of `90`, `90s` or `1m30s`; 0 for anything else."""
    written = _TIME.fullmatch(time)
    if written is None:
        return 0
    hours, minutes, seconds = (int(number or 0) for number in written.groups())
    return hours * 3600 + minutes * 60 + seconds
