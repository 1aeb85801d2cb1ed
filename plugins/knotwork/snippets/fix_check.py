"""Repairs tried before they are called safe: one that brings up anything new is for a person to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Change, Repair, Violation

ViolationCounts = Counter[tuple[SnippetRule, str]]
"""What is wrong with a text: rules and messages, and how often."""
_MAX_CHECKED_ALONE = 20
"""So many repairs of one document are tried alone."""


def verified_fixes(
    found: Sequence[Violation], text: str, start: int, count: Callable[[str], ViolationCounts]
) -> list[Violation]:
    """The violations of a document, their repairs safe only if they bring up nothing new.

    `text` is the document's, `start` its offset in the text the violations are about; `judged` says what is
    wrong with another text for the document.
    """
    safe = [each for each in found if each.repair is not None and each.repair.safe]
    if not safe:
        return list(found)
    before = count(text)

    def settles(these: Sequence[Violation]) -> bool:
        """Whether nothing new comes up, and each of the violations is gone."""
        changes = sorted({change for each in these if each.repair for change in each.repair.changes})
        after = count(_changed(text, changes, start))
        settled = {(each.rule, each.message) for each in these}
        return after <= before and all(after[each] < before[each] for each in settled)

    if settles(safe):
        return list(found)
    kept = {each.repair for each in safe[:_MAX_CHECKED_ALONE] if settles([each])}
    return [_unless(each, kept) for each in found]


def _unless(found: Violation, safe: Collection[Repair | None]) -> Violation:
    if found.repair is None or not found.repair.safe or found.repair in safe:
        return found
    return replace(found, repair=replace(found.repair, by=()))


def _changed(text: str, changes: Iterable[Change], start: int) -> str:
    """The text with the changes that do not overlap the one before them."""
    parts, done = [], 0
    for first, last, new in changes:
        if first - start >= done:
            parts += [text[done : first - start], new]
            done = last - start
    return "".join((*parts, text[done:]))
