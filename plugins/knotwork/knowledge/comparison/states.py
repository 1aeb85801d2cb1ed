"""The two knowledge bases that are compared, and which note of one is which of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from knotwork.knowledge.comparison.renames import renames
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath, TextOf


@dataclass(frozen=True)
class States:
    """A vault before and after a change."""

    before: KnowledgeBase
    after: KnowledgeBase
    renamed: Mapping[NotePath, NotePath]
    """The new paths of the notes that were renamed."""

    @cached_property
    def _former(self) -> Mapping[NotePath, NotePath]:
        return {new: old for old, new in self.renamed.items()}

    def path_after(self, path: NotePath) -> NotePath:
        """The path that a file of the state before would have in the state after."""
        return self.renamed.get(path, path)

    def path_before(self, path: NotePath) -> NotePath | None:
        """The path of a note of the state after in the state before; None for one that is new."""
        if path in self._former:
            return self._former[path]
        # the path of a note that was renamed may be that of another note by now
        return None if path in self.renamed else path


def states(before: KnowledgeBase, after: KnowledgeBase, text_before: TextOf, text_after: TextOf) -> States:
    """Both states, with the notes that were renamed; their texts are read where paths or facts differ."""
    notes_before, notes_after = set(before.vault.all_notes), set(after.vault.all_notes)
    same = {
        path
        for path, note in before.notes.items()
        if path in after.notes and (note is after.notes[path] or note == after.notes[path])
    }
    renamed = renames(notes_before - same, notes_after - same, text_before, text_after)
    return States(before, after, renamed)
