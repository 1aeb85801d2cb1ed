"""A block is read in spite of mistakes, so that one does not hide the others; all are reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

from msgspec import Struct

from knotwork.model.equivalences import Equivalence
from knotwork.model.line_offsets import line_end
from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.attempts import Attempt, attempt
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.foreign_text import CLOSE_IT, NOT_CLOSED, opened_within
from knotwork.snippets.yaml.line_numbers import without_line_numbers
from knotwork.snippets.yaml.separators import missing_separators
from knotwork.snippets.yaml.shell_lines import is_command
from knotwork.snippets.yaml.source import Source
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.tab_indentation import (
    STOPS,
    YAML_TAB_INDENT,
    expanded,
    indentation,
    tabbed_lines,
    tabs_in_texts,
)

_FENCE_WITHIN = lazy_regex(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_STUCK_LINE = lazy_regex(
    r"^(?=[ ]*\t)[ \t]*+(?:-[\"'/A-Za-z0-9]|[A-Za-z][\w.-]*:[^\s:]+[ \t]*$)", re.MULTILINE
)
"""An item or a field without a space behind its mark: YAML reads it as a text."""

Cost = Callable[[Composed], int]


class Recovered(Struct, frozen=True):
    """A fence that was read, with replacements."""

    composed: Composed
    """Its text has the fence's lines, with replacements in some of them."""
    source: Source
    violations: tuple[Violation, ...]
    """All that is wrong with the text, at its offsets: what was replaced, and what remains."""
    template: bool
    """Whether it is a template with `{{ }}`: only the YAML around the braces was read."""


def recovered(fence: Fence, cost: Cost = lambda composed: 0) -> Recovered:
    """The documents of a fence. Never raises.

    `cost` counts violations: of several ways to read tabs, the one with the fewest is chosen.
    """
    if (unnumbered := without_line_numbers(fence)) is not None:
        message = "not valid YAML: each line begins with a number"
        violation = Violation(YAML_SYNTAX, 0, 0, message, "Remove the line numbers.")
        return _recovered(unnumbered, attempt(unnumbered.text), None, (violation,))
    is_json = fence.text.lstrip()[:1] == "{"
    read = attempt(_without_tab_in_front(fence.text) if is_json else fence.text)
    if read.broken and not is_json and (lines := tabbed_lines(fence.text)):
        return _without_tabs(fence, read, len(lines), cost)
    return _recovered(fence, read, None, ())


def _without_tab_in_front(text: str) -> str:
    """JSON of the same length without tabs in front, which kubectl reads past; those within are spaces."""
    start = len(text) - len(text.lstrip())
    return text[:start].replace("\t", " ") + text[start:]


def _recovered(fence: Fence, read: Attempt, stop: int | None, before: tuple[Violation, ...]) -> Recovered:
    composed = read.composed
    violations = (*before, *read.violations, *_separators(read, fence.text), *composed.violations)
    return Recovered(composed, Source(fence, composed.text, stop, read.inserted), violations, read.template)


def _separators(read: Attempt, written: str) -> Iterable[Violation]:
    """The violations for manifests without a separator above them, where one was read as several.

    `written`: the text of the fence. What a command in it prints is no part of the manifest above.
    """
    composed = read.composed
    if len(composed.documents) < 2 and not composed.violations:
        return ()
    certain = not read.broken and not _has_fence(composed.text)
    separators = [
        separator
        for separator in missing_separators(composed.text, certain=certain)
        if len(written) != len(composed.text) or not is_command(written, separator.start)
    ]
    return filter(None, map(partial(_or_not_closed, composed), separators))


def _has_fence(text: str) -> bool:
    """Whether the marks of a second block are in a block: the closing marks of the first are missing."""
    return ("```" in text or "~~~" in text) and _FENCE_WITHIN.search(text) is not None


def _or_not_closed(read: Composed, separator: Violation) -> Violation | None:
    """A missing separator; or that the block above is not closed, where the next one begins within it."""
    at = opened_within(read.text, separator.start)
    if at is None:
        return separator
    if any(violation.start == at for violation in read.violations):
        return None
    return Violation(YAML_SYNTAX, at, separator.start, f"not valid YAML: {NOT_CLOSED}", CLOSE_IT)


def _without_tabs(fence: Fence, as_it_is: Attempt, count: int, cost: Cost) -> Recovered:
    attempts = {stop: attempt(expanded(fence.text, stop)) for stop in STOPS}
    ranks = {stop: (read.broken, cost(read.composed)) for stop, read in attempts.items()}
    stop = min(STOPS, key=lambda stop: ranks[stop])
    best = attempts[stop]
    if best.broken >= as_it_is.broken:
        return _recovered(fence, as_it_is, None, ())
    lines = f"{count} lines are" if count > 1 else "1 line is"
    start = tabbed_lines(fence.text)[0]
    line = fence.text.count("\n", 0, start)
    offset = sum(len(written) + 1 for written in best.composed.text.split("\n")[:line])
    width = len(indentation(fence.text[start : line_end(fence.text, start)]).expandtabs(stop))
    clean = not best.broken
    # tab stops are certain when no others give another meaning, or when all others give violations
    valid = ranks[stop] == (0, 0)
    certain = clean and all(
        read.broken or _same(read, best) or (valid and ranks[other_stop] > ranks[stop])
        for other_stop, read in attempts.items()
    )
    parses = clean and not best.violations  # nothing else had to be replaced
    ends = f"with tab stops of {stop} the block parses" if parses else "YAML is indented with spaces"
    violation = Violation(
        YAML_TAB_INDENT,
        offset,
        offset + width,
        f"{lines} indented with tabs; {ends}",
        "YAML refuses tabs here: indent with spaces.",
        repair=_retabbed(
            fence.text, best.composed.text, stop, safe=certain and _is_read_well(fence.text, best, stop)
        )
        if clean
        else None,
    )
    return _recovered(fence, best, stop, (violation,))


def _is_read_well(written: str, read: Attempt, stop: int) -> bool:
    """Whether a text without its tabs has no other mistakes of YAML, and no item without a space is text."""
    if tabs_in_texts(written, stop) or read.composed.violations:
        return False
    return _STUCK_LINE.search(written) is None


def _same(first: Attempt, second: Attempt) -> bool:
    return first.composed.values == second.composed.values


def _retabbed(written: str, text: str, stop: int, *, safe: bool) -> Repair:
    """The repair that writes spaces for tabs, at offsets of the text without tabs."""
    changes = []
    at = 0
    for line, new in zip(written.split("\n"), text.split("\n"), strict=True):
        indent = indentation(line)
        if "\t" in indent:
            width = len(indent.expandtabs(stop))
            changes.append((at, at + width, " " * width if line.strip() else ""))
        at += len(new) + 1
    return Repair(
        f"Indent with spaces, {stop} for a tab", (Equivalence.INDENTATION,) if safe else (), tuple(changes)
    )
