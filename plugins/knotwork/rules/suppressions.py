"""Comments that silence findings: the findings they cover, and the comments that cover none."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.note import Suppression
from knotwork.model.text import Lines, Position, Span, normalized


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A suppression that silences nothing, or names a rule that silences nothing."""

    path: NotePath
    suppression: Suppression
    rules: tuple[str, ...]
    """The rules it names that silence nothing; empty when it names none, and silences nothing at all."""
    unknown: tuple[str, ...]
    """The names in it that are no rules."""


def apply_suppressions(
    diagnostics: Iterable[Diagnostic],
    suppressions_of: Mapping[NotePath, Sequence[Suppression]],
    known_rules: Collection[str],
    text_of: Callable[[NotePath], str | None],
    fences_of: Callable[[NotePath], Iterable[Span]] = lambda path: (),
) -> tuple[list[Diagnostic], list[UnusedSuppression]]:
    """The findings that no suppression covers, and the suppressions that cover nothing.

    A finding is covered when its first character is. `text_of` gives the texts in which the
    next line that is not blank is looked for; where that line opens one of `fences_of` the note,
    the whole block is meant. Of several equal suppressions the first one counts as used.
    """
    files = {
        path: _file(suppressions, path, text_of, fences_of)
        for path, suppressions in suppressions_of.items()
        if suppressions
    }
    kept = []
    for diagnostic in diagnostics:
        file = files.get(diagnostic.location.path)
        if file is None or not file.silences(diagnostic):
            kept.append(diagnostic)
    return kept, [unused for path, file in files.items() for unused in _unused(path, file, known_rules)]


def silencing_comments(
    diagnostics: Iterable[Diagnostic],
    path: NotePath,
    suppressions: Sequence[Suppression],
    text_of: Callable[[NotePath], str | None],
    fences: Iterable[Span],
) -> Iterator[tuple[Diagnostic, Suppression]]:
    """The findings of a file that a suppression covers, each with the first one that does."""
    file = _file(suppressions, path, text_of, lambda _: fences)
    for diagnostic in diagnostics:
        if covering := file.covering(diagnostic):
            yield diagnostic, file.suppressions[min(covering)]


@dataclass(frozen=True, slots=True)
class _Cover:
    """Where one rule is silenced in one file; suppressions go by their index."""

    whole: int | None
    lines: Mapping[int, int]
    turns: Sequence[Position]
    """The places where the rule is turned off or on."""
    blocks: Sequence[int | None]
    """The suppression in force from each turn on; None for none."""

    def by(self, place: Position) -> set[int]:
        """The suppressions that cover a place."""
        turn = bisect(self.turns, place) - 1
        block = self.blocks[turn] if turn >= 0 else None
        return {index for index in (self.whole, self.lines.get(place.line), block) if index is not None}


@dataclass(slots=True)
class _File:
    """The suppressions of one file, and what they have silenced so far."""

    suppressions: Sequence[Suppression]
    lines: Sequence[range]
    """For each suppression the lines it is about, when it is about lines."""
    silenced: list[set[str]]
    """For each suppression the rules of the findings it covers."""
    covers: dict[str, _Cover]

    def silences(self, diagnostic: Diagnostic) -> bool:
        """Whether a suppression covers the finding; remembers which."""
        covering = self.covering(diagnostic)
        for index in covering:
            self.silenced[index].add(diagnostic.rule)
        return bool(covering)

    def covering(self, diagnostic: Diagnostic) -> set[int]:
        """The suppressions that cover the finding."""
        rule = diagnostic.rule
        if rule not in self.covers:
            self.covers[rule] = _cover(rule, self.suppressions, self.lines)
        return self.covers[rule].by(diagnostic.location.span.start)


def _file(
    suppressions: Sequence[Suppression],
    path: NotePath,
    text_of: Callable[[NotePath], str | None],
    fences_of: Callable[[NotePath], Iterable[Span]],
) -> _File:
    ordered = sorted(suppressions, key=lambda suppression: suppression.span)
    text = text_of(path) if any(suppression.scope == "next-line" for suppression in ordered) else None
    after = _next_lines({suppression.span.end.line for suppression in ordered}, Lines(normalized(text or "")))
    ends = {span.start.line: span.end.line for span in fences_of(path)}
    firsts = (
        after[suppression.span.end.line] if suppression.scope == "next-line" else suppression.span.start.line
        for suppression in ordered
    )
    lines = [range(first, ends.get(first, first) + 1) for first in firsts]
    return _File(ordered, lines, [set() for _ in ordered], {})


def _next_lines(ends: Collection[int], lines: Lines) -> dict[int, int]:
    """For each line the next one that is not blank; marks of quotes count as blanks."""
    after = {}
    for end in ends:
        line = end + 1
        while line < len(lines.starts) and not lines.line(line).strip(" \t>"):
            line += 1
        after[end] = line
    return after


def _cover(rule: str, suppressions: Sequence[Suppression], lines: Sequence[range]) -> _Cover:
    whole: int | None = None
    by_line: dict[int, int] = {}
    turns: list[Position] = []
    blocks: list[int | None] = []
    for index, suppression in enumerate(suppressions):
        if suppression.rules and rule not in suppression.rules:
            continue
        match suppression.scope:
            case "file":
                whole = index if whole is None else whole
            case "line" | "next-line":
                for line in lines[index]:
                    by_line.setdefault(line, index)
            case "disable" | "enable":
                turns.append(suppression.span.start)
                blocks.append(index if suppression.scope == "disable" else None)
    return _Cover(whole, by_line, turns, blocks)


def _unused(path: NotePath, file: _File, known_rules: Collection[str]) -> Iterable[UnusedSuppression]:
    for suppression, silenced in zip(file.suppressions, file.silenced, strict=True):
        rules = suppression.rules
        unknown = tuple(rule for rule in rules if rule not in known_rules)
        idle = tuple(rule for rule in rules if rule in known_rules and rule not in silenced)
        if suppression.scope == "enable":
            idle = ()
        if unknown or idle or not (rules or silenced or suppression.scope == "enable"):
            yield UnusedSuppression(path, suppression, idle, unknown)
