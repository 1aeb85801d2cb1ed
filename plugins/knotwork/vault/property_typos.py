"""Words with one typo: `darft`, `hiden`, `privat`."""

from __future__ import annotations

from knotwork.model.one_typo import is_one_typo

SHORTEST, SHORT = 4, 5
"""Shorter words have too many neighbours; in short ones a replaced letter is not taken for a typo."""


def is_typo_in(written: str, meant: str) -> bool:
    """Whether it is that word with one typo: `darft`, `hiden`, `privat`, but not `craft` or `drift`."""
    if len(written) < SHORTEST or written[0] != meant[0]:
        return False
    if len(written) == len(meant) <= SHORT and sorted(written) != sorted(meant):
        return False
    return is_one_typo(written, meant)
