"""Findings for other programs: an array of objects whose shape is a promise."""

from __future__ import annotations

import json
from collections.abc import Sequence

from knotwork.model.diagnostics import Diagnostic, Fix
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Position
from knotwork.report.paths import prefixed_path

_ESCAPED = lazy_regex("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no encoding can write, and control characters for terminals."""


def json_report(diagnostics: Sequence[Diagnostic], prefix: str = "", *, indent: int | None = 2) -> str:
    """`[{path, file, line, column, end_line, end_column, rule, severity, message, help, fix}]`.

    `path` is that in the vault, and `file` the same behind the prefix; without `indent` it is one line.
    """
    return json_text([_finding(diagnostic, prefix) for diagnostic in diagnostics], indent)


def json_text(value: object, indent: int | None = 2) -> str:
    r"""The value as JSON in readable characters; control characters and lone surrogates are `\u…`."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _finding(diagnostic: Diagnostic, prefix: str) -> dict[str, object]:
    span = diagnostic.location.span
    return {
        "path": diagnostic.location.path,
        "file": prefixed_path(diagnostic.location.path, prefix),
        "line": span.start.line,
        "column": span.start.column,
        "end_line": span.end.line,
        "end_column": span.end.column,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "fix": fix_object(diagnostic.fix) if diagnostic.fix else None,
    }


def fix_object(fix: Fix) -> dict[str, object]:
    """A fix as an object: `{title, safe, edits: [{path, start, end, text}]}`."""
    edits = [
        {"path": edit.path, "start": _pair(edit.start), "end": _pair(edit.end), "text": edit.text}
        for edit in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


def _pair(position: Position) -> list[int]:
    return [position.line, position.column]
