"""What the link rules have in common: where a link stands, and what a broken link may mean."""

from __future__ import annotations

from collections.abc import Sequence

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import MissingAttachment, MissingNote
from knotwork.model.diagnostics import Fix, Location
from knotwork.model.names import NotePath
from knotwork.rules.links.fixes import target_fix
from knotwork.rules.links.link_text import link_text

MAX_LISTED = 5
"""How many files a message names."""


def location(resolved: ResolvedLink) -> Location:
    """Where a link stands."""
    return Location(resolved.source, resolved.link.span)


def file_list(paths: Sequence[NotePath]) -> str:
    """The paths in quotes, separated by commas; of many only the first."""
    more = f" and {len(paths) - MAX_LISTED} more" if len(paths) > MAX_LISTED else ""
    return ", ".join(f"'{path}'" for path in paths[:MAX_LISTED]) + more


def nearest_files(missing: MissingNote | MissingAttachment) -> tuple[NotePath, ...]:
    """The files that may be meant: the one with the same name in another spelling, else similar names."""
    return (missing.same.path,) if missing.same else missing.similar


def nearest_target_fix(
    kb: KnowledgeBase, resolved: ResolvedLink, missing: MissingNote | MissingAttachment
) -> Fix | None:
    """The fix that leads a link to the nearest file; None when there is none, or for a picture."""
    if missing.same:
        return target_fix(kb, resolved, missing.same.path, missing.same.by)
    if isinstance(missing, MissingAttachment) and (resolved.link.kind == "embed" or resolved.link.image):
        return None  # a picture of a similar name is another picture
    return target_fix(kb, resolved, missing.similar[0]) if missing.similar else None


def nearest_links(
    kb: KnowledgeBase, resolved: ResolvedLink, nearest: Sequence[NotePath], fix: Fix | None
) -> str:
    """The end of a message: links to the files that may be meant, the first as the fix writes it."""
    if not nearest:
        return ""
    texts = [f"[[{link_text(kb, resolved.source, path)}]]" for path in nearest]
    if fix and fix.wikilink:
        texts[0] = fix.wikilink
    return did_you_mean(" or ".join(dict.fromkeys(texts)))


def did_you_mean(suggestion: str) -> str:
    """` (did you mean [[pods]]?)`; empty for no suggestion."""
    return f" (did you mean {suggestion}?)" if suggestion else ""
