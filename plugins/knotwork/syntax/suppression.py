"""A comment that silences rules.

    <!-- knotwork-disable-next-line missing-note, missing-anchor: planned for May -->
    <!-- knotwork-disable-line missing-note -->
    <!-- knotwork-disable-file missing-note -->
    <!-- knotwork-disable missing-note --> … <!-- knotwork-enable missing-note -->

Without a rule, all rules are meant. What follows the colon is the reason, for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from knotwork.model.diagnostics import Problem
from knotwork.model.note import Suppression
from knotwork.model.text import Span

_SCOPES: Mapping[str, Literal["next-line", "line", "file", "disable", "enable"]] = {
    "knotwork-disable-next-line": "next-line",
    "knotwork-disable-line": "line",
    "knotwork-disable-file": "file",
    "knotwork-disable": "disable",
    "knotwork-enable": "enable",
}


def parse_suppression(comment: str, span: Span) -> Suppression | Problem | None:
    """What a comment silences, with or without its `<!--` and `-->`; None for any other comment."""
    inner = comment.strip().removeprefix("<!--").removesuffix("-->").lstrip()
    if not inner.startswith("knotwork-"):
        return None
    before, _, reason = inner.partition(":")
    command, *rules = before.replace(",", " ").split()
    if command not in _SCOPES:
        message = f"'{command}' silences nothing: there is no such instruction"
        return Problem("unused-suppression", span, message, f"There are `{'`, `'.join(_SCOPES)}`.")
    return Suppression(_SCOPES[command], tuple(dict.fromkeys(rules)), reason.strip(), span)
