"""Fixes of links that have the old name of a note that was renamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from knotwork.knowledge.comparison.links import LinkDifference
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Fix
from knotwork.model.differences import Difference
from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.rules.links.fixes import path_fix, target_fix


def with_new_names(kb: KnowledgeBase, links: Iterable[LinkDifference]) -> Iterator[LinkDifference]:
    """The differences of links, with the fix that writes the new name where a note was renamed.

    `kb` is the state after the change.
    """
    for link in links:
        fix = _fix(kb, link) if link.target else None
        if fix is None:
            yield link
        else:
            difference = replace(link.difference, fix=fix, help=f"{fix.title}.")
            yield LinkDifference(link.link, difference, link.target)


def with_fixes_of_all(
    differences: Iterable[Difference], links: Iterable[LinkDifference]
) -> Iterator[Difference]:
    """The differences; those of renamed notes have one fix for all links with the old name."""
    fixes: dict[NotePath, list[Fix]] = defaultdict(list)
    for link in links:
        if link.target and link.difference.fix and link.difference.fix.safe:
            fixes[link.target].append(link.difference.fix)
    for difference in differences:
        of_links = fixes.get(NotePath(difference.after or "")) if difference.kind == "renamed-note" else None
        if of_links:
            edits = tuple(edit for fix in of_links for edit in fix.edits)
            count = len(of_links)
            title = f"Write the new name in {count:,} link{'s' if count > 1 else ''}"
            fix = Fix(title, (Equivalence.PATH,), edits)
            yield replace(difference, fix=fix, help=f"{title}.")
        else:
            yield difference


def _fix(kb: KnowledgeBase, link: LinkDifference) -> Fix | None:
    target = link.target
    assert target is not None, "the new path of a renamed note"
    # whether a link that leads to another note is meant to do so, only a person knows
    by = () if link.difference.kind == "retargeted-link" else (Equivalence.PATH,)
    make = path_fix if link.link.link.kind == "markdown" else target_fix
    return make(kb, link.link, target, by)
