"""Files and folders that get other paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from msgspec import structs

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.resolve import hidden_files
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Move:
    """A file or a folder of the vault gets another path."""

    old: str
    new: str

    def path(self, path: str) -> str:
        """The path that a file or folder then has; a folder may have a slash behind it."""
        if path == self.old:
            return self.new
        if path.startswith(f"{self.old}/"):
            return f"{self.new}{path[len(self.old) :]}"
        return path


STAY = Move("", "")
"""No file gets another path."""


def new_path(move: Move) -> Callable[[str], str]:
    """The path that each file then has."""
    return (lambda path: path) if move is STAY else move.path


def all_files(kb: KnowledgeBase) -> frozenset[NotePath]:
    """All files that links may reach, published or not."""
    published = (path for paths in kb.resolver.files.paths.values() for path in paths)
    return frozenset((*published, *hidden_files(kb.vault)))


def moved_vault(kb: KnowledgeBase, notes: Mapping[NotePath, Note], move: Move) -> Vault:
    """The vault of these notes after a move; which notes are published stays as it is."""
    path_of = new_path(move)
    vault = kb.vault
    files = {path for paths in kb.resolver.files.paths.values() for path in paths}
    return replace(
        vault,
        notes=_renamed({path: notes[path] for path in vault.notes}, path_of),
        attachments=frozenset(NotePath(path_of(path)) for path in files - vault.notes.keys()),
        unpublished={NotePath(path_of(path)): why for path, why in vault.unpublished.items()},
        left_out={NotePath(path_of(path)): why for path, why in vault.left_out.items()},
        stand_ins={
            NotePath(path_of(path)): NotePath(path_of(other)) for path, other in vault.stand_ins.items()
        },
    )


def moved_notes(notes: Mapping[NotePath, Note], move: Move) -> Mapping[NotePath, Note]:
    """The notes under the paths that they then have."""
    return _renamed(notes, new_path(move))


def _renamed(notes: Mapping[NotePath, Note], path_of: Callable[[str], str]) -> dict[NotePath, Note]:
    renamed = (
        note if path == new else structs.replace(note, path=new)
        for path, note in notes.items()
        for new in [NotePath(path_of(path))]
    )
    return _sorted(renamed)


def _sorted(notes: Iterable[Note]) -> dict[NotePath, Note]:
    return {note.path: note for note in sorted(notes, key=lambda note: note.path)}
