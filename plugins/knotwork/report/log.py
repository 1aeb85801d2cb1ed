"""Findings as the log of a build or a server shows them: one line each, the level named once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knotwork.model.diagnostics import HIDES_TEXT, Diagnostic, Severity, at_least, severity_rank
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report.changes import Changes
from knotwork.report.save import fixed_lines, new_blocks, others_line
from knotwork.report.summary import summary
from knotwork.report.terminal import visible
from knotwork.report.text import place

_IN_A_BUILD, _AT_FIRST = 30, 5


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


def first_log(findings: Sequence[Diagnostic], notes: Collection[NotePath], command: str) -> Iterator[LogLine]:
    """The findings at the start of a server: their number, and those that hide text; `command` lists all."""
    listed = f" ({command} lists them)" if findings else ""
    yield LogLine(f"{summary(findings, notes)}{listed}")
    hiding = [finding for finding in findings if finding.rule in HIDES_TEXT]
    yield from _shortened(hiding, _AT_FIRST, "more notes are hidden or cut off")


def save_log(
    changed: Changes, total: int, source: Callable[[NotePath], str], command: str, *, colour: bool = False
) -> Iterator[LogLine]:
    """The effect of one save: the new findings, each cause once with its line; those that are fixed; how
    many others there are.
    """
    for first, text in new_blocks(changed.new, source, log_text, colour):
        yield LogLine(text, first.severity if first else None)
    yield from map(LogLine, fixed_lines(changed.fixed, colour))
    yield LogLine(others_line(changed, total, command))


def _listed(findings: Sequence[Diagnostic], limit: int, more: str) -> Iterator[LogLine]:
    yield from _shortened(sorted(findings, key=severity_rank), limit, more)


def _shortened(ordered: Sequence[Diagnostic], limit: int, more: str) -> Iterator[LogLine]:
    yield from map(log_line, ordered[:limit])
    if len(ordered) > limit:
        yield LogLine(f"{len(ordered) - limit:,} {more}")
