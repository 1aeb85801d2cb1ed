"""What pages may show of a knowledge base: of protected notes the titles, of changed ones the new texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.protected import title_only


def with_protected(kb: KnowledgeBase, paths: Collection[NotePath]) -> KnowledgeBase:
    """The knowledge base for all pages but the protected ones: of these notes it has the titles only."""
    notes = {path: title_only(note) if path in paths else note for path, note in kb.notes.items()}
    resolutions = {path: () if path in paths else resolved for path, resolved in kb.resolutions.items()}
    changed = replace(kb, vault=replace(kb.vault, notes=notes), resolutions=resolutions)
    vars(changed)["snippets"] = kb.snippets.of_notes(notes)
    return changed


def with_unprotected(kb: KnowledgeBase, full: KnowledgeBase, path: NotePath) -> KnowledgeBase:
    """What the page of one protected note may show: the note itself, as the `full` knowledge base has it."""
    return kb.with_note(full.notes[path], full.resolutions[path])


def with_changed_note(kb: KnowledgeBase, note: Note) -> KnowledgeBase:
    """What the page of a note shows whose text another plugin changed; `note` is read from that text.

    Its links are resolved against the published files, those to its own headings and blocks against itself.
    """
    resolver = kb.published_resolver
    return kb.with_note(note, tuple(resolver.resolve(note.path, link, changed=note) for link in note.links))
