"""Addresses as the first line of an HTTP request has them, which Go's `url.ParseRequestURI` reads."""

from __future__ import annotations

from knotwork.model.patterns import lazy_regex

_CONTROL = lazy_regex(r"[\x00-\x1f\x7f]")
_SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BAD_ESCAPE = lazy_regex(r"%(?![0-9A-Fa-f]{2})")
_USER = lazy_regex(r"[A-Za-z0-9._:~!$&'()*+,;=%@-]*")
_HOST = lazy_regex(r"(?:[A-Za-z0-9._~!$&'()*+,;=:\[\]<>\"-]|[^\x00-\x7f]|%25|%[89A-Fa-f][0-9A-Fa-f])*")


def is_request_uri(text: str) -> bool:
    """Whether a text is an address with a scheme, or a path from the root."""
    if not text or _CONTROL.search(text) or text.startswith(":"):
        return False
    if text == "*":
        return True
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :] if scheme else text
    path = rest.partition("?")[0]
    if not path.startswith("/"):
        return scheme is not None
    if scheme and path.startswith("//"):
        authority, _, path = path[2:].partition("/")
        if not _is_authority(authority):
            return False
    return _BAD_ESCAPE.search(path) is None


def _is_authority(text: str) -> bool:
    user, at, host = text.rpartition("@")
    if at and (_USER.fullmatch(user) is None or _BAD_ESCAPE.search(user)):
        return False
    if host.startswith("["):
        inside, closed, port = host.rpartition("]")
        if not closed or (port and not (port[0] == ":" and _is_port(port[1:]))):
            return False
        host = inside + closed
    elif ":" in host and not _is_port(host.rpartition(":")[2]):
        return False
    return _HOST.fullmatch(host) is not None


def _is_port(text: str) -> bool:
    return text.isascii() and (not text or text.isdecimal())
