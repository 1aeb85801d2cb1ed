"""Findings, one line each: for `grep` and for editors that jump to `path:line:column`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.text import headline


def concise_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """`index.md:3:45: error[missing-note]: no note is called 'Pod Lifecycel'`, a line for each."""
    return "".join(f"{headline(diagnostic)}\n" for diagnostic in diagnostics)
