"""What is wrong alike in many items of one list is one finding: it has one cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Related
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO

_MANY = 5
"""So many findings that differ in the index of an item only are one."""
_INDEX = lazy_regex(r"\[\d+\]")


def together(diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings of a document; of those that say the same of many items, the first, with the other places.

    A finding with a fix stands for itself: each place is corrected by its own.
    """
    if len(diagnostics) < _MANY:
        return (*diagnostics,)
    alike: dict[tuple[str, str, str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        if diagnostic.fix is None and _INDEX.search(diagnostic.message):
            alike[_what_is_alike(diagnostic)].append(diagnostic)
    first = {id(group[0]): group for group in alike.values() if len(group) >= _MANY}
    left_out = {id(other) for group in first.values() for other in group[1:]}
    return tuple(
        _with_places(diagnostic, first[id(diagnostic)][1:]) if id(diagnostic) in first else diagnostic
        for diagnostic in diagnostics
        if id(diagnostic) not in left_out
    )


def without_indexes(text: str) -> str:
    """A message without the numbers of items: `spec.ports[].name` for `spec.ports[2].name`."""
    return _INDEX.sub("[]", text)


def _what_is_alike(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    message, help_ = map(without_indexes, (diagnostic.message, diagnostic.help or ""))
    return diagnostic.rule, diagnostic.severity, message, help_


def _with_places(diagnostic: Diagnostic, others: Sequence[Diagnostic]) -> Diagnostic:
    places = tuple(Related(other.location, THIS_TOO) for other in others[:MOST_PLACES])
    message = f"{diagnostic.message}, and in {len(others)} more items"
    return replace(diagnostic, message=message, related=(*diagnostic.related, *places))
