"""What `check --fix` does to a note with one fault: nothing new is found, and nothing else is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import yaml
from planting import Planted, after_fixes, findings

from knotwork.model.diagnostics import Diagnostic

_MEANT = ("field", "kind", "apiVersion", "removed API", "value:", "tab", "separator", "indentation")
"""Faults whose fix writes what was there before; in others the value is another one."""


def fix_faults(planted: Planted) -> Iterator[str]:
    """What the certain fixes do that they must not do, a sentence each."""
    note = planted.note
    before = findings(note)
    if not any(finding.fix and finding.fix.safe for finding in before):
        return
    after, applied, left = after_fixes(planted)
    new = Counter((each.rule, each.message) for each in left)
    for rule, message in new - Counter((each.rule, each.message) for each in before):
        yield f"{planted}: the fix causes {rule}: {message}"
    if not _keeps_other_lines(note, after, applied):
        yield f"{planted}: lines that no fix names are changed"
    is_done = not any(each.severity == "error" for each in left)
    if planted.defect.kind.startswith(_MEANT) and is_done:
        written = _documents(planted.place.block(after))
        if written != _documents(planted.block.text):
            yield f"{planted}: the fix writes another manifest than the one that was meant"


def _keeps_other_lines(note: str, after: str, applied: Sequence[Diagnostic]) -> bool:
    edited = {
        line
        for finding in applied
        if finding.fix
        for edit in finding.fix.edits
        for line in range(edit.start.line, edit.end.line + 1)
    }
    lines = iter(after.splitlines(keepends=True))
    others = (line for number, line in enumerate(note.splitlines(keepends=True), 1) if number not in edited)
    return all(line in lines for line in others)


def _documents(text: str) -> list[object]:
    return list(yaml.load_all(text, yaml.CSafeLoader))
