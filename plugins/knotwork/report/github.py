"""Findings as GitHub Actions shows them in a pull request: workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.text import place
from knotwork.report.workflow_commands import workflow_command

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """`::error file=index.md,line=3,col=45,title=missing-note::index.md:3:45 missing-note: no note is …`.

    The log shows the message only, and annotations end at ten of a level in a step: the place is in both.
    """
    return "".join(map(_command, diagnostics))


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.location.span
    properties: dict[str, object] = {"file": diagnostic.location.path, "line": span.start.line}
    if span.start.line == span.end.line:
        properties |= {"col": span.start.column, "endLine": span.end.line, "endColumn": span.end.column}
    else:  # GitHub takes columns only for a single line
        properties |= {"endLine": span.end.line}
    properties["title"] = diagnostic.rule
    message = f"{place(diagnostic.location)} {diagnostic.rule}: {diagnostic.message}"
    message += f"\n{diagnostic.help}" if diagnostic.help else ""
    return workflow_command(_COMMANDS[diagnostic.severity], properties, message)
