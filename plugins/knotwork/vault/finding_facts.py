"""The facts of a note without those that no finding needs: a large vault is checked in little memory."""

from __future__ import annotations

from sys import intern

from msgspec.structs import force_setattr, replace

from knotwork.model.body import Body
from knotwork.model.note import Context, Note
from knotwork.model.text import FILE_START

_CONTEXTS = {in_table: Context((0, 0), FILE_START, None, "", in_table) for in_table in (False, True)}


def finding_facts(note: Note) -> Note:
    """The note without its pieces and the texts of its paragraphs and list items: nearly all of its size.

    What pages, mentions and lists of to-dos show of it is gone; its findings are the same.
    """
    contexts = tuple([_CONTEXTS[context.in_table] for context in note.contexts])
    body = Body(length=note.body.length, embeds=note.body.embeds, outline=note.body.outline)
    for link in note.links:  # the notes of a vault link to each other: their targets are few texts
        force_setattr(link, "raw", intern(link.raw))
        force_setattr(link, "target", intern(link.target))
    return replace(note, contexts=contexts, items=(), body=body)
