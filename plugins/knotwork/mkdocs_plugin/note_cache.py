"""Notes as they were read for the build before: a text that has not changed is not read again."""

from __future__ import annotations

from knotwork.html.policy import Policy
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.reader import read_note
from knotwork.vault.note_files import ReadNote


class NoteCache:
    """The texts and facts of the notes of one build."""

    def __init__(self) -> None:
        self._known: dict[NotePath, tuple[str, str, Policy, Note]] = {}

    def reader(self, tag_style: str, html: Policy = "sanitize") -> ReadNote:
        """`read_note` with this cache, for one build; notes that it does not read are forgotten."""
        before, self._known = self._known, {}

        def read(path: NotePath, text: str) -> Note:
            known = before.get(path)
            if known is None or known[:3] != (text, tag_style, html):
                known = (text, tag_style, html, read_note(path, text, tag_style, html))
            self._known[path] = known
            return known[3]

        return read

    def text(self, path: NotePath) -> str:
        """The text of a note as it was read for this build; empty for any other path."""
        return self._known[path][0] if path in self._known else ""
