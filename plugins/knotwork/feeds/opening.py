"""What a note is about, in a sentence or two."""

from __future__ import annotations

from knotwork.note import Note

_LONG = 300


def opening(note: Note) -> str:
    """A note's `description`, else the text it opens with; plain, on one line, cut when it is long."""
    said = note.front_matter.get("description")
    if isinstance(said, str) and said.strip():
        return " ".join(said.split())
    headings = {heading.span.start for heading in note.headings}
    for context in note.contexts:
        if context.text and not context.in_table and context.span.start not in headings:
            return _cut(context.text)
    return ""


def _cut(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[:_LONG].rpartition(' ')[0] or text[:_LONG]} …"
