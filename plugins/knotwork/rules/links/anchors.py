"""`missing-heading` and `missing-block`: a link names a part that its note does not have."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import MissingAnchor
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.equivalences import NAMES
from knotwork.model.names import NotePath
from knotwork.rules.links.fixes import anchor_fix
from knotwork.rules.links.link_text import heading_in_link, in_heading
from knotwork.rules.links.suggestions import did_you_mean, location
from knotwork.rules.rule import link_rule


@link_rule("missing-heading", "error", safe_by=NAMES)
def missing_heading(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link names a heading that the note does not have.

    The link still leads to the note, but to its top. Case and punctuation do not matter; in a chain
    (`[[note#Part#Chapter]]`) each heading must stand below the one before.

    Bad: `[[pods#Lifecicle]]` when the heading is `## Lifecycle`.

    Good: `[[pods#Lifecycle]]`.
    """
    missing = resolved.resolution
    if isinstance(missing, MissingAnchor) and missing.kind == "heading":
        others = (text for text in missing.similar if not _would_nest(kb, resolved, text))
        best, by = missing.same or (next(others, ""), ())
        near = did_you_mean(f"'{heading_in_link(best)}'" if best else "")
        message = f"'{missing.target}' has no heading '{missing.name}'{near}"
        fix = anchor_fix(kb, resolved, heading_in_link(best), by) if best else None
        help_ = _headings_of(kb, missing.target)
        yield Diagnostic(
            missing_heading.code, missing_heading.severity, location(resolved), message, help_, fix=fix
        )


@link_rule("missing-block", "error", safe_by=NAMES)
def missing_block(kb: KnowledgeBase, resolved: ResolvedLink) -> Iterator[Diagnostic]:
    """A link names a block id or footnote that the note does not have.

    The link still leads to the note, but to its top. A block id is written ` ^my-id` at the end of a
    paragraph or list item, with a space before it.

    Bad: `[[pods#^restart]]` when no paragraph of `pods` ends with ` ^restart`.

    Good: `[[pods#^restart-policy]]`, and in pods.md: `Pods are never moved. ^restart-policy`
    """
    missing = resolved.resolution
    if isinstance(missing, MissingAnchor) and missing.kind != "heading":
        what = f"block ^{missing.name}" if missing.kind == "block" else f"footnote [^{missing.name}]"
        best, by = missing.same or (next(iter(missing.similar), ""), ())
        near = did_you_mean(f"^{best}" if best else "")
        fix = anchor_fix(kb, resolved, best, by) if best else None
        message = f"'{missing.target}' has no {what}{near}"
        help_ = (
            f"End the paragraph that is meant with ` ^{missing.name}`." if missing.kind == "block" else None
        )
        yield Diagnostic(
            missing_block.code, missing_block.severity, location(resolved), message, help_, fix=fix
        )


def _would_nest(kb: KnowledgeBase, resolved: ResolvedLink, text: str) -> bool:
    """Whether the link stands in a heading and the suggested heading holds a link too.

    Each fix would write one into the other, and both would grow without end.
    """
    if not in_heading(kb, resolved):
        return False
    headings = kb.notes[resolved.source].headings
    return any(heading.text == text and "[[" in heading.source for heading in headings)


def _headings_of(kb: KnowledgeBase, path: NotePath) -> str:
    headings = kb.notes[path].headings
    if not headings:
        return "The note has no headings."
    texts = ", ".join(f"'{heading_in_link(heading.text)}'" for heading in headings[:8])
    return f"Its headings: {texts}{' …' if len(headings) > 8 else ''}"
