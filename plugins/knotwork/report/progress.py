"""How far long work has come: one line on a terminal, which goes when something else is written.

Nothing is written where the errors go to a file or a pipe, nor in CI, whose logs keep every line.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

_Item = TypeVar("_Item")
_AFTER, _EVERY = 0.5, 0.1
"""Seconds after which work is long, and between two lines."""


class ProgressLine:
    """The line of one process."""

    def __init__(
        self,
        stream: Callable[[], TextIO] = lambda: sys.stderr,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream, self._clock = stream, clock
        self._began: float | None = None
        self._last = 0.0
        self._is_shown = False

    def show(self, text: str) -> None:
        """Show how far the work has come, if it is long and the line before has been read."""
        now = self._clock()
        if self._began is None:
            self._began = now
        if now - self._began < _AFTER or now - self._last < _EVERY or not self._has_terminal():
            return
        self._last, self._is_shown = now, True
        self._stream().write(f"\r{text[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        self._stream().flush()

    def clear(self) -> None:
        """Remove the line: what is written next takes its place."""
        if self._is_shown:
            self._stream().write("\r\x1b[K")
            self._stream().flush()
        self._is_shown = False

    def counted(self, items: Iterable[_Item], what: Callable[[int], str]) -> Iterator[_Item]:
        """The items, while their number is shown: `what` gives the text for it."""
        for number, item in enumerate(items, 1):
            self.show(what(number))
            yield item
        self.clear()

    def _has_terminal(self) -> bool:
        is_quiet = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
        return not is_quiet and self._stream().isatty()


PROGRESS = ProgressLine()
"""The line of this process."""


def reading(number: int) -> str:
    """`reading: 1,200 notes`."""
    return f"reading: {number:,} notes"
