"""Findings written down, one file a format: each is a pure function from findings to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.report.concise import concise_report
from knotwork.report.github import github_report
from knotwork.report.gitlab import gitlab_report
from knotwork.report.json import json_report
from knotwork.report.junit import junit_report
from knotwork.report.sarif import sarif_report
from knotwork.report.summary import summary
from knotwork.report.text import text_report

__all__ = ["FORMATS", "Sources", "report", "summary", "text_report"]

Sources = Callable[[NotePath], str | None]
"""The text of a file of the vault; None when there is none to show."""

_OF_FINDINGS: Mapping[str, Callable[[Sequence[Diagnostic], Sources], str]] = {
    "text": text_report,
    "concise": concise_report,
    "json": json_report,
    "github": github_report,
    "gitlab": gitlab_report,
    "junit": junit_report,
}
FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit")
"""The values of `--output-format`; `text_report` can also write colours."""


def report(
    format: str, diagnostics: Sequence[Diagnostic], sources: Sources, rules: Iterable[RuleInfo]
) -> str:
    """The findings in one of the formats; `rules` are described in formats that do so."""
    if format == "sarif":
        return sarif_report(diagnostics, sources, rules)
    return _OF_FINDINGS[format](diagnostics, sources)
