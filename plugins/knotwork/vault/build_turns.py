"""Whether a build had its folder to itself: of two at once, one may write a page over the other's site.

The cache knows the last build of its site that began, and whether it has ended.
"""

from __future__ import annotations

import secrets

from knotwork.vault.cache import Cache

_KIND = "build"
_KEY = b"last"
_BEGUN, _ENDED = b"begun", b"ended"
_BYTES = 16


def begin(cache: Cache) -> bytes:
    """Begin a build: its mark for `end`; empty when no other build is known to have ended before."""
    before, own = cache.get(_KIND, _KEY), secrets.token_bytes(_BYTES)
    cache.put(_KIND, _KEY, own + _BEGUN)
    cache.write()
    return own if before is None or before.endswith(_ENDED) else b""


def end(cache: Cache, own: bytes) -> bool:
    """End a build: whether no other one ran meanwhile. What others keep counts no more if one did."""
    is_alone = bool(own) and cache.get(_KIND, _KEY) == own + _BEGUN
    cache.put(_KIND, _KEY, (own if is_alone else secrets.token_bytes(_BYTES)) + _ENDED)
    cache.write()
    return is_alone


def was_last(cache: Cache, mark: bytes) -> bool:
    """Whether no build has begun, or ended, since the one with the mark has ended."""
    return cache.get(_KIND, _KEY) == mark + _ENDED
