"""Findings as GitLab shows them in a merge request: a Code Quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.fingerprints import fingerprints
from knotwork.report.json import json_text

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def gitlab_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """An array of issues; a finding keeps its fingerprint when lines are added above it."""
    prints = fingerprints(diagnostics, sources)
    return json_text([_issue(*issue) for issue in zip(diagnostics, prints, strict=True)])


def _issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, object]:
    span = diagnostic.location.span
    return {
        "description": diagnostic.message,
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": diagnostic.location.path,
            "lines": {"begin": span.start.line, "end": span.end.line},
        },
    }
