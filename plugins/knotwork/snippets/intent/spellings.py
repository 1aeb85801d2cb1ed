"""How a file spells what is to be filled in, by its own fields: `name: tplName` beside `port: tplPort`.

A value that names its field says nothing yet; several that do so in one spelling say what the spelling means.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from knotwork.model.name_words import name_words
from knotwork.model.patterns import lazy_regex

_PAIR = lazy_regex(
    r"(?:^|(?<=[\s{,]))(?P<key>[A-Za-z][\w.-]*)[\"']?:[ \t]+"
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}\[\],&|>](?:[^\s{},]|[ ](?=[^\s#{},]))*)"
    r"(?P<variable>(?=[ \t]*\n[ \t]+value(?:From)?:))?",
    re.MULTILINE,
)
_WRAPPED = lazy_regex(
    r"(?P<open>[^\w\s/.,:;'\"\\]{1,3}|:{2,3}|_{1,3})(?P<inner>[A-Za-z](?:[\w .-]*[A-Za-z0-9])?)"
    r"(?P<close>[^\w\s/.,;]{1,3}s?|_{1,3})"
)
_MIRRORED = str.maketrans("()[]{}<>«»‹›【】", ")(][}{><»«›‹】【")
_BRACKETS = frozenset("([{<«‹【")
_WEAK = frozenset(("-", "--", "_", "*", "**", "+", "=", "~"))
"""Marks that may as well be slips around one value."""
_STYLES = {
    "upper": lazy_regex(r"[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)*"),
    "snake": lazy_regex(r"[A-Za-z][a-z0-9]*(?:_[A-Za-z0-9]+)+"),
    "camel": lazy_regex(r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)+"),
    "pascal": lazy_regex(r"[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)*"),
    "plain": lazy_regex(r"[a-z]+"),
    "kebab": lazy_regex(r"[a-z0-9]+(?:-[a-z0-9]+)+"),
}
_OF_TEXTS = frozenset(("key", "value", "app", "component", "tier"))
"""Fields whose values may be in any spelling, such as keys of a ConfigMap, and labels."""
_FEWEST = 2
"""The fewest unlike fields that show a spelling: of other last words, so no `port` and `targetPort`."""
_LONGEST = 60
_SHORTEST = 4
"""The fewest letters of a word that is looked for within others."""


class Spellings(Struct, frozen=True):
    """What the values of a file show about its placeholders."""

    marks: frozenset[str]
    """What stands around words in unlike fields: `~`, `((`."""
    styles: frozenset[str]
    """How values that name their fields are written: `camel`, `upper`."""
    affixes: frozenset[tuple[str, str]]
    """By style, the words beside the field's in several of them: `tpl`."""


class Spelling(Struct, frozen=True):
    """How one value is written."""

    style: str
    words: tuple[str, ...]
    """In lower case, without the `s` of a plural."""
    mark: str = ""
    """What stands before its words and, mirrored, behind them."""


@lru_cache(maxsize=2)  # the documents of a file ask one after the other
def spellings_of(text: str) -> Spellings:
    """What the values of a whole file show."""
    marked: dict[str, dict[str, str]] = defaultdict(dict)
    named: dict[str, set[str]] = defaultdict(set)
    beside: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, value in _pairs(text):
        written, words = spelling(value), _words(key)
        if written is None or not words:
            continue
        if written.mark:
            marked[written.mark].setdefault(words[-1], value)
        elif names_field(written, key):
            if written.style != "kebab":
                named[written.style].add(words[-1])
            for word in {written.words[0], written.words[-1]} - {*words}:
                beside[written.style, word].add(words[-1])
    return Spellings(
        frozenset(
            mark for mark, fields in marked.items() if len(fields) >= _FEWEST <= len({*fields.values()})
        ),
        frozenset(style for style, fields in named.items() if len(fields) >= _FEWEST),
        frozenset(affix for affix, fields in beside.items() if len(fields) >= _FEWEST),
    )


def spelling(value: str) -> Spelling | None:
    """How a value is written, of words, with or without marks around them; None: otherwise."""
    if len(value) > _LONGEST:
        return None
    for style, pattern in _STYLES.items():
        if pattern.fullmatch(value):
            return Spelling(style, _words(value))
    wrapped = _WRAPPED.fullmatch(value)
    if wrapped is None or not _closes(wrapped["open"], wrapped["close"]):
        return None
    return Spelling("marked", _words(wrapped["inner"]), wrapped["open"])


def names_field(written: Spelling, key: str, *, loosely: bool = False) -> bool:
    """Whether a value has the last word of its field: `servicePort` for a `containerPort`.

    Words in capitals may have no marks between them: `APPNAME`. `loosely`: so does `Account` for an
    `accountName`, as names of real accounts do.
    """
    words = _words(key)
    if not words:
        return False
    if loosely and len(words) > 1 and words[-1] == "name" and words[-2] in written.words:
        return True
    within = written.style == "upper" and len(words[-1]) >= _SHORTEST
    return words[-1] in written.words or (within and any(words[-1] in word for word in written.words))


def is_strong(mark: str) -> bool:
    """Whether a mark around one value is no slip: brackets, or more than one character."""
    return mark not in _WEAK and (len(mark) > 1 or mark in _BRACKETS)


def is_weak(mark: str) -> bool:
    """Whether a mark may be a slip of one value."""
    return mark in _WEAK


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The fields of a text with one value each, without the names of variables."""
    for pair in _PAIR.finditer(text):
        if pair["key"] not in _OF_TEXTS and pair["variable"] is None:
            yield pair["key"], pair["value"].strip("\"'")


@lru_cache(maxsize=1024)
def _words(written: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in name_words(written))


def _closes(opening: str, closing: str) -> bool:
    """Whether marks are closed as they were opened: `((` and `))`, `#{` and `}` or `}#`, `%(` and `)s`."""
    mirrored = opening[::-1].translate(_MIRRORED)
    if closing in (mirrored, opening):
        return opening != closing or not {*opening} & _BRACKETS
    return len(opening) == 2 and opening[1] in _BRACKETS and closing.removesuffix("s") == mirrored[0]
