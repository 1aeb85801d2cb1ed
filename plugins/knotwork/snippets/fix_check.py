"""A repair is checked before it is called safe: it must not cause a new violation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec.structs import replace

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Change, Repair, Violation

ViolationCounts = Counter[tuple[SnippetRule, str]]
"""How many violations a text has, by their rules and messages."""
_MAX_CHECKED_ALONE, _FEWEST = 20, 8
"""The most repairs of one document that are checked alone, and those of a long one."""
_CHARACTERS = 400_000
"""The most that are validated again for them."""


def verified_fixes(
    violations: Sequence[Violation], text: str, start: int, count: Callable[[str], ViolationCounts]
) -> list[Violation]:
    """The violations of a document; a repair stays safe only if it removes them and causes no new ones.

    `text` is the document's, `start` its offset in the text that the violations have offsets in. `count`
    counts the violations of a changed text.
    """
    safe = [violation for violation in violations if violation.repair is not None and violation.repair.safe]
    if not safe:
        return list(violations)
    before = count(text)

    def removes(these: Sequence[Violation]) -> bool:
        """Whether their repairs remove these violations and cause no new ones."""
        repairs = [violation.repair for violation in these if violation.repair]
        changes = sorted({change for repair in repairs for change in repair.changes})
        after = count(_changed(text, changes, start))
        removed = {(violation.rule, violation.message) for violation in these}
        return after <= before and all(after[key] < before[key] for key in removed)

    if removes(safe):
        return list(violations)
    most = max(_FEWEST, min(_MAX_CHECKED_ALONE, _CHARACTERS // (len(text) + 1)))
    kept = {violation.repair for violation in safe[:most] if removes([violation])}
    return [_safe_only_if(violation, kept) for violation in violations]


def _safe_only_if(violation: Violation, safe: Collection[Repair | None]) -> Violation:
    if violation.repair is None or not violation.repair.safe or violation.repair in safe:
        return violation
    return replace(violation, repair=replace(violation.repair, by=()))


def _changed(text: str, changes: Iterable[Change], start: int) -> str:
    """The text after the changes, without those that overlap the one before them."""
    parts, done = [], 0
    for first, last, new in changes:
        if first - start >= done:
            parts += [text[done : first - start], new]
            done = last - start
    return "".join((*parts, text[done:]))
