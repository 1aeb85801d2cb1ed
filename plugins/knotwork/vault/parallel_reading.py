"""Many notes read in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from knotwork.html.policy import Policy
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.syntax.reader import read_note
from knotwork.vault.parallel import Workers, process_count

LEAST = 200
"""How many notes are read before another process is worth its start."""
_TOGETHER = 50_000
"""About how many characters of text are one task."""


def read_notes(
    texts: Sequence[tuple[NotePath, str]],
    tag_style: str = "strict",
    html: Policy = "sanitize",
    jobs: int | str = 1,
    report: Callable[[str], None] = lambda line: None,
) -> Iterator[Note]:
    """The facts of each note, in order, as `read_note` gives them; `jobs` is as in the settings.

    `report` gets a line when other processes are lost; the notes are read all the same.
    """

    def read(task: range) -> list[Note]:
        return [read_note(*texts[at], tag_style, html) for at in task]

    processes = process_count(jobs) if len(texts) >= LEAST else 1
    with Workers(read, processes, report) as workers:
        for notes in workers.results(list(_tasks(texts))):
            yield from notes


def _tasks(texts: Sequence[tuple[NotePath, str]]) -> Iterator[range]:
    """Neighbouring notes, so many that handing them over is little work."""
    start = size = 0
    for at, (_, text) in enumerate(texts, 1):
        size += len(text)
        if size >= _TOGETHER or at == len(texts):
            yield range(start, at)
            start, size = at, 0
