"""The findings that a change causes, wherever they stand: those that the state before does not have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence

from msgspec.structs import replace

from knotwork.knowledge.comparison.links import LinkDifference, link_differences
from knotwork.knowledge.comparison.notes import orphan_differences
from knotwork.knowledge.comparison.states import States
from knotwork.model.diagnostics import SEVERITIES, Diagnostic, Location, Severity, at_least
from knotwork.model.names import NotePath, TextOf
from knotwork.model.text import Lines, normalized
from knotwork.report.changes import QuotedFinding, changes, quoted_findings

_SHORTEST_MOVED = 20
"""Characters of a line that is recognised when it moves to another note."""


def new_findings(
    states: States,
    before: Sequence[Diagnostic],
    after: Sequence[Diagnostic],
    text_before: TextOf,
    text_after: TextOf,
) -> tuple[Diagnostic, ...]:
    """The findings of the state after that are new or more severe, in order, with their causes in the help.

    A finding is the same in a note that was renamed, when lines move in it, and when its line moves to
    another note. Those of a note that another one was moved onto are gone with it. `before` and `after` are
    all findings, none cut off.
    """
    written_over = {*states.renamed.values()} - {*states.renamed}
    kept = [finding for finding in before if finding.location.path not in written_over]
    moved = [_at(finding, states.path_after(finding.location.path)) for finding in kept]
    former = {states.path_after(path): path for path in {finding.location.path for finding in kept}}
    old = quoted_findings(moved, lambda path: text_before(former.get(path, path)) or "")
    new = quoted_findings(after, lambda path: text_after(path) or "")
    lines_before = _line_reader(lambda path: text_before(former.get(path, path)))
    lines_after = _line_reader(text_after)
    severe: set[int] = set()
    for level in SEVERITIES:
        severe |= _new_at(level, old, new, lines_before, lines_after)
    causes = _causes(states)
    return tuple(_with_cause(quoted.finding, causes) for quoted in new if id(quoted.finding) in severe)


_LineOf = Callable[[Diagnostic], str]


def _new_at(
    level: Severity,
    old: Sequence[QuotedFinding],
    new: Sequence[QuotedFinding],
    line_before: _LineOf,
    line_after: _LineOf,
) -> set[int]:
    """The `id` of each finding that is at least so severe and has no partner before that is."""
    changed = changes(
        [quoted for quoted in old if at_least(quoted.finding.severity, level)],
        [quoted for quoted in new if at_least(quoted.finding.severity, level)],
    )
    partners = Counter(key for finding in changed.fixed if (key := _moved_key(finding, line_before)))
    alone = set()
    for finding in changed.new:
        key = _moved_key(finding, line_after)
        if key and partners[key]:
            partners[key] -= 1
        else:
            alone.add(id(finding))
    return alone


def _moved_key(finding: Diagnostic, line_of: _LineOf) -> Hashable:
    """What a finding keeps when its line moves to another note; None when the line says too little."""
    line = line_of(finding)
    start, end = finding.location.span.start, finding.location.span.end
    return (finding.rule, line, start.line == end.line) if len(line) >= _SHORTEST_MOVED else None


def _line_reader(text_of: TextOf) -> _LineOf:
    files: dict[NotePath, Lines] = {}

    def line(finding: Diagnostic) -> str:
        path = finding.location.path
        if path not in files:
            files[path] = Lines(normalized(text_of(path) or ""))
        return files[path].line(finding.location.span.start.line).strip()

    return line


def _at(finding: Diagnostic, path: NotePath) -> Diagnostic:
    return replace(finding, location=Location(path, finding.location.span))


def _causes(states: States) -> Mapping[Location, str]:
    """For places of findings what the change did, as a sentence."""
    causes = {
        link.difference.location: sentence
        for link in link_differences(states)
        if link.difference.state == "after" and (sentence := _sentence(link))
    }
    for difference in orphan_differences(states):
        causes.setdefault(difference.location, f"`{difference.before}` linked here before.")
    return causes


def _sentence(link: LinkDifference) -> str:
    before = link.difference.before
    if before is None or link.difference.kind not in ("broken-link", "lost-anchor"):
        return ""
    if link.difference.kind == "lost-anchor" and not link.target:
        return "It was there before." if before == link.difference.after else f"It led to `{before}`."
    now = f", which is `{link.target}` now" if link.target else ""
    return f"It led to `{before}`{now}."


def _with_cause(finding: Diagnostic, causes: Mapping[Location, str]) -> Diagnostic:
    cause = causes.get(finding.location)
    if cause is None:
        return finding
    return replace(finding, help=" ".join(filter(None, (cause, finding.help))))
