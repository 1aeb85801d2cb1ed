"""One mistake must not hide the others: what keeps a block from being read is said, and worked around."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knotwork.model.equivalences import Equivalence
from knotwork.model.note import Fence
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.compose import Composed
from knotwork.snippets.yaml.elisions import Attempt, attempt
from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.separators import missing_separators
from knotwork.snippets.yaml.source import Source
from knotwork.snippets.yaml.tabs import (
    STOPS,
    YAML_TAB_INDENT,
    expanded,
    indentation,
    tabbed_lines,
    tabs_in_texts,
)

_FENCE_WITHIN = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
"""The mark of another block within one: what closes the first is missing, and all below stands elsewhere."""

Cost = Callable[[Composed], int]


@dataclass(frozen=True, slots=True)
class Recovered:
    """A fence as it was read after all."""

    composed: Composed
    """Of a text with the fence's lines, some of them changed so that they can be read."""
    source: Source
    violations: tuple[Violation, ...]
    """All that is wrong with the text, at its offsets: what was worked around, and what remains."""
    template: bool
    """Whether it holds `{{ }}` where YAML would stand, so that only what is around it was read."""


def recovered(fence: Fence, cost: Cost = lambda composed: 0) -> Recovered:
    """The documents of a fence. Never raises.

    `cost` counts the faults in what was read; of several readings the one with the fewest is taken.
    """
    read = attempt(fence.text)
    if read.broken and (lines := tabbed_lines(fence.text)):
        return _without_tabs(fence, read, len(lines), cost)
    return _recovered(fence, read, None, ())


def _recovered(fence: Fence, read: Attempt, stop: int | None, more: tuple[Violation, ...]) -> Recovered:
    composed = read.composed
    certain = not read.broken and _FENCE_WITHIN.search(composed.text) is None
    separators = missing_separators(composed.text, certain=certain)
    violations = (*more, *read.violations, *separators, *composed.violations)
    return Recovered(composed, Source(fence, composed.text, stop), violations, read.template)


def _without_tabs(fence: Fence, as_it_is: Attempt, count: int, cost: Cost) -> Recovered:
    tried = {stop: attempt(expanded(fence.text, stop)) for stop in STOPS}
    ranks = {stop: (read.broken, cost(read.composed)) for stop, read in tried.items()}
    stop = min(STOPS, key=lambda each: ranks[each])
    best = tried[stop]
    if best.broken >= as_it_is.broken:
        return _recovered(fence, as_it_is, None, ())
    lines = f"{count} lines are" if count > 1 else "1 line is"
    start = tabbed_lines(fence.text)[0]
    line = fence.text.count("\n", 0, start)
    offset = sum(len(each) + 1 for each in best.composed.text.split("\n")[:line])
    width = len(
        indentation(fence.text[start : fence.text.find("\n", start) % (len(fence.text) + 1)]).expandtabs(stop)
    )
    clean = not best.broken
    # another reading would mean something else; certain is one without faults where all others have some
    faultless = ranks[stop] == (0, 0)
    only = clean and all(
        read.broken or _same(read, best) or (faultless and ranks[other] > ranks[stop])
        for other, read in tried.items()
    )
    ends = f"with tab stops of {stop} the block parses" if clean else "YAML is indented with spaces"
    found = Violation(
        YAML_TAB_INDENT,
        offset,
        offset + width,
        f"{lines} indented with tabs; {ends}",
        "Kubernetes refuses tabs here: indent with spaces.",
        repair=_retabbed(
            fence.text, best.composed.text, stop, safe=only and not tabs_in_texts(fence.text, stop)
        )
        if clean
        else None,
    )
    return _recovered(fence, best, stop, (found,))


def _same(one: Attempt, other: Attempt) -> bool:
    return _values(one.composed) == _values(other.composed)


def _values(read: Composed) -> list[object]:
    return [plain(each.root) for each in read.documents if each.root is not None]


def _retabbed(own: str, text: str, stop: int, *, safe: bool) -> Repair:
    """Blanks for the tabs, at the offsets of the text without them."""
    changes = []
    at = 0
    for line, new in zip(own.split("\n"), text.split("\n"), strict=True):
        indent = indentation(line)
        if "\t" in indent:
            width = len(indent.expandtabs(stop))
            changes.append((at, at + width, " " * width if line.strip() else ""))
        at += len(new) + 1
    return Repair(
        f"Indent with spaces, {stop} for a tab", (Equivalence.INDENTATION,) if safe else (), tuple(changes)
    )
