"""Findings as SARIF 2.1.0, which code scanning services and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from knotwork.diagnostics import Diagnostic, Location
from knotwork.names import NotePath
from knotwork.report.json import json_text
from knotwork.report.terminal import encodable

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """A log with one run."""
    rules = sorted({each.rule for each in diagnostics})
    run = {
        "tool": {"driver": {"name": "knotwork", "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in diagnostics],
    }
    return json_text(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [run],
        }
    )


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    message = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
    result: dict[str, object] = {
        "ruleId": diagnostic.rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [_location(diagnostic.location)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(each.location), "message": {"text": each.message}} for each in diagnostic.related
        ]
    return result


def _location(location: Location) -> dict[str, object]:
    start, end = location.span.start, location.span.end
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
    uri = quote(encodable(location.path))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
