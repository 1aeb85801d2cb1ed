"""Which repeated keys of a template are certain: those that are in one mapping, whatever `{{ }}` writes.

The branches of a condition are alternatives. A line that is only an action may write lines of its own, as
`{{ include "container" . | nindent 8 }}` does, and among them the beginning of another item or mapping:
unless all of them are at least as deep as the keys.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import is_alone, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.templates import CONTROL, WRITES_NOTHING, begins_braces, braces, branch_offsets

_WIDTH = lazy_regex(r"\bn?indent\s*\(?\s*(\d+)")
_FAILS = lazy_regex(r"<|\{\{-?\s*fail\b|\{%[-+]?\s*(?:import|from|comment|raw|endraw)\b")


class _Lines(Struct, frozen=True):
    """The lines that braces write: where the braces begin, and how far the lines are indented at least."""

    at: int
    width: int


_at = operator.attrgetter("at")


def without_doubtful_keys(violations: Iterable[Violation], masked: str, written: str) -> Iterator[Violation]:
    """The violations of a template without repeated keys that may be in different mappings.

    `masked` is the text whose braces were replaced, `written` the one that has them.
    """
    branches = branch_offsets(masked)
    lines: list[_Lines] | None = None
    nearest: dict[int, int] = {}
    for violation in violations:
        if violation.rule is not DUPLICATE_KEY:
            yield violation
            continue
        (first, first_end, text), *_ = violation.related
        above, start = nearest.get(first, first), violation.start
        nearest[first] = start
        if begins_braces(written, start + written.startswith("$", start)):
            continue
        if bisect_left(branches, above) < bisect_left(branches, start):
            continue
        lines = list(_written_lines(written)) if lines is None else lines
        column = start - line_start(written, start)
        between = lines[bisect_left(lines, above, key=_at) : bisect_left(lines, start, key=_at)]
        if any(_may_begin_another(line, column) for line in between):
            continue
        related = ((above, above + first_end - first, text),)
        yield violation if above == first else replace(violation, related=related)


def _may_begin_another(lines: _Lines, column: int) -> bool:
    """Whether written lines may end a mapping whose keys are at a column; `---` begins at the first one."""
    return lines.width < column or lines.width == 0


def _written_lines(text: str) -> Iterator[_Lines]:
    """The lines that the braces of a template write in place of a line, or behind a key."""
    for start, end in braces(text):
        inside = text[start:end]
        if CONTROL.match(inside) or WRITES_NOTHING.match(inside) or _FAILS.match(inside):
            continue
        if width := _WIDTH.search(inside):
            yield _Lines(start, int(width[1]))
        elif is_alone(text, start, end):
            yield _Lines(start, 0)
