"""Required fields that are there, beside the mapping they belong in: one finding, at the field, is enough.

paths:
- path: /shop
pathType: Prefix       `pathType` belongs under paths[]; it is not missing there, too
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from knotwork.snippets.changed_trees import Pairs, TreeCopy, number_of
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, without_misspelt
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import THIS_TOO, Violation
from knotwork.snippets.yaml.nodes import key_of


def without_elsewhere(violations: Sequence[Violation], root: yaml.Node) -> list[Violation]:
    """The violations of a manifest without those of required fields that another one finds near them.

    Where several items lack the field, it is that of the item above it.
    """
    kept = without_misspelt(violations)
    if not any(violation.rule is MISSING_FIELD for violation in violations):
        return kept
    moved = [violation for violation in violations if violation.rule is UNKNOWN_FIELD and violation.below]
    keys = TreeCopy(root).keys if moved else {}
    for violation in moved:
        parent = (violation.path or "").rpartition(".")[0]
        place = re.escape(".".join(filter(None, (parent, violation.below)))).replace(r"\[\]", r"\[\d+\]")
        for name in _names(violation, keys):
            required = re.compile(rf"{place}\.{re.escape(name)}")
            lacking = [
                fault
                for fault in kept
                if fault.rule is MISSING_FIELD
                and fault.start < violation.start
                and required.fullmatch(fault.message.partition(": ")[0])
            ]
            if lacking:
                kept.remove(max(lacking, key=lambda fault: fault.start))
    return kept


def _names(violation: Violation, keys: dict[int, Pairs]) -> Iterator[str]:
    """The names of the fields that a violation is about."""
    starts = (violation.start, *(start for start, _, phrase in violation.related if phrase == THIS_TOO))
    for start in starts:
        if (pairs := keys.get(start)) is not None:
            yield key_of(pairs[number_of(pairs, start)][0])
