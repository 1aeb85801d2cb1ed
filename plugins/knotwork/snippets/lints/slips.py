"""Slips of the pen: names so alike that one of them must have been meant for the other."""

from __future__ import annotations

from collections.abc import Collection

_SHORTEST = 4
"""Shorter names differ by a letter because they are different."""


def slip(written: str, known: Collection[str]) -> str | None:
    """The one known name that a name is a slip for; None for a known name, and when more than one is near."""
    if written in known:
        return None
    near = [each for each in known if is_slip(written, each)]
    return near[0] if len(near) == 1 else None


def is_slip(one: str, other: str) -> bool:
    """Whether two names differ in case and dashes, in two neighbours swapped, or in one letter too many.

    Not in one letter that is another, as in `api-config` and `app-config`, and not in digits: these may well
    be two.
    """
    one, other = _folded(one), _folded(other)
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        apart = [n for n in range(len(one)) if one[n] != other[n]]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return swapped and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    shorter, longer = sorted((one, other), key=len)
    at = next((n for n in range(len(shorter)) if shorter[n] != longer[n]), len(shorter))
    return longer[at].isalpha() and shorter[at:] == longer[at + 1 :]


def _folded(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")
