"""What one save changed: the findings that are new and those that are gone, whatever lines moved."""

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
    found: Iterable[Diagnostic], read: Callable[[NotePath], str]
) -> tuple[QuotedFinding, ...]:
    """The findings with the text of their places; `read` gives a file's text, empty for none."""
    files: dict[NotePath, Lines] = {}
    return tuple(QuotedFinding(each, _text(each, files, read)) for each in found)


def _text(found: Diagnostic, files: dict[NotePath, Lines], read: Callable[[NotePath], str]) -> str:
    path, (start, end) = found.location.path, found.location.span
    if path not in files:
        files[path] = Lines(normalized(read(path)))
    lines = files[path]
    if max(start.line, end.line) > len(lines.starts):
        return ""
    return lines.text[lines.offset(start) : lines.offset(end)]


def changes(before: Sequence[QuotedFinding], after: Sequence[QuotedFinding]) -> Changes:
    """What came and what went.

    Two findings are one when path, rule and source text are the same, and the message if possible: a
    suggestion in it changes with other notes.
    """
    gone, new = _without_pairs(before, after, _exactly)
    gone, new = _without_pairs(gone, new, _nearly)
    return Changes(tuple(each.finding for each in new), tuple(each.finding for each in gone))


def _exactly(each: QuotedFinding) -> Hashable:
    return (*_nearly(each), each.finding.message)


def _nearly(each: QuotedFinding) -> tuple[Hashable, ...]:
    return (each.finding.location.path, each.finding.rule, each.text)


def _without_pairs(
    before: Sequence[QuotedFinding], after: Sequence[QuotedFinding], key: Callable[[QuotedFinding], Hashable]
) -> tuple[list[QuotedFinding], list[QuotedFinding]]:
    return list(_unpaired(before, after, key)), list(_unpaired(after, before, key))


def _unpaired(
    these: Sequence[QuotedFinding], others: Sequence[QuotedFinding], key: Callable[[QuotedFinding], Hashable]
) -> Iterator[QuotedFinding]:
    """Those that have no partner; of several alike, the last ones."""
    partners = Counter(key(each) for each in others)
    for each in these:
        if partners[key(each)]:
            partners[key(each)] -= 1
        else:
            yield each


def change_lines(found: Changes, total: int, limit: int = 5) -> Iterator[str]:
    """`pods.md: 1 new, 2 fixed; 1,499 others`, a line a file; `no new findings; 1,500 others` for none."""
    counts: dict[NotePath, Counter[str]] = defaultdict(Counter)
    for name, findings in (("new", found.new), ("fixed", found.fixed)):
        for each in findings:
            counts[each.location.path][name] += 1
    others = total - len(found.new)
    rest = f"; {counted(others, 'other')}" if others else ""
    if not counts:
        yield f"no new findings{rest}" if total else "no findings"
        return
    ordered = sorted(counts, key=lambda path: (not counts[path]["new"], path))
    for path in ordered[:limit]:
        said = ", ".join(f"{count:,} {name}" for name, count in counts[path].items() if count)
        yield f"{path}: {said}{rest}"
        rest = ""
    if len(ordered) > limit:
        more = len(ordered) - limit
        yield f"and {counted(more, 'more file')}"
