"""The effect of one save: the findings that are new and those that are gone, whatever lines moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.text import Lines, normalized


@dataclass(frozen=True, slots=True)
class QuotedFinding:
    """A finding and the source text it is about, which outlives a shift of lines."""

    finding: Diagnostic
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two checks of a vault."""

    new: tuple[Diagnostic, ...]
    """In the order of the later check."""
    fixed: tuple[Diagnostic, ...]
    """In the order of the earlier check."""


def quoted_findings(
    findings: Iterable[Diagnostic], read: Callable[[NotePath], str]
) -> tuple[QuotedFinding, ...]:
    """The findings with the text of their spans; `read` gives a file's text, empty for none."""
    files: dict[NotePath, Lines] = {}
    return tuple(QuotedFinding(finding, _text(finding, files, read)) for finding in findings)


class QuotedFindings:
    """The findings of a vault that changes, with the texts they are about."""

    def __init__(self, findings: Iterable[Diagnostic], read: Callable[[NotePath], str]) -> None:
        """`read` gives a file's text, empty for none."""
        self._files: dict[NotePath, tuple[tuple[Diagnostic, ...], tuple[QuotedFinding, ...]]] = {}
        self.update(findings, read)

    def update(self, findings: Iterable[Diagnostic], read: Callable[[NotePath], str]) -> Changes:
        """Take the findings of a later check, file by file; returns what is different in it."""
        of_file: dict[NotePath, list[Diagnostic]] = defaultdict(list)
        for finding in findings:
            of_file[finding.location.path].append(finding)
        before: list[QuotedFinding] = []
        after: list[QuotedFinding] = []
        known, self._files = self._files, {}
        for path in dict.fromkeys((*of_file, *known)):
            own, last = tuple(of_file.get(path, ())), known.get(path, ((), ()))
            if own != last[0]:
                last_quoted, last = last[1], (own, quoted_findings(own, read))
                before += last_quoted
                after += last[1]
            if own:
                self._files[path] = last
        return changes(before, after)


def _text(finding: Diagnostic, files: dict[NotePath, Lines], read: Callable[[NotePath], str]) -> str:
    path, span = finding.location.path, finding.location.span
    if path not in files:
        files[path] = Lines(normalized(read(path)))
    lines = files[path]
    if max(span.start.line, span.end.line) > len(lines.starts):
        return ""
    return lines.slice(span)


def changes(before: Sequence[QuotedFinding], after: Sequence[QuotedFinding]) -> Changes:
    """The findings that are new, and those that are gone.

    Two findings are one when path, rule and source text are the same, and the message if possible: a
    suggestion in it changes with other notes.
    """
    gone, new = _without_pairs(before, after, _exact_key)
    gone, new = _without_pairs(gone, new, _key)
    return Changes(tuple(quoted.finding for quoted in new), tuple(quoted.finding for quoted in gone))


def _exact_key(quoted: QuotedFinding) -> Hashable:
    return (*_key(quoted), quoted.finding.message)


def _key(quoted: QuotedFinding) -> tuple[Hashable, ...]:
    return (quoted.finding.location.path, quoted.finding.rule, quoted.text)


def _without_pairs(
    before: Sequence[QuotedFinding], after: Sequence[QuotedFinding], key: Callable[[QuotedFinding], Hashable]
) -> tuple[list[QuotedFinding], list[QuotedFinding]]:
    return list(_unpaired(before, after, key)), list(_unpaired(after, before, key))


def _unpaired(
    these: Sequence[QuotedFinding], others: Sequence[QuotedFinding], key: Callable[[QuotedFinding], Hashable]
) -> Iterator[QuotedFinding]:
    """Those that have no partner; of several alike, the last ones."""
    partners = Counter(map(key, others))
    for quoted in these:
        if partners[key(quoted)]:
            partners[key(quoted)] -= 1
        else:
            yield quoted
