"""A knowledge base for the page of one note, which may show more of it than other pages, or another text."""

from __future__ import annotations

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.note import Note


def with_unprotected(kb: KnowledgeBase, full: KnowledgeBase, path: NotePath) -> KnowledgeBase:
    """What the page of one protected note may show: the note itself, as the `full` knowledge base has it."""
    return kb.with_note(full.notes[path], full.resolutions[path])


def with_changed_note(kb: KnowledgeBase, note: Note) -> KnowledgeBase:
    """What the page of a note shows whose text another plugin changed; `note` is read from that text.

    Its links are resolved against the published files, those to its own headings and blocks against itself.
    """
    resolver = kb.published_resolver
    return kb.with_note(note, tuple(resolver.resolve(note.path, link, changed=note) for link in note.links))
