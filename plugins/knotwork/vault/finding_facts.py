"""The facts of a note without those that no finding needs: a large vault is checked in little memory."""

from __future__ import annotations

from msgspec.structs import replace

from knotwork.model.note import Context, Note
from knotwork.model.text import FILE_START

_CONTEXTS = {in_table: Context((0, 0), FILE_START, None, "", in_table) for in_table in (False, True)}


def finding_facts(note: Note) -> Note:
    """The note without the texts of its paragraphs and list items, which are more than half of its size.

    What pages, mentions and lists of to-dos show of it is gone; its findings are the same.
    """
    contexts = tuple(_CONTEXTS[context.in_table] for context in note.contexts)
    return replace(note, contexts=contexts, items=())
