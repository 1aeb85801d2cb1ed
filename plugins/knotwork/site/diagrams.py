"""Diagrams: fences of the language `mermaid`, which a script of the site draws."""

from __future__ import annotations

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.syntax.diagram import DIAGRAMS

FILES = frozenset(("mermaid.js", "mermaid-run.js"))
"""What a site needs only when some note has a diagram, by its plain name."""


def needs_diagrams(kb: KnowledgeBase) -> bool:
    """Whether some note has a diagram."""
    return any(fence.language in DIAGRAMS for note in kb.notes.values() for fence in note.fences)
