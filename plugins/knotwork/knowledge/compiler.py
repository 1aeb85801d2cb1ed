"""A vault becomes a knowledge base: every link is resolved."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from knotwork.config.settings import Settings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import Resolution
from knotwork.knowledge.resolve import Resolver, resolver_of
from knotwork.knowledge.snippet_index import REPORT_DEFECT
from knotwork.knowledge.used_attachments import with_used_attachments
from knotwork.model.diagnostics import Problem
from knotwork.model.failures import described
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START
from knotwork.syntax.reader import broken_note
from knotwork.vault.cache import Cache
from knotwork.vault.vault import Vault


def compile_vault(
    vault: Vault, settings: Settings | None = None, cache: Cache | None = None, *, updatable: bool = False
) -> KnowledgeBase:
    """The knowledge base of a vault. Pure: the same vault and settings give the same value.

    What an earlier run has left in the `cache` is not computed again. Only the resolver of an `updatable` one
    can be updated.
    """
    settings = settings or Settings()
    resolver = resolver_of(vault, settings, updatable=updatable)
    notes = dict(vault.notes)
    resolutions: dict[NotePath, tuple[Resolution, ...]] = {}
    for path in vault.notes:
        notes[path], resolutions[path] = resolved_note(resolver, path)
    vault = with_used_attachments(replace(vault, notes=notes), resolver, resolutions, settings)
    return KnowledgeBase(vault, settings, resolver, resolutions, cache or Cache())


def resolved_note(resolver: Resolver, path: NotePath) -> tuple[Note, tuple[Resolution, ...]]:
    """A note and the resolutions of its links; an error in place of its text when they cannot be resolved."""
    note = resolver.notes[path]
    try:
        return note, tuple(resolver.resolve(path, link) for link in note.links)
    except MemoryError:
        raise
    except Exception as error:
        return _unresolved(note, error), ()


def _unresolved(note: Note, error: Exception) -> Note:
    """The note with its title and an error in place of its text."""
    message = f"the links of this note could not be resolved: {described(error)}"
    problem = Problem("internal-error", FILE_START, message, REPORT_DEFECT)
    return structs.replace(broken_note(note.path, (problem,)), title=note.title)
