"""What one save does to the findings, in words: those that are new, those that are fixed, the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from knotwork.model.diagnostics import Diagnostic, severity_rank
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.model.text import Lines, normalized
from knotwork.report.changes import Changes
from knotwork.report.groups import by_cause
from knotwork.report.terminal import painted, visible
from knotwork.report.text import detail_rows, place

_NEW, _FIXED, _PLACES = 10, 5, 3


def new_blocks(
    new: Iterable[Diagnostic],
    source: Callable[[NotePath], str | None],
    headline: Callable[[Diagnostic], str],
    colour: bool = False,
) -> Iterator[tuple[Diagnostic | None, str]]:
    """The new findings, most severe first, each cause once: the first of a cause, and lines about it.

    Those of causes beyond a limit are counted in a last block, which has no finding.
    """
    causes = by_cause(sorted(new, key=severity_rank))
    for findings in causes[:_NEW]:
        first = findings[0]
        text = source(first.location.path)
        lines = None if text is None else Lines(normalized(text))
        rows = [headline(first), *detail_rows(first, lines, colour), *_other_places(findings)]
        yield first, "\n".join(rows)
    if more := sum(map(len, causes[_NEW:])):
        yield None, counted(more, "more new finding")


def fixed_lines(fixed: Sequence[Diagnostic], colour: bool = False) -> Iterator[str]:
    """`fixed: pods.md: no note is called 'kubelett' [missing-note]`, a line for each cause, up to a limit."""
    causes = by_cause(fixed)
    for findings in causes[:_FIXED]:
        first, count = findings[0], len(findings)
        times = f" ({counted(count, 'place')})" if count > 1 else ""
        sentence = f"{visible(first.location.path)}: {visible(first.message)} [{first.rule}]{times}"
        yield f"{painted('fixed', 'fixed', colour)}: {sentence}"
    if more := sum(map(len, causes[_FIXED:])):
        yield f"{painted('fixed', 'fixed', colour)}: {more:,} more"


def others_line(changed: Changes, total: int, command: str) -> str:
    """`1,497 others (knotwork check)`: what stays of `total` findings; `command` lists them."""
    others = total - len(changed.new)
    if others:
        rest = f"{counted(others, 'other')} ({command})"
        return rest if changed.new or changed.fixed else f"no new findings; {rest}"
    return "no other findings" if changed.new else "no findings"


def _other_places(findings: Sequence[Diagnostic]) -> Iterator[str]:
    """`= also at b.md:3:1, c.md:4:5 and 117 more places`: where a cause shows but for the first place."""
    if others := findings[1:]:
        listed = ", ".join(place(finding.location) for finding in others[:_PLACES])
        more = len(others) - _PLACES
        yield f"= also at {listed}" + (f" and {counted(more, 'more place')}" if more > 0 else "")
