"""All findings in one line."""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.diagnostics import SEVERITIES, Diagnostic
from knotwork.plural import counted


def summary(diagnostics: Sequence[Diagnostic], notes: int) -> str:
    """`3 errors, 1 warning in 2 of 14 notes; 1 fixable with --fix`, or `no findings in 14 notes`."""
    if not diagnostics:
        return f"no findings in {counted(notes, 'note')}"
    severities = [each.severity for each in diagnostics]
    counts = ", ".join(counted(severities.count(each), each) for each in SEVERITIES if each in severities)
    files = len({each.location.path for each in diagnostics})
    fixes = sum(each.fix is not None and each.fix.safe for each in diagnostics)
    of_all = f"in {files} of {counted(max(files, notes), 'note')}"  # what cannot be read is no note
    return f"{counts} {of_all}{f'; {fixes} fixable with --fix' if fixes else ''}"
