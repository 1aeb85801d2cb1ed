"""Protected notes, which a plugin encrypts or replaces: other pages show only their titles."""

from __future__ import annotations

from msgspec.structs import replace

from knotwork.model.body import Body
from knotwork.model.note import Note
from knotwork.vault.property_keys import property_key

_DESCRIBING = ("description", "summary", "abstract", "tags", "aliases")


def title_only(note: Note) -> Note:
    """The note as other pages may know it: its path and its title."""
    return Note(
        note.path,
        note.title,
        note.title_from,
        *({}, (), (), (), (), (), (), (), (), (), (), (), Body(), {}),
        is_protected=True,
    )


def without_description(note: Note) -> Note:
    """The note for its own page's head, which no plugin encrypts: without description, tags and aliases."""
    kept = {key: value for key, value in note.front_matter.items() if property_key(key) not in _DESCRIBING}
    return replace(note, front_matter=kept, tags=(), aliases=())
