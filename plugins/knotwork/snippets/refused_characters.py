"""Characters that look like others in a value that Kubernetes refuses: one finding, of the character."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.confusables import CONFUSABLE_CHARACTER


def without_explained(
    own: Sequence[Violation], of_text: Sequence[Violation]
) -> tuple[list[Violation], list[Violation]]:
    """The violations of a document and of its text, without those of values that hold such a character.

    Where Kubernetes refuses the value, the character is an error.
    """
    strange = sorted(violation.start for violation in of_text if violation.rule is CONFUSABLE_CHARACTER)
    if not strange:
        return list(own), list(of_text)
    left: list[Violation] = []
    refused: set[int] = set()
    for other in own:
        index = bisect_left(strange, other.start)
        if index == len(strange) or strange[index] >= other.end:
            left.append(other)
        elif is_error(other):
            refused.add(strange[index])
    kept = [
        replace(violation, severity=None)
        if violation.rule is CONFUSABLE_CHARACTER and violation.start in refused
        else violation
        for violation in of_text
    ]
    return left, kept
