"""One slip of the fingers: a letter more, less, another, or two that are swapped."""

from __future__ import annotations


def is_one_typo(written: str, meant: str) -> bool:
    """Whether a word differs from another in one letter, or in two letters that are swapped."""
    if abs(len(written) - len(meant)) > 1:
        return False
    from rapidfuzz.distance import OSA  # slow to import

    return OSA.distance(written, meant, score_cutoff=1) == 1
