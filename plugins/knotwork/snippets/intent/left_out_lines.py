"""What follows from lines that a block leaves out: a level, the items of a list, a number of fields."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.violation import Violation, at_most_info
from knotwork.snippets.yaml.elisions import begins_with_elision, is_below_elision
from knotwork.snippets.yaml.pieces import may_be_elsewhere

_TOO_FEW = "must have at least"


def without_left_out(violations: Sequence[Violation], text: str) -> list[Violation]:
    """The violations of a document with elisions, without those that follow from them, or as guesses.

    `text`: that of their offsets.
    """
    return [
        _or_elsewhere(violation, text)
        for violation in violations
        if not (violation.below and is_below_elision(text, violation.start))
        and not (violation.rule is WRONG_TYPE and begins_with_elision(text, violation.end))
    ]


def _or_elsewhere(violation: Violation, text: str) -> Violation:
    """The violation of a field that may belong to what is left out above it: a guess, unless it is a slip.

    Of what has too few fields or items, some may be left out.
    """
    if violation.rule is INVALID_VALUE and _TOO_FEW in violation.message:
        return at_most_info(violation)
    if violation.rule is not UNKNOWN_FIELD or violation.repair or not may_be_elsewhere(text, violation.start):
        return violation
    return replace(violation, severity="info")
