"""Findings as reviewdog reads them, for comments in a review: its Diagnostic Format.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, Position, Span, normalized
from knotwork.report.json import json_text
from knotwork.report.rule_addresses import documentation, rule_address
from knotwork.report.terminal import encodable

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def rdjson_report(diagnostics: Sequence[Diagnostic], sources: Callable[[NotePath], str | None]) -> str:
    """A result with all findings; a safe fix of one place in the file is a suggestion to commit."""

    @lru_cache(maxsize=1)  # findings of one file stand together
    def lines_of(path: NotePath) -> Lines:
        return Lines(normalized(sources(path) or ""))

    root = documentation()
    source = {"name": "knotwork", **({"url": root} if root else {})}
    return json_text(
        {
            "source": source,
            "diagnostics": [_diagnostic(diagnostic, lines_of, root) for diagnostic in diagnostics],
        }
    )


def _diagnostic(
    diagnostic: Diagnostic, lines_of: Callable[[NotePath], Lines], root: str
) -> dict[str, object]:
    code = {"value": diagnostic.rule}
    if root:
        code["url"] = rule_address(diagnostic.rule, root)
    result: dict[str, object] = {
        "message": diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else ""),
        "location": _location(diagnostic.location, lines_of),
        "severity": _SEVERITIES[diagnostic.severity],
        "code": code,
    }
    fix = diagnostic.fix
    if fix and fix.safe and len(fix.edits) == 1 and fix.edits[0].path == diagnostic.location.path:
        [edit] = fix.edits
        span = _range(Span(edit.start, edit.end), lines_of(edit.path))
        result["suggestions"] = [{"range": span, "text": edit.text}]
    if diagnostic.related:
        result["related_locations"] = [
            {"message": hint.message, "location": _location(hint.location, lines_of)}
            for hint in diagnostic.related
        ]
    return result


def _location(location: Location, lines_of: Callable[[NotePath], Lines]) -> dict[str, object]:
    return {
        "path": encodable(location.path),
        "range": _range(location.span, lines_of(location.path)),
    }


def _range(span: Span, lines: Lines) -> dict[str, object]:
    return {"start": _position(span.start, lines), "end": _position(span.end, lines)}


def _position(position: Position, lines: Lines) -> dict[str, int]:
    """A position whose column counts the bytes of UTF-8, from 1."""
    column = position.column
    if position.line <= len(lines.starts):
        before = lines.line(position.line)[: column - 1]
        column += len(before.encode("utf-8", "surrogatepass")) - len(before)
    return {"line": position.line, "column": column}
