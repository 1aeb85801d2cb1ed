"""Repairs tried before they are called safe: one that brings up anything new is for a person to decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knotwork.snippets.violation import Change, Repair, Violation

Said = frozenset[tuple[str, str]]
"""What is wrong with a text: rules and messages."""
_TRIED = 20
"""So many repairs of one document are tried alone."""


def tried(
    found: Sequence[Violation], text: str, start: int, judged: Callable[[str], Said]
) -> list[Violation]:
    """The violations of a document, their repairs safe only if they bring up nothing new.

    `text` is the document's, `start` its offset in the text the violations are about; `judged` says what is
    wrong with another text for the document.
    """
    safe = [each.repair for each in found if each.repair is not None and each.repair.safe]
    if not safe:
        return list(found)
    before = judged(text)

    def brings_nothing(repairs: Iterable[Repair]) -> bool:
        changes = sorted({change for repair in repairs for change in repair.changes})
        return judged(_changed(text, changes, start)) <= before

    if brings_nothing(safe):
        return list(found)
    kept = {repair for repair in dict.fromkeys(safe[:_TRIED]) if brings_nothing([repair])}
    return [_unless(each, kept) for each in found]


def _unless(found: Violation, safe: set[Repair]) -> Violation:
    if found.repair is None or not found.repair.safe or found.repair in safe:
        return found
    return replace(found, repair=replace(found.repair, safe=False))


def _changed(text: str, changes: Iterable[Change], start: int) -> str:
    """The text with the changes that do not overlap the one before them."""
    parts, done = [], 0
    for first, last, new in changes:
        if first - start >= done:
            parts += [text[done : first - start], new]
            done = last - start
    return "".join((*parts, text[done:]))
