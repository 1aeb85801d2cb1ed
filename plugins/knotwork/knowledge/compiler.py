"""A vault becomes a knowledge base: every link is resolved."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from knotwork.config.settings import Settings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import Resolution
from knotwork.knowledge.resolve import resolver_of
from knotwork.knowledge.snippet_index import REPORT_DEFECT
from knotwork.knowledge.used_attachments import with_used_attachments
from knotwork.model.diagnostics import Problem
from knotwork.model.failures import described
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.syntax.reader import broken_note
from knotwork.vault.vault import Vault


def compile_vault(vault: Vault, settings: Settings | None = None) -> KnowledgeBase:
    """The knowledge base of a vault. Pure: the same vault and settings give the same value."""
    settings = settings or Settings()
    resolver = resolver_of(vault, settings)
    notes = dict(vault.notes)
    resolutions: dict[NotePath, tuple[Resolution, ...]] = {}
    for path, note in vault.notes.items():
        try:
            resolutions[path] = tuple(resolver.resolve(path, link) for link in note.links)
        except MemoryError:
            raise
        except Exception as error:
            notes[path], resolutions[path] = _unresolved(note, error), ()
    vault = with_used_attachments(replace(vault, notes=notes), resolver, resolutions, settings)
    return KnowledgeBase(vault, settings, resolver, resolutions)


def _unresolved(note: Note, error: Exception) -> Note:
    """The note with its title and an error in place of its text."""
    message = f"the links of this note could not be resolved: {described(error)}"
    problem = Problem("internal-error", FILE_START, message, REPORT_DEFECT)
    return structs.replace(broken_note(note.path, (problem,)), title=note.title)
