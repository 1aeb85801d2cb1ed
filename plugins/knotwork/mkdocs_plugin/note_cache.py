"""The notes of the previous build: a text that has not changed is not parsed again."""

from __future__ import annotations

from knotwork.html.policy import Policy
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.reader import read_note
from knotwork.vault.note_files import ReadNote


class NoteCache:
    """The texts and facts of the notes of one build."""

    def __init__(self) -> None:
        self._notes: dict[NotePath, tuple[str, str, Policy, Note]] = {}

    def reader(self, tag_style: str, html: Policy = "sanitize") -> ReadNote:
        """`read_note` with this cache, for one build; notes that the build does not read are dropped."""
        before, self._notes = self._notes, {}

        def read(path: NotePath, text: str) -> Note:
            cached = before.get(path)
            if cached is None or cached[:3] != (text, tag_style, html):
                cached = (text, tag_style, html, read_note(path, text, tag_style, html))
            self._notes[path] = cached
            return cached[3]

        return read

    def text(self, path: NotePath) -> str:
        """The text of a note as it was read for this build; empty for any other path."""
        return self._notes[path][0] if path in self._notes else ""
