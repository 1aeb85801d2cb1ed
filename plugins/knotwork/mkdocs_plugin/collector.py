"""Python's cyclic collector runs less often in a build: it walks over every note again and again."""

from __future__ import annotations

import atexit
import gc

_THRESHOLD = 100_000
"""New objects between two runs; Python's own is 700 to 2,000."""


def spare_last_run() -> None:
    """Let the process end without a last run over all that is there; whatever has to be closed is closed."""
    atexit.register(gc.freeze)


class Collector:
    """The collector's settings during a build."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None
        self._is_frozen = False

    def begin(self) -> None:
        """Let it run less often; one that is off or rare stays as it is."""
        self.end()
        before = gc.get_threshold()
        if gc.isenabled() and 0 < before[0] < _THRESHOLD:
            self._before = before
            gc.set_threshold(_THRESHOLD, *before[1:])

    def freeze(self) -> None:
        """Let it pass over all that is there by now, which stays until the build ends."""
        if self._before is not None and not gc.get_freeze_count():
            self._is_frozen = True
            gc.freeze()

    def end(self) -> None:
        """Give it back as it was."""
        if self._is_frozen:
            gc.unfreeze()
        if self._before is not None:
            gc.set_threshold(*self._before)
        self._before, self._is_frozen = None, False
