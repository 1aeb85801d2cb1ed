"""The effect of one save: the findings that are new and those that are gone, whatever lines moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
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


def change_lines(changed: Changes, total: int, limit: int = 5) -> Iterator[str]:
    """`pods.md: 1 new, 2 fixed; 1,499 others`, a line a file; `no new findings; 1,500 others` for none."""
    counts: dict[NotePath, Counter[str]] = defaultdict(Counter)
    for name, findings in (("new", changed.new), ("fixed", changed.fixed)):
        for finding in findings:
            counts[finding.location.path][name] += 1
    others = total - len(changed.new)
    rest = f"; {counted(others, 'other')}" if others else ""
    if not counts:
        yield f"no new findings{rest}" if total else "no findings"
        return
    ordered = sorted(counts, key=lambda path: (not counts[path]["new"], path))
    for path in ordered[:limit]:
        listed = ", ".join(f"{count:,} {name}" for name, count in counts[path].items() if count)
        yield f"{path}: {listed}{rest}"
        rest = ""
    if len(ordered) > limit:
        more = len(ordered) - limit
        yield f"and {counted(more, 'more file')}"
