"""Values that are null in another language: of whatever is wrong with such a text, that is the cause."""

from __future__ import annotations

import re

from msgspec.structs import replace

from knotwork.model.line_offsets import line_start
from knotwork.snippets.fields.foreign_nulls import NULL_WORDS, instead_of_null
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.violation import Violation, is_error, without_suggestion

_BEFORE = (":", "-", "[", ",")
"""What stands in front of a value."""


def with_null_words(violation: Violation, text: str) -> Violation:
    """The violation of a value; of such a word it says what YAML has in its place. `text`: the offsets'."""
    word = text[violation.start : violation.end]
    if word not in NULL_WORDS or not is_error(violation):
        return violation
    if _is_meant(violation, word):
        return violation
    before = text[line_start(text, violation.start) : violation.start].rstrip(" \t")
    if not before.endswith(_BEFORE):
        return violation
    help_ = instead_of_null(word)
    if not before.endswith(":"):
        help_ = f"`{word}` is a text for YAML: remove the item, if nothing is meant."
    elif violation.rule is INVALID_QUANTITY:  # of which null is 0
        help_ = f"`{word}` is a text for YAML: remove the field, if no amount is meant."
    message = without_suggestion(violation.message)
    return replace(violation, message=message, help=help_, meant="", repair=None)


def _is_meant(violation: Violation, word: str) -> bool:
    """Whether a value is meant that is the word in another letter case."""
    return word == "none" and re.search(r"\bNone\b", f"{violation.message} {violation.help}") is not None
