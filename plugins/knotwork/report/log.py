"""Findings as the log of a build or a server shows them: one line each, the level named once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knotwork.model.diagnostics import HIDES_TEXT, Diagnostic, Severity, at_least, severity_rank
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report.changes import Changes, change_lines
from knotwork.report.summary import summary
from knotwork.report.terminal import visible
from knotwork.report.text import place

_IN_A_BUILD, _AT_FIRST, _AFTER_A_SAVE = 30, 5, 20


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line, and the severity it is shown with; None when it is no finding."""

    text: str
    severity: Severity | None = None


def log_line(finding: Diagnostic) -> LogLine:
    """`index.md:3:45: no note is called 'Pod Lifecycel' [missing-note]`; the log writes the level itself."""
    return LogLine(log_text(finding), finding.severity)


def log_text(finding: Diagnostic) -> str:
    """A finding without its level."""
    return f"{place(finding.location)}: {visible(finding.message)} [{finding.rule}]"


def build_log(findings: Sequence[Diagnostic]) -> Iterator[LogLine]:
    """The findings of a build, most severe first, up to a limit."""
    yield from _listed(findings, _IN_A_BUILD, "more findings; `knotwork check` lists them all")


def build_failure(
    findings: Sequence[Diagnostic], level: Severity | Literal["never"], shown: Callable[[Severity], bool]
) -> str | None:
    """Why a build with these findings fails that fails at `level`; None when it does not.

    It names the most severe of them where the log shows none of that severity, as with `mkdocs build -q`.
    """
    failing = [finding for finding in findings if level != "never" and at_least(finding.severity, level)]
    if not failing:
        return None
    count = counted(len(failing), "finding fails", "findings fail")
    first = min(failing, key=severity_rank)
    named = "" if shown(first.severity) else f"{log_text(first)}\n"
    return f"knotwork: {named}{count} this build; `knotwork check` lists what it finds"


def first_log(findings: Sequence[Diagnostic], notes: Collection[NotePath]) -> Iterator[LogLine]:
    """The findings at the start of a server: their number and a few, those that hide text first."""
    yield LogLine(summary(findings, notes))
    ordered = sorted(findings, key=lambda finding: (finding.rule not in HIDES_TEXT, severity_rank(finding)))
    yield from _shortened(ordered, _AT_FIRST, "more; `knotwork check` lists them all")


def save_log(changed: Changes, total: int) -> Iterator[LogLine]:
    """The effect of one save: counts, then the new findings."""
    yield from (LogLine(visible(text)) for text in change_lines(changed, total))
    yield from _listed(changed.new, _AFTER_A_SAVE, "more new findings")


def with_severity(record: logging.LogRecord) -> bool:
    """A filter that shows a finding's own severity, whatever level the record has."""
    if severity := getattr(record, "severity", None):
        record.levelname = str(severity).upper()
    return True


def _listed(findings: Sequence[Diagnostic], limit: int, more: str) -> Iterator[LogLine]:
    yield from _shortened(sorted(findings, key=severity_rank), limit, more)


def _shortened(ordered: Sequence[Diagnostic], limit: int, more: str) -> Iterator[LogLine]:
    yield from map(log_line, ordered[:limit])
    if len(ordered) > limit:
        yield LogLine(f"{len(ordered) - limit:,} {more}")
