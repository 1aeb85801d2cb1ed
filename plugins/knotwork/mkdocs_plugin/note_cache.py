"""The notes of the previous build: a text that has not changed is not parsed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from knotwork.config.settings import Settings
from knotwork.html.policy import Policy
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.note_files import ReadNotes
from knotwork.vault.parallel_reading import read_notes


class NoteCache:
    """The texts and facts of the notes of one build."""

    def __init__(self) -> None:
        self._notes: dict[NotePath, tuple[str, str, Policy, Note]] = {}

    def reader(self, settings: Settings, report: Callable[[str], None] = lambda line: None) -> ReadNotes:
        """`read_notes` with this cache, for one build; notes that the build does not read are dropped.

        `report` gets a line when processes that read notes are lost.
        """
        before, self._notes = self._notes, {}
        tag_style, html = settings.tag_style, settings.html

        def known(path: NotePath, text: str) -> Note | None:
            cached = before.get(path)
            return cached[3] if cached is not None and cached[:3] == (text, tag_style, html) else None

        def read(texts: Iterable[tuple[NotePath, str]]) -> Iterator[Note]:
            taken: dict[NotePath, str] = {}

            def remembered() -> Iterator[tuple[NotePath, str]]:
                for path, text in texts:
                    taken[path] = text
                    yield path, text

            for note in read_notes(remembered(), tag_style, html, settings.jobs, known=known, report=report):
                self._notes[note.path] = (taken.pop(note.path), tag_style, html, note)
                yield note

        return read

    def text(self, path: NotePath) -> str:
        """The text of a note as it was read for this build; empty for any other path."""
        return self._notes[path][0] if path in self._notes else ""
