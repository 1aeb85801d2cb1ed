"""Findings as a comment or a summary in Markdown: sums, then a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from html import escape

from knotwork.model.diagnostics import Diagnostic, severity_rank
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report.summary import severity_counts
from knotwork.report.terminal import visible
from knotwork.report.text import place

_MAX_ROWS = 200
"""How many findings are listed: a comment on GitHub has room for 65,536 characters, GitLab for a million."""
_OPEN_ROWS = 20
"""Up to how many rows a table is shown without being unfolded."""
_LONGEST = 200
_MARKS = re.compile(r"([\\`*_{}\[\]()|~!$])")
_REFERENCES = re.compile(r"((?<![\w&])[@#](?=\w)|:(?=//)|www(?=\.))")
"""Where a forge would mention a person, refer to an issue or make a link."""
_ICONS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


def markdown_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """Sums, and a table with the most severe findings first; a long one is folded.

    Names and texts of notes are shown as text: they link to nothing and mention nobody.
    """
    if not diagnostics:
        return "**knotwork**: no findings\n"
    files: Collection[str] = {diagnostic.location.path for diagnostic in diagnostics}
    head = f"**knotwork**: {severity_counts(diagnostics)} in {counted(len(files), 'file')}"
    ordered = sorted(diagnostics, key=severity_rank)
    rows = [
        "| | where | what | rule |",
        "|---|---|---|---|",
        *map(_row, ordered[:_MAX_ROWS]),
    ]
    if len(ordered) > _MAX_ROWS:
        rows += ["", f"and {len(ordered) - _MAX_ROWS:,} more"]
    if len(ordered) > _OPEN_ROWS:
        rows = ["<details><summary>all findings</summary>", "", *rows, "", "</details>"]
    return "\n".join((head, "", *rows, ""))


def _row(diagnostic: Diagnostic) -> str:
    icon, where = _ICONS[diagnostic.severity], _text(place(diagnostic.location))
    return f"| {icon} | {where} | {_text(diagnostic.message)} | `{diagnostic.rule}` |"


def _text(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    shown = visible(text)
    shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
    plain = _MARKS.sub(r"\\\1", escape(shown, quote=False))
    return _REFERENCES.sub("\\1\u200b", plain)
