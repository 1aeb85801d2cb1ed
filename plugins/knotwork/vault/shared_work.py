"""Tasks that forked processes and this one share: each takes the next one until none is left."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import BinaryIO

from knotwork.vault.parallel import begin_forked, can_fork

_NUMBER = 4
"""The bytes of a task's number, and of the size of its result."""


class SharedWork:
    """Tasks with the numbers 0, 1, 2, …, each of which is done once and has a result.

    The processes see all values as they are when they are forked. A task has no result when its process was
    killed, or ended because a task raised.
    """

    def __init__(self, do: Callable[[int], bytes], tasks: int) -> None:
        self._do = do
        self._files = ExitStack()
        self._left = iter(range(tasks))
        """The tasks that nobody has taken, as long as there is one process."""
        self._numbers: BinaryIO | None = None
        """The same once there are several."""
        self._children: dict[int, BinaryIO] = {}
        """The results of each process, by its id."""
        self.has_lost = False
        """Whether another process did not come to its end."""

    def fork(self, processes: int, begin: Callable[[], None]) -> None:
        """Start so many processes, as far as that is possible; each calls `begin` first."""
        with suppress(OSError):  # no memory for another one, or no folder for the files
            if self._numbers is None and processes > 0:
                self._numbers = self._file()
                _write(self._numbers, b"".join(task.to_bytes(_NUMBER, "big") for task in self._left))
                self._numbers.seek(0)
            for _ in range(processes):
                if not can_fork():
                    return
                results = self._file()
                child = os.fork()
                if child == 0:
                    self._be_child(results, begin)
                self._children[child] = results

    def here(self) -> Iterator[tuple[int, bytes]]:
        """Do what is left in this process: tasks and their results."""
        while (task := self._taken()) is not None:
            yield task, self._do(task)

    def elsewhere(self) -> Iterator[tuple[int, bytes]]:
        """The tasks that other processes did, and their results; waits for their end."""
        while self._children:
            child = next(iter(self._children))
            self.has_lost |= _exit_code(child) != 0
            results = self._children.pop(child)
            results.seek(0)
            yield from _written(results)

    def close(self) -> None:
        """End the processes, and drop what they did."""
        for child in self._children:
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)
            _exit_code(child)
        self._children.clear()
        self._files.close()

    def _file(self) -> BinaryIO:
        """A file without a name; forked processes share the place at which it is read."""
        return self._files.enter_context(tempfile.TemporaryFile(buffering=0))

    def _taken(self) -> int | None:
        if self._numbers is None:
            return next(self._left, None)
        number = os.read(self._numbers.fileno(), _NUMBER)
        return int.from_bytes(number, "big") if number else None

    def _be_child(self, results: BinaryIO, begin: Callable[[], None]) -> None:
        """Work until no task is left; this process never returns from here."""
        code = 1
        try:
            begin_forked()
            begin()
            while (task := self._taken()) is not None:
                result = self._do(task)
                head = (task.to_bytes(_NUMBER, "big"), len(result).to_bytes(_NUMBER, "big"))
                _write(results, b"".join((*head, result)))
            code = 0
        finally:
            os._exit(code)


def _exit_code(child: int) -> int:
    """How a process ended, which this waits for."""
    try:
        return os.waitpid(child, 0)[1]
    except OSError:  # somebody else has waited for it
        return 0


def _write(file: BinaryIO, data: bytes) -> None:
    """Write all of it: a file without a buffer may take a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _written(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The tasks and results of a process; the last may be missing."""
    while len(head := file.read(2 * _NUMBER)) == 2 * _NUMBER:
        size = int.from_bytes(head[_NUMBER:], "big")
        result = file.read(size)
        if len(result) < size:
            return
        yield int.from_bytes(head[:_NUMBER], "big"), result
