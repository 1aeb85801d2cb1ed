"""A difference between two states of a vault, as a value: nothing here prints."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from knotwork.model.diagnostics import Fix, Location

DifferenceKind = Literal[
    "broken-link",
    "lost-anchor",
    "retargeted-link",
    "lost-address",
    "invalid-manifest",
    "orphaned-note",
    "held-back",
    "published",
    "renamed-note",
    "old-name",
    "removed-note",
    "added-note",
    "repaired-link",
    "changed-manifest",
    "removed-manifest",
    "added-manifest",
    "opened-todo",
    "closed-todo",
    "new-tag",
]
DIFFERENCE_KINDS: tuple[DifferenceKind, ...] = get_args(DifferenceKind)
"""In the order of a report: what a reader loses first."""

TO_LOOK_AT: frozenset[DifferenceKind] = frozenset(DIFFERENCE_KINDS[:8]) | {"old-name", "new-tag"}
"""The kinds that may not be meant."""


class Difference(Struct, frozen=True, array_like=True, gc=False):
    """One difference between two states of a vault, in words for those who read the change."""

    kind: DifferenceKind
    location: Location
    state: Literal["before", "after"]
    """The state that has the location."""
    message: str
    """One short phrase, no full stop: ``[[pods]] leads to `b/pods.md` now; it led to `pods.md` ``."""
    before: str | None = None
    """The target, value, path or address that it was; None when there was none."""
    after: str | None = None
    help: str | None = None
    """What to do next."""
    fix: Fix | None = None
