"""Whether a check of the same files would find the same again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from knotwork.model.diagnostics import Diagnostic

if TYPE_CHECKING:
    from knotwork.vault.vault import Vault  # slow to import, and of no use to an answer from the cache

_TRANSIENT = frozenset(("internal-error", "missing-insertion", "unreadable-file"))
"""Findings that the same files may not have the next time."""


def are_lasting(findings: Sequence[Diagnostic], vault: Vault) -> bool:
    """Whether none of the findings, and of the problems of files behind them, may be gone the next time.

    Files that notes insert may lie anywhere, and are not looked at before they are read.
    """
    if any(note.inserted for note in vault.notes.values()):
        return False
    return _TRANSIENT.isdisjoint(_rules(findings, vault))


def _rules(findings: Sequence[Diagnostic], vault: Vault) -> Iterator[str]:
    """The rules of the findings and of the problems behind them, which settings may leave out."""
    yield from (finding.rule for finding in findings)
    yield from (file.problem.rule for file in vault.problems)
    yield from (problem.rule for note in vault.notes.values() for problem in note.problems)
