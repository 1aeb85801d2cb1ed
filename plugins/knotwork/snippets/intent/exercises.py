"""Exercises whose text says that a manifest is broken, or asks to find and to fix the mistakes in it.

Find the two mistakes.       a request
Apply this broken CRD.       a claim
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.intent.denials import is_denied, is_request_denied
from knotwork.snippets.intent.words_of_exercises import ASKS, CLAIM, DIAGNOSE, LOOKS, REQUEST

_LONGEST = 600
"""A longer sentence is none."""
_FILE = lazy_regex(r"\.(?:ya?ml|json)\b")


def asks_to_fix(sentences: Sequence[str]) -> bool:
    """Whether one of the sentences above a manifest asks readers to find or to fix mistakes in it."""
    return (
        any(map(_requests, sentences))
        or any(map(_claims, sentences))
        or any(LOOKS.search(f"{before} {sentence}") for before, sentence in pairwise(("", *sentences)))
    )


def is_exercise(sentences: Sequence[str]) -> bool:
    """Whether a sentence around a manifest, which names no other file, says that it has mistakes."""
    return any(
        (_claims(sentence) or DIAGNOSE.search(sentence) is not None) and _FILE.search(sentence) is None
        for sentence in sentences
    )


def _requests(sentence: str) -> bool:
    if len(sentence) > _LONGEST or ASKS.search(sentence) is None:
        return False
    request = REQUEST.search(sentence)
    return request is not None and not is_request_denied(sentence, request)


def _claims(sentence: str) -> bool:
    claim = CLAIM.search(sentence[:_LONGEST])
    return claim is not None and not is_denied(sentence, claim)
