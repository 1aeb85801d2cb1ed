"""Differences by kind, with the headings that people read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from knotwork.model.differences import DIFFERENCE_KINDS, Difference, DifferenceKind
from knotwork.model.plural import counted


class Compared(NamedTuple):
    """What is compared, as reports name it."""

    base: str
    """The state before: `1a2b3c4d5e (main)`."""
    prefix: str = ""
    """The path to the vault from the root of the repository, in text from the current folder: `docs/`."""
    source: str = ""
    """The address below which a host shows the repository's files; empty when it is not known."""


TITLES: dict[DifferenceKind, tuple[str, str]] = {
    "broken-link": ("broken link", "broken links"),
    "lost-anchor": ("link to a missing heading or block", "links to missing headings or blocks"),
    "retargeted-link": ("link that leads elsewhere now", "links that lead elsewhere now"),
    "lost-address": ("address without a page", "addresses without a page"),
    "invalid-manifest": ("invalid manifest", "invalid manifests"),
    "orphaned-note": ("note without links to it", "notes without links to them"),
    "held-back": ("file held back", "files held back"),
    "published": ("file made public", "files made public"),
    "renamed-note": ("renamed note", "renamed notes"),
    "old-name": ("link with an old name", "links with an old name"),
    "removed-note": ("removed note", "removed notes"),
    "added-note": ("new note", "new notes"),
    "repaired-link": ("repaired link", "repaired links"),
    "changed-manifest": ("changed field", "changed fields"),
    "removed-manifest": ("removed manifest", "removed manifests"),
    "added-manifest": ("new manifest", "new manifests"),
    "opened-todo": ("to-do opened", "to-dos opened"),
    "closed-todo": ("to-do closed", "to-dos closed"),
    "new-tag": ("new tag that stands once", "new tags that stand once"),
}
"""One and several differences of a kind."""


def by_kind(differences: Sequence[Difference]) -> dict[DifferenceKind, list[Difference]]:
    """The differences of each kind that there are, in the order of a report."""
    groups: dict[DifferenceKind, list[Difference]] = defaultdict(list)
    for difference in differences:
        groups[difference.kind].append(difference)
    return {kind: groups[kind] for kind in DIFFERENCE_KINDS if kind in groups}


def heading(kind: DifferenceKind, count: int) -> str:
    """`2 broken links`."""
    return counted(count, *TITLES[kind])


def difference_summary(differences: Sequence[Difference]) -> str:
    """`1 broken link, 2 renamed notes`; `no differences`."""
    groups = by_kind(differences)
    return ", ".join(heading(kind, len(group)) for kind, group in groups.items()) or "no differences"
