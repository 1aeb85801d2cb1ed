"""Work that several processes share: the results are those of one process, in the same order."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import sleep
from types import TracebackType
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 3
"""Tasks for each process that are given out before their results are asked for: this bounds the memory."""
_MOST = 8
"""Processes that `auto` uses: each has a share of the memory that it writes to."""

_END_WITH_PARENT = 1
"""Linux' `PR_SET_PDEATHSIG`."""

_work: list[Callable[[Any], Any]] = []
"""The work of the pools that are open, the last one opened last; forked processes find theirs here."""


def process_count(jobs: int | str) -> int:
    """How many processes a setting `jobs` stands for: `auto` is one for each processor, up to eight."""
    if isinstance(jobs, int):
        return jobs
    affinity = getattr(os, "sched_getaffinity", None)
    return min(len(affinity(0)) if affinity else os.cpu_count() or 1, _MOST)


_LOOKS, _PAUSE = 10, 0.005
"""How often it is looked for threads of libraries, and the seconds between."""


def can_fork() -> bool:
    """Whether a forked copy of this process runs safely: on Linux, while there is one thread."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    try:
        # libraries have threads of their own; one that has just ended is still listed for a moment
        for _ in range(_LOOKS):
            if len(list(Path("/proc/self/task").iterdir())) == 1:
                return True
            sleep(_PAUSE)
    except OSError:
        pass
    return False


class Workers(Generic[Task, Result]):
    """Forked processes that do one kind of work: they see all values as they are at the first task.

    Results and tasks are pickled; `work` itself is not. When a process is killed, or a task fails in it, the
    task is done here: so it fails as it would have without other processes. `report` gets one line when
    processes are lost.
    """

    def __init__(
        self,
        work: Callable[[Task], Result],
        processes: int,
        report: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._do, self._report = work, report
        self._processes = processes if processes > 1 and can_fork() else 1
        self._executor: ProcessPoolExecutor | None = None

    @property
    def is_parallel(self) -> bool:
        """Whether other processes do the work."""
        return self._processes > 1

    def results(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """The result of each task, in order; the next tasks are under way when one is asked for.

        No more of `tasks` is taken than the processes can begin with.
        """
        rest = iter(tasks)
        pending: deque[tuple[Task, Future[Result] | None]] = deque()
        ahead = self._processes * _AHEAD if self.is_parallel else 1
        while True:
            pending.extend((task, self._submit(task)) for task in islice(rest, ahead - len(pending)))
            if not pending:
                return
            task, future = pending.popleft()
            yield self._result(task, future)

    def close(self) -> None:
        """End the processes; tasks that are not begun are dropped."""
        executor, self._executor, self._processes = self._executor, None, 1
        if executor is not None:
            executor.shutdown(cancel_futures=True)

    def __enter__(self) -> Workers[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _submit(self, task: Task) -> Future[Result] | None:
        if not self.is_parallel:
            return None
        try:
            if self._executor is not None:
                return self._executor.submit(_done, task)
            if not can_fork():  # another thread was started since
                self._processes = 1
                return None
            self._executor = ProcessPoolExecutor(self._processes, get_context("fork"), begin_forked)
            _work.append(self._do)
            try:
                return self._executor.submit(_done, task)  # all processes are forked with the first task
            finally:
                _work.pop()
        except (OSError, RuntimeError) as error:  # no memory for another process; BrokenProcessPool
            self._lose(error)
            return None

    def _result(self, task: Task, future: Future[Result] | None) -> Result:
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool as error:
                self._lose(error)
            except Exception:
                return self._do(task)
        return self._do(task)

    def _lose(self, error: Exception) -> None:
        if self.is_parallel:
            why = "one was killed" if isinstance(error, BrokenProcessPool) else str(error)
            self._report(f"the other processes are gone ({why}): one process does the rest")
            self.close()


def begin_forked() -> None:
    """Set up a forked process: it leaves Ctrl-C to its parent, and ends when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    gc.freeze()  # a collection would copy every page of memory that it shares


def _done(task: Any) -> Any:
    return _work[-1](task)
