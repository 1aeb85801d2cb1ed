"""What changed in a knowledge base from one reading of a vault to the next."""

from __future__ import annotations

from dataclasses import dataclass

from knotwork.knowledge.resolve import Question
from knotwork.model.names import NotePath


@dataclass(frozen=True)
class Changes:
    """What an update changed in a knowledge base, as paths."""

    added: frozenset[NotePath] = frozenset()
    """Notes."""
    removed: frozenset[NotePath] = frozenset()
    changed: frozenset[NotePath] = frozenset()
    """Notes that were there before and have other facts."""
    resolved: frozenset[NotePath] = frozenset()
    """Notes whose links lead elsewhere, without those that were removed."""
    linked: frozenset[NotePath] = frozenset()
    """Notes and attachments whose backlinks differ."""
    questions: frozenset[Question] = frozenset()
    """What links ask for and may reach another file by now."""
    titles: frozenset[str] = frozenset()
    """Titles that notes have or had, of those that came, went or have another one."""
    left_out: bool = False
    """Whether files are left out, or held back, that were not, or for another reason."""
    whole: bool = False
    """Whether all was compiled again; the sets then hold all notes."""

    @property
    def facts(self) -> frozenset[NotePath]:
        """The notes that came, went, or have other facts."""
        return self.added | self.removed | self.changed

    @property
    def links(self) -> frozenset[NotePath]:
        """The notes whose links, or what they mean, differ; those that were removed included."""
        return self.facts | self.resolved
