"""Differences as GitHub Actions shows them in a pull request: workflow commands.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.model.differences import TO_LOOK_AT, Difference
from knotwork.model.text import FILE_START
from knotwork.report.differences.grouped import Compared, difference_summary, heading
from knotwork.report.workflow_commands import workflow_command


def github_differences(differences: Sequence[Difference], compared: Compared) -> str:
    """A warning for each difference that may not be meant, most severe kinds first, then a notice of all.

    GitHub shows ten of them in a step; the log has all.
    """
    lines = [_command(difference, compared) for difference in differences if difference.kind in TO_LOOK_AT]
    message = f"{difference_summary(differences)} since {compared.base}"
    return "".join((*lines, workflow_command("notice", {"title": "knotwork diff"}, message)))


def _command(difference: Difference, compared: Compared) -> str:
    span = difference.location.span
    properties: dict[str, object] = {"title": heading(difference.kind, 1).removeprefix("1 ")}
    if difference.state == "after":
        properties["file"] = f"{compared.prefix}{difference.location.path}"
        properties["line"] = span.start.line
        if span != FILE_START and span.start.line == span.end.line:
            properties |= {"col": span.start.column, "endLine": span.end.line, "endColumn": span.end.column}
    message = difference.message + (f"\n{difference.help}" if difference.help else "")
    return workflow_command("warning", properties, message)
