"""Fields that belong to one other place are one mistake; what they would fill there is not missing, too.

kind: PersistentVolume
spec:
  storage: 1Gi       belongs under `capacity`, which is missing because of that
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.other_levels import ALREADY
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import MOST_PLACES, THIS_TOO, Violation, severity

_BELONGS = '" belongs '
_INDEX = lazy_regex(r"\[\d*\]")
_LAST = lazy_regex(r"(?:\.?[^.\[\]]+|\[[^\[\]]*\])\Z")


def with_moved_together(violations: Sequence[Violation]) -> list[Violation]:
    """The violations of a document; of fields of a mapping that belong to one place, one for all of them.

    Without those of missing fields that the place is in.
    """
    moved = [violation for violation in violations if _is_moved(violation)]
    if not moved:
        return [*violations]
    groups: dict[tuple[str, ...], list[Violation]] = {}
    for violation in moved:
        groups.setdefault(_place(violation), []).append(violation)
    others = {id(other) for group in groups.values() for other in group[1:]}
    first = {id(group[0]): group[1:] for group in groups.values()}
    filled = {path for violation in moved for path in _made(violation)}
    return [
        _with_others(violation, first.get(id(violation), ()))
        for violation in violations
        if id(violation) not in others
        and not (violation.rule is MISSING_FIELD and _missing(violation) in filled)
    ]


def _missing(violation: Violation) -> str:
    """The path of the field that is not there."""
    path, _, what = violation.message.partition(": ")
    named = path if what.startswith(REQUIRED) else ""
    return _INDEX.sub("[]", violation.missing or named)


def _is_moved(violation: Violation) -> bool:
    if violation.rule is not UNKNOWN_FIELD or not (violation.belongs or violation.below):
        return False
    return _BELONGS in violation.message and ALREADY not in violation.message


def _place(violation: Violation) -> tuple[str, ...]:
    """What fields have in common that are one mistake: where they stand, and where they belong."""
    _, _, where = violation.message.partition(_BELONGS)
    mapping = _parent(violation.path) if violation.path else str(violation.start)
    return mapping, where, severity(violation)


def _parent(path: str) -> str:
    return _LAST.sub("", path, count=1)


def _made(violation: Violation) -> list[str]:
    """The paths of the mappings that a field belongs in, from that around it to its own place."""
    parent = _parent(violation.path or "")
    if violation.below:
        steps = violation.below.split(".")
        if violation.among:
            steps = steps[:-1] or steps  # the last one is one of several
        paths = [".".join(filter(None, (parent, *steps[: count + 1]))) for count in range(len(steps))]
    else:
        steps = violation.belongs.split(".")[:-1]
        paths = [".".join(steps[: count + 1]) for count in range(len(steps))]
    return [_INDEX.sub("[]", path).removesuffix("[]") for path in paths]


def _with_others(violation: Violation, others: Sequence[Violation]) -> Violation:
    if not others:
        return violation
    places = [*violation.related]
    for other in others:
        places += [(other.start, other.end, THIS_TOO), *other.related]
    related = {place[0]: place for place in reversed(places) if place[0] != violation.start}
    return replace(violation, related=(*sorted(related.values()),)[:MOST_PLACES])
