"""The words of a text as search compares them: without letter case and accents, the same as in `_fold.js`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from knotwork.model.patterns import lazy_regex

LONGEST = 40
"""Characters of the longest word: what is longer is a digest or an encoded file."""

_RUN = lazy_regex(
    r"[^\W_\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+|[\u0900-\u0963\u0966-\u0dff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
_ASCII_RUN = re.compile("[a-z0-9]+")
_MARKS = lazy_regex("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_REPLACED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ς": "σ"}
)
_UNSPACED = lazy_regex(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Letters of languages that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_JOINT = re.compile("[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_LETTERS = re.compile("[A-Za-z0-9]*")
_PART = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


def folded(text: str) -> str:
    """A text in lower case and without accents."""
    if text.isascii():
        return text.lower()
    # decomposed, so that marks can be removed, and composed again: Korean syllables are letters of their own
    return normalize("NFC", _MARKS.sub("", normalize("NFKD", text.lower().translate(_REPLACED))))


def words(text: str) -> list[str]:
    """The words of a text, folded, each as often as it stands there.

    Text without spaces gives each two letters that stand side by side; `ConfigMap` also `config` and `map`.
    """
    low = folded(text)
    listed: list[str] = _ASCII_RUN.findall(low) if low.isascii() else list(_of_runs(low))
    for joined in _joined(text):
        listed += (part.lower() for part in _PART.findall(joined))
    return listed


def counted(text: str) -> Iterator[tuple[str, int]]:
    """The words of a text as `words` lists them, and how often each stands there; one may come again."""
    for written, times in Counter(text.split()).items():
        for word in words(written) if len(written) > LONGEST else _words_of(written):
            yield word, times


@lru_cache(maxsize=50_000)
def _words_of(written: str) -> tuple[str, ...]:
    return tuple(words(written))


def _joined(text: str) -> Iterator[str]:
    """The words of a text that are written together, as `ConfigMap` is."""
    end = 0
    for joint in _JOINT.finditer(text):
        if joint.start() < end:
            continue
        start = joint.start()
        while start > end and text[start - 1].isascii() and text[start - 1].isalnum():
            start -= 1
        after = _LETTERS.match(text, joint.end())
        end = after.end() if after else joint.end()
        yield text[start:end]


def _of_runs(low: str) -> Iterator[str]:
    for run in _RUN.findall(low):
        if run.isascii() or not _UNSPACED.search(run):
            yield run
            continue
        at = 0
        for unspaced in _UNSPACED.finditer(run):
            if unspaced.start() > at:
                yield run[at : unspaced.start()]
            yield from _pairs(unspaced[0])
            at = unspaced.end()
        if at < len(run):
            yield run[at:]


def _pairs(run: str) -> Iterator[str]:
    """Each two letters side by side, and the last alone: every letter begins one of them."""
    for at in range(len(run) - 1):
        yield run[at : at + 2]
    yield run[-1]
