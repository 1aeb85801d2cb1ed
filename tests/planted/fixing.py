"""What `check --fix` does to a note with one fault: nothing new is found, and nothing else is changed."""

from __future__ import annotations

from collections import Counter

from planting import Planted, after_fixes, findings


def fix_faults(planted: Planted) -> list[str]:
    """What a fix does that it must not do, a sentence each."""
    note = planted.note
    before = findings(note)
    if not any(finding.fix and finding.fix.safe for finding in before):
        return []
    after, applied, left = after_fixes(planted)
    where = f"{planted.block}, {planted.place.name}, {planted.defect.kind}"
    faults = []
    for rule, message in Counter((each.rule, each.message) for each in left) - Counter(
        (each.rule, each.message) for each in before
    ):
        faults.append(f"{where}: the fix causes {rule}: {message}")
    edited = {
        line
        for finding in applied
        if finding.fix
        for edit in finding.fix.edits
        for line in range(edit.start.line, edit.end.line + 1)
    }
    old = note.splitlines(keepends=True)
    new = after.splitlines(keepends=True)
    kept = [line for number, line in enumerate(old, 1) if number not in edited]
    rest = iter(new)
    if not all(line in rest for line in kept):
        faults.append(f"{where}: lines that no fix names are changed")
    return faults
