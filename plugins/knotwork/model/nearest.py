"""Did you mean: the known names that are nearest to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from knotwork.model.opposites import are_opposite
from knotwork.model.patterns import lazy_regex

COMPARISONS = 30_000_000
"""Names that the broken links of a vault are compared with, all together: some seconds."""
_NUMBER = lazy_regex(r"\d+")
_LONGEST = 200
"""Characters of a name that is compared."""
_MANY = 2_000
_MOST = 6
_KEPT = 60
"""So many are looked at for those with the same numbers."""
_SCORE = 75
"""How alike two names are, out of 100: one wrong letter in four is near."""
_SCORE_OF_WORDS = 65
"""The same among the few words of a setting or a command: `ignore` is near `ignore_tags`."""


class Candidates:
    """Names that something may be called, prepared for many comparisons. Their order does not matter."""

    def __init__(self, names: Iterable[str], last: Candidates | None = None) -> None:
        """`last` has some of the names, which are then not prepared again."""
        known: dict[str, str] = last._prepared if last else {}
        self._prepared: dict[str, str] = {
            name: known.get(name) or _folded(name) for name in names if len(name) <= _LONGEST
        }
        self.names = [*self._prepared]
        self.folded = [*self._prepared.values()]


class Nearest:
    """Looks for the nearest names until it has made a number of comparisons."""

    def __init__(self, comparisons: int = COMPARISONS) -> None:
        self.left = comparisons

    def names(self, query: str, candidates: Candidates, most: int = 3) -> tuple[str, ...]:
        """At most that many of the names, nearest first; none after too many comparisons."""
        self.left -= len(candidates.names)
        return () if self.left < 0 else _matches(query, candidates)[:most]


def nearest_names(query: str, names: Sequence[str]) -> tuple[str, ...]:
    """At most three of the names, nearest first; only the first thousands are looked at."""
    return _matches(query, _candidates(tuple(names[:_MANY])))[:3]


@lru_cache(maxsize=8)  # a document with many mistakes asks for the same names again and again
def _candidates(names: tuple[str, ...]) -> Candidates:
    return Candidates(names)


def is_near(query: str, candidates: Candidates) -> bool:
    """Whether any of the names may be among those that are near to a query."""
    if not candidates.names or len(query) > _LONGEST:
        return False
    from rapidfuzz import fuzz, process

    hit = process.extractOne(_folded(query), candidates.folded, scorer=fuzz.ratio, score_cutoff=_SCORE)
    return hit is not None


def did_you_mean(query: str, names: Iterable[str]) -> str:
    """The end of a message about an unknown name, `; did you mean 'x'?`; empty when no known one is near."""
    near = _matches(query, Candidates(sorted(names)[:_MANY]), _SCORE_OF_WORDS)
    return f"; did you mean '{near[0]}'?" if near else ""


def _matches(query: str, candidates: Candidates, score: int = _SCORE) -> tuple[str, ...]:
    """The names near to a query, nearest first, ties in code-point order; none with the opposite meaning."""
    if not candidates.names or len(query) > _LONGEST:
        return ()
    from rapidfuzz import fuzz, process  # slow to import, and only a wrong name needs it

    hits = process.extract(
        _folded(query), candidates.folded, scorer=fuzz.ratio, score_cutoff=score, limit=None
    )
    scored = sorted((-score, candidates.names[index]) for _, score, index in hits)[:_KEPT]
    names = (name for _, name in scored)
    return tuple(
        name for name in names if not (_differ_in_numbers(query, name) or are_opposite(query, name))
    )[:_MOST]


def _differ_in_numbers(name: str, candidate: str) -> bool:
    """Whether two names have numbers, and not the same: `2026-04-10` is no typo of `2026-04-01`."""
    numbers, others = _NUMBER.findall(name), _NUMBER.findall(candidate)
    return bool(numbers and others) and numbers != others


def _folded(name: str) -> str:
    return name.lower().replace("-", " ").replace("_", " ")
