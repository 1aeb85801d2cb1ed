"""The rows of the table: what is compared with what, and how far it must get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from processes import Sample
from results import Results

Quantity = Literal["wall", "cpu", "memory", "share"]
"""`share`: processor time in hundredths of the time on the clock."""

_UNITS = {"wall": "s", "cpu": "s", "memory": "MB", "share": "%"}


@dataclass(frozen=True)
class Row:
    """One comparison, or one figure with nothing beside it."""

    work: str
    experiment: str
    side: str
    beside: str = ""
    """The other side of the experiment."""
    quantity: Quantity = "wall"
    """What is compared with the goal."""
    goal: float | None = None
    """The largest ratio, where there is another side, else the largest value; None: the figure is stated."""
    unit: str = ""
    """The unit of the goal, when it is no ratio although there is another side."""

    @property
    def is_ratio(self) -> bool:
        """Whether the goal is a ratio."""
        return bool(self.beside) and not self.unit

    def value(self, results: Results) -> float | None:
        """The figure that is compared with the goal; None while a side has no samples."""
        return self.ratio(results, self.quantity) if self.is_ratio else self.absolute(results, self.side)

    def absolute(self, results: Results, side: str) -> float | None:
        """The median of a side, in the unit of the quantity."""
        samples = results.of(self.experiment, side)
        return median(_figure(sample, self.quantity) for sample in samples) if samples else None

    def ratio(self, results: Results, quantity: Quantity) -> float | None:
        """The median of the ratios of the rounds; None without a second side."""
        pairs = _pairs(results.of(self.experiment, self.side), results.of(self.experiment, self.beside))
        ratios = [_figure(ours, quantity) / _figure(theirs, quantity) for ours, theirs in pairs]
        return median(ratios) if ratios else None

    def is_reached(self, results: Results) -> bool | None:
        """Whether the goal is reached; None when there is none, or nothing was measured."""
        value = self.value(results)
        return None if value is None or self.goal is None else value <= self.goal

    @property
    def shown_unit(self) -> str:
        """The unit of the figures."""
        return _UNITS[self.quantity]


def rows(small: int, large: int, huge: int) -> list[Row]:
    """The rows for vaults of three sizes, the least flattering first."""
    return [
        *_builds(small, cold=0.6),
        *_builds(large, cold=0.35),
        Row(f"memory of a build, {large:,} notes", f"build-{large}", "cold", "plain", "memory", 900, "MB"),
        Row(f"memory of a build, {small:,} notes", f"build-{small}", "cold", "plain", "memory"),
        Row(f"build, {small:,} notes in one folder", f"build-flat-{small}", "cold", "plain"),
        *(
            Row(f"build with a hook on every page, {notes:,} notes", name, "hook", "without", "cpu", 1.15)
            for name, notes in _hooks(small)
        ),
        *_checks(small),
        *_checks(large),
        Row(f"check, {huge:,} notes", f"check-{huge}", "cold", "lychee", "cpu"),
        Row(f"check again, {huge:,} notes", f"check-{huge}", "unchanged", "lychee", "cpu"),
        Row(f"memory of check, {huge:,} notes", f"check-{huge}", "cold", "lychee", "memory"),
        Row(f"save until seen, {small:,} notes", f"serve-{small}", "save", "plain save", "wall", 0.3, "s"),
        Row(f"save until seen, {large:,} notes", f"serve-{large}", "save", goal=0.3),
        Row(f"serve until readable, {large:,} notes, nothing kept", f"serve-{large}", "cold", goal=45),
        Row(f"serve until readable, {large:,} notes", f"serve-{large}", "warm", goal=5),
        Row(f"memory of serve, {large:,} notes", f"serve-{large}", "idle", quantity="memory"),
        Row(f"serve doing nothing, {large:,} notes", f"serve-{large}", "idle", quantity="share", goal=1),
        Row("one note of 4.6 kB, read and rendered", "one-note", "knotwork", "bare", "cpu", 2),
        Row("a manifest of 27 lines", "one-manifest", "knotwork", "kubernetes-validate", "cpu", 0.0003, "s"),
        Row(
            "findings of a note with a manifest, and without", "many-manifests", "knotwork", "without", "cpu"
        ),
    ]


def hook_sizes(small: int) -> tuple[int, int]:
    """Numbers of notes for builds with a hook: as the larger is four times the other, what grows with the
    square shows."""
    return (2 * small // 5, 8 * small // 5)


def _hooks(small: int) -> list[tuple[str, int]]:
    return [(f"hook-{notes}", notes) for notes in hook_sizes(small)]


def _builds(notes: int, *, cold: float) -> list[Row]:
    name = f"build-{notes}"
    return [
        Row(f"build, {notes:,} notes, nothing kept", name, "cold", "plain", goal=cold),
        Row(f"build again, {notes:,} notes", name, "unchanged", "plain", goal=0.1),
        Row(f"build again, {notes:,} notes, one changed", name, "one change", "plain", goal=0.12),
    ]


def _checks(notes: int) -> list[Row]:
    name = f"check-{notes}"
    return [
        Row(f"check, {notes:,} notes, nothing kept", name, "cold", "lychee", "cpu", 6),
        Row(f"check again, {notes:,} notes", name, "unchanged", "lychee", "cpu", 1),
        Row(f"check again, {notes:,} notes, one changed", name, "one change", "lychee", "cpu"),
    ]


def _figure(sample: Sample, quantity: Quantity) -> float:
    match quantity:
        case "wall":
            return sample.wall
        case "cpu":
            return sample.cpu
        case "memory":
            return sample.memory
        case "share":
            return 100 * sample.cpu / sample.wall


def _pairs(ours: Sequence[Sample], theirs: Sequence[Sample]) -> list[tuple[Sample, Sample]]:
    return list(zip(ours, theirs, strict=False))
