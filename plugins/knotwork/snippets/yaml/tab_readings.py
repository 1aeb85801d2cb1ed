"""How wide tabs in indentation are meant to be: the width with which the block has the fewest violations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.line_offsets import line_end
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.attempts import Attempt, attempt
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.nodes import NULL
from knotwork.snippets.yaml.tab_indentation import (
    YAML_TAB_INDENT,
    Tabs,
    expanded,
    indentation,
    readings,
    tabbed_lines,
    tabs_in_texts,
)

_STUCK_LINE = lazy_regex(
    r"^(?=[ ]*\t)[ \t]*+(?:-[\"'/A-Za-z0-9]|[A-Za-z][\w.-]*:[^\s:]+[ \t]*$)", re.MULTILINE
)
"""An item or a field without a space behind its mark: YAML reads it as a text."""

Cost = Callable[[Composed], int]
"""How many violations of their schemas the documents of a text have."""


class Reading(Struct, frozen=True):
    """A text whose tabs were read as spaces."""

    tabs: Tabs
    read: Attempt
    certain: bool
    """Whether no other width gives another meaning, or all that do give violations."""
    rivals: tuple[Tabs, ...]
    """Widths with which the text parses as well, and has another structure."""


def best_reading(text: str, cost: Cost) -> Reading:
    """A text with the width of its tabs that breaks the fewest documents, rules and fields, in this order."""
    attempts = {tabs: attempt(expanded(text, tabs)) for tabs in readings(text)}
    ranks = {tabs: _rank(read, cost) for tabs, read in attempts.items()}
    tabs = min(attempts, key=lambda tabs: ranks[tabs])
    best, rank = attempts[tabs], ranks[tabs]
    others = [other for other, read in attempts.items() if not read.broken and not _same(read, best)]
    certain = all(rank[:2] == (0, 0) and ranks[other][:2] > rank[:2] for other in others)
    equals = [other for other in others if ranks[other] == rank]
    best = _without_guessed_repeats(best, [attempts[other] for other in equals])
    return Reading(tabs, best, certain and not best.broken, _distinct(equals, attempts))


def tabbed(written: str, best: Reading, count: int) -> Violation:
    """The violation for the tabs of a text, at offsets of what was read. `count`: of lines with tabs."""
    read, tabs = best.read, best.tabs
    start = tabbed_lines(written)[0]
    line = written.count("\n", 0, start)
    offset = sum(len(text) + 1 for text in read.composed.text.split("\n")[:line])
    width = tabs.width(indentation(written[start : line_end(written, start)]))
    lines = f"{count} lines are" if count > 1 else "1 line is"
    help_text = "YAML refuses tabs here: indent with spaces."
    if read.broken or read.violations or read.composed.violations:  # something else had to be replaced
        ends = "YAML is indented with spaces"
    else:
        ends = f"with {tabs} the block parses"
    repair = None
    if not read.broken and best.rivals:
        ends = "how wide a tab is decides what the block means"
        widths = " and with ".join(map(str, (tabs, *best.rivals)))
        help_text += f" With {widths} the block parses, each time with another structure."
    elif not read.broken:
        safe = best.certain and _is_read_well(written, read, tabs)
        repair = _retabbed(written, read.composed.text, tabs, safe=safe)
    message = f"{lines} indented with tabs; {ends}"
    return Violation(YAML_TAB_INDENT, offset, offset + width, message, help_text, repair=repair)


def _rank(read: Attempt, cost: Cost) -> tuple[int, int, int]:
    """How many documents are broken, how many rules, and how many fields are empty."""
    repeats = sum(violation.rule is DUPLICATE_KEY for violation in read.composed.violations)
    empty = sum(node.tag == NULL and not node.value for node in read.composed.nodes)
    return read.broken, cost(read.composed) + repeats, empty


def _without_guessed_repeats(read: Attempt, others: list[Attempt]) -> Attempt:
    """What was read, without repeated keys that other widths, as good as this one, do not have."""
    if not others:
        return read
    shared = set.intersection(*(set(_repeats(other.composed)) for other in others))
    repeats = _repeats(read.composed)
    guessed = [violation for key, violation in repeats.items() if key not in shared]
    kept = tuple(violation for violation in read.composed.violations if violation not in guessed)
    return replace(read, composed=replace(read.composed, violations=kept))


def _repeats(read: Composed) -> dict[tuple[int, str], Violation]:
    """The violations for repeated keys, by line and message."""
    starts = Lines(read.text).starts
    return {
        (bisect_right(starts, violation.start), violation.message): violation
        for violation in read.violations
        if violation.rule is DUPLICATE_KEY
    }


def _distinct(equals: list[Tabs], attempts: dict[Tabs, Attempt]) -> tuple[Tabs, ...]:
    """The widths, one for every structure."""
    kept: list[Tabs] = []
    for tabs in equals:
        if not any(_same(attempts[tabs], attempts[other]) for other in kept):
            kept.append(tabs)
    return tuple(kept)


def _is_read_well(written: str, read: Attempt, tabs: Tabs) -> bool:
    """Whether a text without its tabs has no other mistakes of YAML, and no item without a space is text."""
    if tabs_in_texts(written, tabs) or read.composed.violations:
        return False
    return _STUCK_LINE.search(written) is None


def _same(first: Attempt, second: Attempt) -> bool:
    return first.composed.values == second.composed.values


def _retabbed(written: str, text: str, tabs: Tabs, *, safe: bool) -> Repair:
    """The repair that writes spaces for tabs, at offsets of the text without tabs."""
    changes = []
    at = 0
    for line, new in zip(written.split("\n"), text.split("\n"), strict=True):
        indent = indentation(line)
        if "\t" in indent:
            width = tabs.width(indent)
            changes.append((at, at + width, " " * width if line.strip() else ""))
        at += len(new) + 1
    return Repair(
        f"Indent with spaces, {tabs.size} for a tab",
        (Equivalence.INDENTATION,) if safe else (),
        tuple(changes),
    )
