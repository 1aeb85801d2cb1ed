"""Did you mean: the known names that are nearest to a wrong one."""

from __future__ import annotations

import re

from knotwork.names import NotePath

_NUMBER = re.compile(r"\d+")
_MOST = 6
_KEPT = 60
"""So many are looked at for those with the same numbers."""


def nearest(name: str, known: list[tuple[str, NotePath]]) -> tuple[NotePath, ...]:
    """At most three files, nearest first; `known` has each name with the file that is called so."""
    hits = _matches(name, [each for each, _ in known])
    return tuple(dict.fromkeys(known[index][1] for index in hits))[:3]


def nearest_texts(wanted: str, known: list[str]) -> tuple[str, ...]:
    """At most three of the known texts, nearest first."""
    return tuple(known[index] for index in _matches(wanted, known))[:3]


def _matches(name: str, known: list[str]) -> list[int]:
    """The indexes of the known names near to a name, nearest first, ties in code-point order."""
    if not known:
        return []
    from rapidfuzz import fuzz, process  # only a vault with broken links pays for it

    hits = process.extract(name, known, scorer=fuzz.ratio, processor=_folded, score_cutoff=75, limit=_KEPT)
    hits = [hit for hit in hits if not _another_number(name, hit[0])][:_MOST]
    return [index for _, _, index in sorted(hits, key=lambda hit: (-hit[1], hit[0]))]


def _another_number(name: str, known: str) -> bool:
    """Whether two names have numbers, and not the same: `2026-04-10` is never a slip for `2026-04-01`."""
    one, other = _NUMBER.findall(name), _NUMBER.findall(known)
    return bool(one and other) and one != other


def _folded(text: str) -> str:
    return text.lower().replace("-", " ").replace("_", " ")
