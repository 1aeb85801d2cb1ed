"""The findings of a vault by note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath


def by_note(findings: Iterable[Diagnostic]) -> Mapping[NotePath, Sequence[Diagnostic]]:
    """The findings of each file, in order."""
    grouped: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        grouped[finding.location.path].append(finding)
    return grouped
