"""Names that mean the opposite of each other: `runAsRoot` is no slip for `runAsNonRoot`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from knotwork.model.name_words import name_words
from knotwork.model.one_typo import is_one_typo

_NEGATIONS = ("anti", "never", "non", "not", "no")
"""Words, or beginnings of words."""
_PREFIXES = ("anti", "dis", "im", "in", "non", "un")
_PAIRS = (
    *(
        ("allow", "deny"),
        ("allowed", "denied"),
        ("allow", "forbid"),
        ("accept", "reject"),
        ("enable", "disable"),
    ),
    *(("enabled", "disabled"), ("include", "exclude"), ("add", "drop"), ("add", "remove"), ("min", "max")),
    *(("minimum", "maximum"), ("pre", "post"), ("before", "after"), ("start", "stop"), ("start", "end")),
    *(("up", "down"), ("ingress", "egress"), ("read", "write"), ("public", "private"), ("first", "last")),
)
_OTHER = {
    word: frozenset(other for pair in _PAIRS if word in pair for other in pair if other != word)
    for pair in _PAIRS
    for word in pair
}
_SHORTEST = 4
"""Shorter words are too much like others to be the rest of one: `it` in `init`, `de` in `no-de`."""
_LONGEST = 200


def are_opposite(one: str, other: str) -> bool:
    """Whether two names differ by a word that turns the meaning round: by `Non`, or `min` for `max`."""
    if one == other or len(one) > _LONGEST or len(other) > _LONGEST:
        return False
    first, second = _read(one), _read(other)
    longer, shorter = (first, second) if len(first.joined) > len(second.joined) else (second, first)
    # a name without one negation is the other, but for a plural
    if any(_is_same(rest, shorter.joined) for rest in longer.rests):
        return True
    return first.may_turn and second.may_turn and _is_of_pair(first.words, second.words)


def opposite(name: str, known: Iterable[str]) -> str:
    """The first of the known names that means the opposite of a name; empty when none does."""
    return _opposite(name, tuple(known))


@lru_cache(maxsize=1024)  # a document with many mistakes asks for each name again and again
def _opposite(name: str, known: tuple[str, ...]) -> str:
    return next((other for other in known if are_opposite(name, other)), "")


class _Name(NamedTuple):
    """A name, read once for many comparisons."""

    words: list[str]
    joined: str
    rests: tuple[str, ...]
    """What it is without one of its negations."""
    may_turn: bool
    """Whether it has a word with an opposite."""


@lru_cache(maxsize=1024)
def _read(name: str) -> _Name:
    words = name_words(name)
    rests = tuple(_without_negation(words))
    return _Name(words, "".join(words), rests, not _OTHER.keys().isdisjoint(words))


def _without_negation(words: list[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        before, after = "".join(words[:at]), "".join(words[at + 1 :])
        if word in _NEGATIONS:
            yield before + after
            if before.endswith("does"):
                yield before.removesuffix("does") + after
        for prefix in _PREFIXES:
            rest = word.removeprefix(prefix)
            if rest != word and len(rest) >= _SHORTEST:
                yield before + rest + after


def _is_same(rest: str, shorter: str) -> bool:
    return bool(rest) and (rest == shorter or rest + "s" == shorter or rest == shorter + "s")


def _is_of_pair(words: list[str], others: list[str]) -> bool:
    """Whether all words are the same but for one, of which the other has the opposite."""
    if len(words) != len(others):
        return False
    different = [(word, other) for word, other in zip(words, others, strict=True) if word != other]
    opposites = [pair for pair in different if pair[1] in _OTHER.get(pair[0], ())]
    slips = [pair for pair in different if pair not in opposites]
    return len(opposites) == 1 and all(is_one_typo(*pair) for pair in slips)
