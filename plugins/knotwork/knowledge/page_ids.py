"""Parts of notes that are known only once their pages are made: other plugins give headings their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import Element, MissingAnchor, Resolution, Resolved
from knotwork.model.names import Anchor, NotePath
from knotwork.model.note import Note

PageIds = Mapping[NotePath, Collection[str]]
"""By note, the ids on its page."""

NO_IDS: PageIds = {}


def names_page_id(kb: KnowledgeBase, note: Note, ids: PageIds) -> bool:
    """Whether a link of a note names a part that the vault does not have and a page has."""
    return any(_made(resolution, ids) is not None for resolution in kb.resolutions[note.path])


def with_page_ids(kb: KnowledgeBase, path: NotePath, ids: PageIds) -> KnowledgeBase:
    """The knowledge base for the page of a note, its links to such parts resolved."""
    note, resolutions = kb.notes[path], kb.resolutions[path]
    if not names_page_id(kb, note, ids):
        return kb
    return kb.with_note(note, tuple(_made(resolution, ids) or resolution for resolution in resolutions))


def links_to_page_ids(kb: KnowledgeBase, ids: PageIds) -> Iterator[tuple[NotePath, int]]:
    """The links that name such parts: their note, and their index there."""
    for path, resolutions in kb.resolutions.items() if ids else ():
        for index, resolution in enumerate(resolutions):
            if _made(resolution, ids) is not None:
                yield path, index


def _made(resolution: Resolution, ids: PageIds) -> Resolved | None:
    if not isinstance(resolution, MissingAnchor) or resolution.kind != "heading":
        return None
    if resolution.name not in ids.get(resolution.target, ()):
        return None
    return Resolved(resolution.target, Element(Anchor(resolution.name)), candidates=resolution.candidates)
