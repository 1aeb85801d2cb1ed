"""Faults are planted in blocks of manifests, one at a time, and looked for in notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from blocks import Block, Defect, Planter, blocks
from places import PLACES, Place
from slips import fields, kinds, values
from structure import indentation, look_alikes, marks, missing, repetitions, types
from wrong_values import combined, refused, unmatched

from knotwork.cli.autofix import autofix
from knotwork.knowledge.compiler import compile_vault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.vault.vault import Vault

PLANTERS: Sequence[Planter] = (
    fields,
    kinds,
    values,
    indentation,
    marks,
    look_alikes,
    repetitions,
    types,
    missing,
    refused,
    unmatched,
    combined,
)
_NOTE = NotePath("a.md")
_AROUND = ("orphan-note",)
"""Rules that look at the note, and not at its block."""


@dataclass(frozen=True)
class Planted:
    """A fault in a note."""

    block: Block
    """What it was planted in."""
    defect: Defect
    place: Place

    @property
    def note(self) -> str:
        return self.place.note(self.defect.text)

    def __str__(self) -> str:
        return f"{self.block.name}, {self.place.name}, {self.defect.kind}"


@dataclass(frozen=True)
class Outcome:
    """What was found of a fault."""

    planted: Planted
    findings: tuple[Diagnostic, ...]
    found: bool
    by_rule: bool
    at_place: bool
    suggested: bool | None
    """None: nothing had to be suggested."""

    def __str__(self) -> str:
        defect = self.planted.defect
        line, column = self.planted.place.position(defect.line, defect.column)
        rules, want = (
            " or ".join(sorted(defect.rules)),
            f", offering {defect.suggestion}" if defect.suggestion else "",
        )
        says = [
            f"    {finding.location.span.start.line}:{finding.location.span.start.column} {finding.rule}: "
            f"{finding.message} | {finding.help} | {finding.fix.title if finding.fix else ''}"
            for finding in self.findings
        ]
        text = self.planted.note.splitlines()[line - 1]
        head = f"{self.planted}: {text.strip()!r}"
        return "\n".join(
            (head, f"    expected {line}:{column} {rules}{want}", *(says or ["    nothing found"]))
        )


def all_planted(seed: int) -> list[Planted]:
    """Every fault, each in one of the places; the same for the same seed."""
    random = Random(seed)
    return [
        Planted(block, defect, random.choice(PLACES))
        for block in blocks()
        for planter in PLANTERS
        for defect in _different(block, planter(block, random))
    ]


def _different(block: Block, defects: Iterator[Defect]) -> Iterator[Defect]:
    return (defect for defect in defects if defect.text != block.text)


def findings(note: str) -> tuple[Diagnostic, ...]:
    """What is found in a note with a block."""
    kb = compile_vault(Vault.of({_NOTE: note}))
    return tuple(finding for finding in check(kb, lambda path: note) if finding.rule not in _AROUND)


def outcome(planted: Planted) -> Outcome:
    """What is found of a fault."""
    defect = planted.defect
    all_found = findings(planted.note)
    place = planted.place.position(defect.line, defect.column)
    mine = [finding for finding in all_found if finding.rule in defect.rules]
    there = [
        finding
        for finding in mine
        if (finding.location.span.start.line, finding.location.span.start.column) == place
    ]
    says = [
        f"{finding.message} {finding.help} {finding.fix.title if finding.fix else ''}"
        for finding in there or mine
    ]
    return Outcome(
        planted,
        all_found,
        bool(all_found),
        bool(mine),
        bool(there),
        any(defect.suggestion in text for text in says) if defect.suggestion else None,
    )


def after_fixes(planted: Planted) -> tuple[str, tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The note after `check --fix`, the findings that were fixed, and those that are left."""
    note = planted.note
    result = autofix(
        compile_vault(Vault.of({_NOTE: note})), lambda path: note, lambda path: note, lambda code: True
    )
    after = result.after.get(_NOTE, note)
    return after, result.applied, findings(after)
