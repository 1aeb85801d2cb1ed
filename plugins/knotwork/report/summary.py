"""All findings in one line."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knotwork.model.diagnostics import SEVERITIES, Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.plural import counted


def summary(diagnostics: Sequence[Diagnostic], notes: Collection[NotePath]) -> str:
    """`3 errors, 1 warning in 2 of 14 notes; 1 fixable with --fix`, or `no findings in 14 notes`.

    `notes` are all that were read. Findings of what is no note are counted apart: `in 2 of 14 notes and 1
    other file`.
    """
    if not diagnostics:
        return f"no findings in {counted(len(notes), 'note')}"
    files = {diagnostic.location.path for diagnostic in diagnostics}
    here = files.intersection(notes)
    others = len(files) - len(here)
    where = f"{len(here):,} of {counted(len(notes), 'note')}"
    if others:
        where += f" and {counted(others, 'other file')}"
    fixes = sum(diagnostic.fix is not None and diagnostic.fix.safe for diagnostic in diagnostics)
    return f"{severity_counts(diagnostics)} in {where}{f'; {fixes:,} fixable with --fix' if fixes else ''}"


def severity_counts(diagnostics: Sequence[Diagnostic]) -> str:
    """`3 errors, 1 warning`; empty for no findings."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return ", ".join(
        counted(severities.count(severity), severity) for severity in SEVERITIES if severity in severities
    )
