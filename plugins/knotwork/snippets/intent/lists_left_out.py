"""Pods that a note shows without what other fields of it name: their volumes, or the labels that select them.

volumeMounts: [{name: data, mountPath: /data}]      and no `volumes` at all

A name that is missing from a list which is there is a slip; with no list at all, the pod may be an excerpt.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.snippets.fields.missing_fields import PART
from knotwork.snippets.lints.undefined_volume import UNDEFINED_VOLUME
from knotwork.snippets.lints.unmatched_selector import UNMATCHED_SELECTOR
from knotwork.snippets.violation import MOST_PLACES, Violation

_ADVICE = {UNDEFINED_VOLUME: "Kubernetes would answer `Not found`: add it.", UNMATCHED_SELECTOR: "Add it."}


def without_lists(violations: Sequence[Violation], kind: str) -> list[Violation]:
    """The violations of a manifest in a note; what it may leave out is one info for each list.

    A List of manifests keeps its own: each of its items is whole.
    """
    if kind.endswith("List"):
        return [*violations]
    kept: list[Violation] = []
    first: dict[str, int] = {}
    for violation in violations:
        if violation.rule not in _ADVICE or not violation.missing:
            kept.append(violation)
        elif violation.missing in first:
            index = first[violation.missing]
            if len(kept[index].related) < MOST_PLACES:
                related = (*kept[index].related, (violation.start, violation.end, "and this"))
                kept[index] = replace(kept[index], related=related)
        else:
            first[violation.missing] = len(kept)
            message = f"this {kind} is shown in part: it has no {violation.missing}"
            help_ = f"{_ADVICE[violation.rule]} {PART}"
            kept.append(
                replace(violation, message=message, help=help_, severity="info", repair=None, path="")
            )
    return kept
