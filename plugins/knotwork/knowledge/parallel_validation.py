"""The manifests of many notes validated in several processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knotwork.model.note import Note
from knotwork.vault.cache import Cache, Packed
from knotwork.vault.parallel import Workers, process_count

LEAST = 200
"""How many notes are validated before another process is worth its start."""
_TOGETHER = 25
"""Notes that are one task."""


def validate_elsewhere(
    notes: Sequence[Note], validate: Callable[[Cache, Note], object], cache: Cache, jobs: int | str
) -> None:
    """Let other processes validate notes, if these are many; what they keep is in the `cache` then.

    `validate` keeps what it finds out in the cache that it is given. `jobs` is as in the settings.
    """
    folder = cache.folder
    processes = process_count(jobs) if len(notes) >= LEAST else 1
    if folder is None or processes < 2:
        return
    validate(cache, notes[0])  # what notes have in common is loaded once
    opened: list[Cache] = []

    def kept(task: slice) -> list[Packed]:
        if not workers.is_parallel:
            return []  # the processes are gone: each note is validated when it is needed
        if not opened:
            opened.append(Cache(folder))
        for note in notes[task]:
            validate(opened[0], note)
        return opened[0].taken()

    # the processes have the notes already: handing them over would take as long as validating them
    tasks = [slice(start, start + _TOGETHER) for start in range(1, len(notes), _TOGETHER)]
    with Workers(kept, processes) as workers:
        for packed in workers.results(tasks) if workers.is_parallel else ():
            cache.add(packed)
