"""Did you mean: the known names that are nearest to a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

COMPARISONS = 30_000_000
"""Names that the broken links of a vault are compared with, all together: some seconds."""
_NUMBER = re.compile(r"\d+")
_LONGEST = 200
"""Characters of a name that is compared."""
_MANY = 2_000
_MOST = 6
_KEPT = 60
"""So many are looked at for those with the same numbers."""


class Candidates:
    """Names that something may be called, made ready for many comparisons."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = [name for name in names if len(name) <= _LONGEST]
        self.folded = [_folded(name) for name in self.names]


class Nearest:
    """Looks for the nearest names, up to a number of comparisons: a suggestion is no more than that."""

    def __init__(self, comparisons: int = COMPARISONS) -> None:
        self.left = comparisons

    def names(self, wanted: str, known: Candidates, most: int = 3) -> tuple[str, ...]:
        """At most that many of the known names, nearest first; none after too many comparisons."""
        self.left -= len(known.names)
        if self.left < 0:
            return ()
        return tuple(known.names[index] for index in _matches(wanted, known))[:most]


def nearest_texts(wanted: str, known: Sequence[str]) -> tuple[str, ...]:
    """At most three of the known texts, nearest first; only the first thousands are looked at."""
    few = Candidates(known[:_MANY])
    return tuple(few.names[index] for index in _matches(wanted, few))[:3]


def _matches(name: str, known: Candidates) -> list[int]:
    """The indexes of the known names near to a name, nearest first, ties in code-point order."""
    if not known.names or len(name) > _LONGEST:
        return []
    from rapidfuzz import fuzz, process  # only a vault with broken links pays for it

    hits = process.extract(_folded(name), known.folded, scorer=fuzz.ratio, score_cutoff=75, limit=_KEPT)
    found = [(-score, known.names[index], index) for _, score, index in hits]
    kept = [hit for hit in found if not _another_number(name, hit[1])][:_MOST]
    return [index for *_, index in sorted(kept)]


def _another_number(name: str, known: str) -> bool:
    """Whether two names have numbers, and not the same: `2026-04-10` is never a slip for `2026-04-01`."""
    one, other = _NUMBER.findall(name), _NUMBER.findall(known)
    return bool(one and other) and one != other


def _folded(text: str) -> str:
    return text.lower().replace("-", " ").replace("_", " ")
