"""Findings as GitLab shows them in a merge request: a Code Quality report.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.json import json_text

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def gitlab_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """An array of issues; a finding keeps its fingerprint when lines are added above it."""
    seen: Counter[tuple[str, ...]] = Counter()
    issues = []
    for diagnostic in diagnostics:
        same = (diagnostic.location.path, diagnostic.rule, diagnostic.message)
        issues.append(_issue(diagnostic, _fingerprint(*same, str(seen[same]))))
        seen[same] += 1
    return json_text(issues)


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


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
