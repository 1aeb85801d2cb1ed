"""Differences for other programs: an object whose shape is a promise."""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.model.differences import Difference
from knotwork.report.differences.grouped import Compared, by_kind
from knotwork.report.json import fix_object, json_text


def json_differences(differences: Sequence[Difference], compared: Compared) -> str:
    """`{base, counts, differences: [{kind, state, path, line, column, …, message, help, fix}]}`.

    Paths start at the vault. `state` is the one that has the path and line: `before` or `after`.
    """
    counts = {kind: len(group) for kind, group in by_kind(differences).items()}
    return json_text(
        {"base": compared.base, "counts": counts, "differences": [_row(row) for row in differences]}
    )


def _row(difference: Difference) -> dict[str, object]:
    span = difference.location.span
    return {
        "kind": difference.kind,
        "state": difference.state,
        "path": difference.location.path,
        "line": span.start.line,
        "column": span.start.column,
        "end_line": span.end.line,
        "end_column": span.end.column,
        "message": difference.message,
        "before": difference.before,
        "after": difference.after,
        "help": difference.help,
        "fix": fix_object(difference.fix) if difference.fix else None,
    }
