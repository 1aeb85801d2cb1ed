"""The column of Material's pages that has the table of contents: what else stands in it."""

from __future__ import annotations

import re

_COLUMN = re.compile(
    r'<div class="md-sidebar md-sidebar--secondary"[^>]*?(?P<hidden>\bhidden\b[^>]*)?>\s*'
    r'<div class="md-sidebar__scrollwrap">\s*<div class="md-sidebar__inner">'
)
_DIVISION = re.compile(r"<(/?)div\b")


def with_rail(html: str, rail: str) -> str:
    """A whole page with `rail` (HTML) below its table of contents; as it is where it has no such column."""
    column = _COLUMN.search(html) if rail else None
    if column is None or column["hidden"]:
        return html
    depth = 1
    for division in _DIVISION.finditer(html, column.end()):
        depth += -1 if division[1] else 1
        if depth == 0:
            return f"{html[: division.start()]}{rail}{html[division.start() :]}"
    return html
