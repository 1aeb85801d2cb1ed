"""Findings in groups, for a person: one cause once, with all the places where it shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from knotwork.model.diagnostics import Diagnostic, severity_rank
from knotwork.model.patterns import lazy_regex
from knotwork.model.plural import counted
from knotwork.report.summary import severity_counts
from knotwork.report.terminal import painted, visible
from knotwork.report.text import headline, place

_SUGGESTION = lazy_regex(r" \((?:did you mean|an? |that is).*\)$", re.DOTALL)


def cause(finding: Diagnostic) -> Hashable:
    """The same for findings about one thing: rule and message, without suggestions, which differ."""
    return finding.rule, _SUGGESTION.sub("", finding.message)


_KEYS: Mapping[str, Callable[[Diagnostic], Hashable]] = {
    "target": cause,
    "rule": lambda finding: finding.rule,
    "file": lambda finding: finding.location.path,
}


def by_cause(findings: Iterable[Diagnostic]) -> list[list[Diagnostic]]:
    """The findings of each cause, in order."""
    groups: dict[Hashable, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        groups[cause(finding)].append(finding)
    return [*groups.values()]


def shared_causes(findings: Sequence[Diagnostic]) -> str:
    """A hint that most findings share few causes; empty when they do not."""
    shared = [group for group in by_cause(findings) if len(group) > 1]
    count = sum(map(len, shared))
    if 2 * count < len(findings):
        return ""
    causes = counted(len(shared), "cause")
    return f"{count:,} of them have {causes}: --group-by target shows each once"


def groups_report(findings: Sequence[Diagnostic], by: str, colour: bool = False) -> str:
    """A block for each group, the most severe and largest first, files by their paths.

    A target is a cause: `error[missing-note]: no note is called 'kubelets'`, and the places below it.
    """
    groups: dict[Hashable, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        groups[_KEYS[by](finding)].append(finding)
    blocks = sorted(groups.values(), key=lambda group: _rank(group, by))
    return "\n".join("".join(f"{row}\n" for row in _rows(block, by, colour)) for block in blocks)


def _rank(group: Sequence[Diagnostic], by: str) -> tuple[int, int, str]:
    if by == "file":
        return 0, 0, group[0].location.path
    return min(map(severity_rank, group)), -len(group), group[0].rule


def _rows(group: Sequence[Diagnostic], by: str, colour: bool) -> Iterator[str]:
    first = min(group, key=severity_rank)
    if by == "target":
        level = painted(f"{first.severity}[{first.rule}]", first.severity, colour)
        count = f" ({counted(len(group), 'place')})" if len(group) > 1 else ""
        yield f"{level}: {visible(first.message)}{count}"
        yield from (f"  {painted(place(finding.location), 'bold', colour)}" for finding in group)
        return
    name = first.rule if by == "rule" else visible(first.location.path)
    yield f"{painted(name, 'bold', colour)}: {severity_counts(group)}"
    yield from (f"  {headline(finding, colour)}" for finding in group)
