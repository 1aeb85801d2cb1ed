"""Which program renders a note's page."""

from __future__ import annotations

from knotwork.config.settings import Settings
from knotwork.model.names import is_markdown
from knotwork.model.note import Note


def is_by_python_markdown(note: Note, settings: Settings) -> bool:
    """Whether Python-Markdown renders the text of a note's page, with the extensions of its site."""
    if not is_markdown(note.path):
        return False
    match settings.renderer_of(note.path):
        case "python-markdown":
            return True
        case "knotwork":
            return False
        case "auto":
            return bool(note.written_for)
