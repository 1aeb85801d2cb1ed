"""A block is read in spite of mistakes, so that one does not hide the others; all are reported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from msgspec import Struct

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.attempts import Attempt, attempt
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.foreign_text import CLOSE_IT, NOT_CLOSED, opened_within
from knotwork.snippets.yaml.line_numbers import without_line_numbers
from knotwork.snippets.yaml.separators import missing_separators
from knotwork.snippets.yaml.shell_lines import is_command
from knotwork.snippets.yaml.source import Source
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.tab_indentation import Tabs, tabbed_lines
from knotwork.snippets.yaml.tab_readings import Cost, best_reading, tabbed

_FENCE_WITHIN = lazy_regex(r"^[ \t]*(?:```|~~~)", re.MULTILINE)


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


def _recovered(fence: Fence, read: Attempt, tabs: Tabs | None, before: tuple[Violation, ...]) -> Recovered:
    composed = read.composed
    violations = (*before, *read.violations, *_separators(read, fence.text), *composed.violations)
    return Recovered(composed, Source(fence, composed.text, tabs, read.inserted), violations, read.template)


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
    best = best_reading(fence.text, cost)
    if best.read.broken >= as_it_is.broken:
        return _recovered(fence, as_it_is, None, ())
    return _recovered(fence, best.read, best.tabs, (tabbed(fence.text, best, count),))
