"""A knowledge base that changes: what differs between two readings of a vault is resolved again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from knotwork.config.settings import Settings
from knotwork.knowledge.changes import Changes
from knotwork.knowledge.compiler import compile_vault, resolved_note
from knotwork.knowledge.files import alias_keys
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolution import target_of
from knotwork.knowledge.resolve import Question, Resolver, hidden_files
from knotwork.knowledge.used_attachments import with_used_attachments
from knotwork.model.differing import differing
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.cache import Cache
from knotwork.vault.vault import Vault


class LiveVault:
    """Holds the knowledge base of a vault, and updates it from one reading of the vault to the next.

    It is the one that `compile_vault` returns for that reading. One that was handed out does not change.
    """

    def __init__(self, settings: Settings | None = None, cache: Cache | None = None) -> None:
        self.settings = settings or Settings()
        self._cache = cache or Cache()
        self._vault = Vault()
        """The vault as it was read; that of the knowledge base has only the used attachments."""
        self._kb: KnowledgeBase | None = None
        self._broken: dict[NotePath, Note] = {}
        """What stands for the notes whose links could not be resolved."""
        self._askers: dict[Question, set[NotePath]] = {}
        """The notes whose links ask for a file."""
        self._linkers: dict[NotePath, set[NotePath]] = {}
        """The notes whose links name a part of a note."""
        self._waiting: list[NotePath] = []
        """The notes whose links are not in these two yet: an update needs them, a knowledge base does not."""

    @property
    def kb(self) -> KnowledgeBase:
        """The current knowledge base; there is none before the first update."""
        assert self._kb is not None, "the vault was read"
        return self._kb

    def update(self, vault: Vault) -> Changes:
        """Take the next reading of the vault. A note that is the same object as before did not change."""
        if self._kb is None or self._kb.resolver.is_exhausted or vault.stand_ins != self._vault.stand_ins:
            return self.compile(vault)
        self.prepare(len(self._waiting))
        before, kb = self._vault, self._kb
        added, removed = vault.notes.keys() - before.notes.keys(), before.notes.keys() - vault.notes.keys()
        facts = differing(before.notes, vault.notes)
        changed = facts - added - removed
        resolver, questions = self._resolver(vault, facts)
        affected = self._affected(facts, questions) - removed
        broken = {path: note for path, note in self._broken.items() if path not in affected | removed}
        resolutions = dict(kb.resolutions)
        resolved = set()
        for path in sorted(affected):
            note, own = resolved_note(resolver, path)
            if note is not vault.notes[path]:
                broken[path] = note
            if own != kb.resolutions.get(path):
                resolutions[path] = own
                resolved.add(path)
        if resolver.is_exhausted:
            return self.compile(vault)

        if added or removed:
            resolutions = {path: resolutions[path] for path in vault.notes}
        linking = facts | resolved | (broken.keys() ^ self._broken.keys())
        linked = self._forget_links(linking)
        shown = replace(vault, notes={**vault.notes, **broken})
        shown = with_used_attachments(shown, resolver, resolutions, self.settings)
        changes = Changes(
            frozenset(added),
            frozenset(removed),
            frozenset(changed | (broken.keys() ^ self._broken.keys())) - added - removed,
            frozenset(resolved),
            questions=questions,
            titles=frozenset(
                title for _, title in _titles(before.notes, facts) ^ _titles(vault.notes, facts)
            ),
            left_out=(vault.left_out, vault.unpublished) != (before.left_out, before.unpublished),
        )
        self._kb = kb.updated(shown, resolver, resolutions, changes)
        self._vault, self._broken = vault, broken
        linked |= self._remember_links(linking - removed)
        return replace(changes, linked=frozenset(linked))

    def compile(self, vault: Vault | None = None) -> Changes:
        """Compile a reading of the vault whole; without one, that of the last update."""
        self._vault = self._vault if vault is None else vault
        known = self._kb.notes.keys() if self._kb else frozenset[NotePath]()
        self._kb = compile_vault(self._vault, self.settings, self._cache, updatable=True)
        notes = self._kb.notes
        self._broken = {path: note for path, note in notes.items() if note is not self._vault.notes[path]}
        self._askers, self._linkers, self._waiting = {}, {}, list(notes)
        return Changes(
            added=frozenset(notes.keys() - known),
            removed=frozenset(known - notes.keys()),
            changed=frozenset(notes.keys() & known),
            resolved=frozenset(notes),
            linked=frozenset((*notes, *self._kb.vault.attachments)),
            whole=True,
        )

    def prepare(self, count: int) -> bool:
        """Do a part of what the next update needs, for so many notes; returns whether that was not all."""
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        self._remember_links(now)
        return bool(self._waiting)

    def _affected(self, facts: Collection[NotePath], questions: Iterable[Question]) -> set[NotePath]:
        """The notes whose links may lead elsewhere when those notes changed and the questions are open."""
        affected = {*facts, *self._broken}
        affected.update(path for question in questions for path in self._askers.get(question, ()))
        affected.update(path for target in facts for path in self._linkers.get(target, ()))
        return affected

    def _resolver(self, vault: Vault, facts: Collection[NotePath]) -> tuple[Resolver, frozenset[Question]]:
        """The resolver for a vault, and the questions it may answer in another way."""
        before, resolver = self._vault, self.kb.resolver
        unpublished, new_unpublished = hidden_files(before), hidden_files(vault)
        come = (vault.notes.keys() - before.notes.keys()) | (vault.attachments - before.attachments)
        gone = (before.notes.keys() - vault.notes.keys()) | (before.attachments - vault.attachments)
        moved = come | gone | (unpublished ^ new_unpublished)
        both = (before.notes, vault.notes)
        renamed = {path for path in facts if len({tuple(alias_keys(of.get(path))) for of in both}) > 1}
        named = resolver.files.updated(vault.notes, gone=gone, come=come, renamed=renamed)
        hidden = resolver.hidden.updated(
            {}, gone=unpublished - new_unpublished, come=new_unpublished - unpublished, renamed=()
        )
        return resolver.updated(named, hidden, moved=moved, renamed=renamed)

    # -- which notes ask for what

    def _remember_links(self, paths: Iterable[NotePath]) -> set[NotePath]:
        """Note what the links of notes ask for; returns what they reach."""
        kb, reached = self.kb, set()
        for path in paths:
            for link, resolution in zip(kb.notes[path].links, kb.resolutions[path], strict=True):
                target = target_of(resolution)
                if link.target:
                    self._askers.setdefault(kb.resolver.question(path, link), set()).add(path)
                if target is not None and target != path:
                    reached.add(target)
                    if link.subpath:
                        self._linkers.setdefault(target, set()).add(path)
        return reached

    def _forget_links(self, paths: Iterable[NotePath]) -> set[NotePath]:
        """Forget what the links of notes asked for; returns what they reached."""
        kb, reached = self.kb, set()
        for path in paths:
            links = kb.notes[path].links if path in kb.notes else ()
            for link, resolution in zip(links, kb.resolutions.get(path, ()), strict=True):
                target = target_of(resolution)
                self._askers.get(kb.resolver.question(path, link), set()).discard(path)
                if target is not None and target != path:
                    reached.add(target)
                    self._linkers.get(target, set()).discard(path)
        return reached


def _titles(notes: Mapping[NotePath, Note], paths: Iterable[NotePath]) -> frozenset[tuple[NotePath, str]]:
    return frozenset((path, notes[path].title) for path in paths if path in notes)
