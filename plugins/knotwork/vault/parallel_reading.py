"""Many notes read in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from knotwork.model.dialect import DEFAULT, Dialect
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.reader import read_note
from knotwork.vault.note_encoding import decoded, encoded
from knotwork.vault.parallel import Workers, process_count

LEAST = 200
"""How many notes are read before another process is worth its start."""
_TOGETHER = 50_000
"""About how many characters of text are one task."""

PathAndText = tuple[NotePath, str]


def read_notes(
    texts: Iterable[PathAndText],
    dialect: Dialect = DEFAULT,
    jobs: int | str = 1,
    report: Callable[[str], None] = lambda line: None,
) -> Iterator[Note]:
    """The facts of each note, in order, as `read_note` gives them; `jobs` is as in the settings.

    Only a few texts are taken ahead of the next note. `report` gets a line when other processes are lost; the
    notes are read all the same.
    """

    def read(task: list[PathAndText]) -> list[Note | bytes]:
        notes = (read_note(path, text, dialect) for path, text in task)
        # a note is handed over in a fifth of the time that pickling takes
        return [encoded(note) or note for note in notes] if workers.is_parallel else [*notes]

    texts = iter(texts)
    first = list(islice(texts, LEAST))
    processes = process_count(jobs) if len(first) == LEAST else 1
    with Workers(read, processes, report) as workers:
        for notes in workers.results(_tasks(chain(first, texts))):
            yield from map(_note, notes)


def _note(note: Note | bytes) -> Note:
    """A note as it was handed over."""
    if isinstance(note, Note):
        return note
    known = decoded(note)
    assert known is not None, "what a process has encoded is a note"
    return known


def _tasks(texts: Iterable[PathAndText]) -> Iterator[list[PathAndText]]:
    """Neighbouring notes, so many that handing them over is little work."""
    together: list[PathAndText] = []
    size = 0
    for path, text in texts:
        together.append((path, text))
        size += len(text)
        if size >= _TOGETHER:
            yield together
            together, size = [], 0
    if together:
        yield together
