"""Findings written down, one file a format: each is a pure function from findings to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.report.concise import concise_report
from knotwork.report.github import github_report
from knotwork.report.gitlab import gitlab_report
from knotwork.report.groups import grouped_report
from knotwork.report.json import json_report
from knotwork.report.junit import junit_report
from knotwork.report.markdown import markdown_report
from knotwork.report.paths import prefixed_sources, with_prefix
from knotwork.report.rdjson import rdjson_report
from knotwork.report.sarif import sarif_report
from knotwork.report.summary import summary
from knotwork.report.text import text_report

__all__ = ["FORMATS", "Sources", "report", "summary"]

Sources = Callable[[NotePath], str | None]
"""The text of a file of the vault; None when there is none to show."""

_OF_FINDINGS: Mapping[str, Callable[[Sequence[Diagnostic], Sources], str]] = {
    "concise": concise_report,
    "markdown": markdown_report,
    "github": github_report,
    "gitlab": gitlab_report,
    "rdjson": rdjson_report,
    "junit": junit_report,
}
FORMATS = ("text", "concise", "json", "markdown", "github", "gitlab", "sarif", "rdjson", "junit")
"""The values of `--output-format`."""


def report(
    format: str,
    diagnostics: Sequence[Diagnostic],
    sources: Sources,
    rules: Iterable[RuleInfo] = (),
    *,
    prefix: str = "",
    silenced: Sequence[Silenced] = (),
    group_by: str | None = None,
    colour: bool = False,
) -> str:
    """The findings in one of the formats, with the paths of the vault behind a prefix.

    `rules` are described and `silenced` findings listed in formats that do so; `group_by` and `colour` are
    for `text`. `sources` takes paths of the vault.
    """
    if format == "json":
        return json_report(diagnostics, prefix)
    listed = [with_prefix(diagnostic, prefix) for diagnostic in diagnostics]
    others = [replace(hidden, finding=with_prefix(hidden.finding, prefix)) for hidden in silenced]
    if prefix:
        sources = prefixed_sources([*diagnostics, *(hidden.finding for hidden in silenced)], sources, prefix)
    if format == "text":
        return grouped_report(listed, group_by, colour) if group_by else text_report(listed, sources, colour)
    if format == "sarif":
        return sarif_report(listed, sources, rules, others)
    return _OF_FINDINGS[format](listed, sources)
