"""All differences between two states of a vault, by kind and place."""

from __future__ import annotations

from collections.abc import Iterable

from knotwork.knowledge.comparison.links import LinkDifference
from knotwork.knowledge.comparison.manifests import manifest_differences
from knotwork.knowledge.comparison.marks import tag_differences, todo_differences
from knotwork.knowledge.comparison.notes import (
    address_differences,
    note_differences,
    orphan_differences,
    publication_differences,
)
from knotwork.knowledge.comparison.states import States
from knotwork.model.differences import DIFFERENCE_KINDS, Difference


def differences(states: States, links: Iterable[LinkDifference]) -> tuple[Difference, ...]:
    """All differences, in the order of their kinds, then of paths and places; `links` are those of links."""
    every = [
        *(link.difference for link in links),
        *note_differences(states),
        *publication_differences(states),
        *orphan_differences(states),
        *address_differences(states),
        *manifest_differences(states),
        *todo_differences(states),
        *tag_differences(states),
    ]
    order = {kind: at for at, kind in enumerate(DIFFERENCE_KINDS)}
    return tuple(
        sorted(
            every, key=lambda difference: (order[difference.kind], difference.location, difference.message)
        )
    )
