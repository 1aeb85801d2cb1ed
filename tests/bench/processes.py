"""Programs that are measured: their processor time, the time on the clock, their memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_MEMORY_EVERY = 1.0
"""Seconds between two looks at the memory of all processes: each look stops them for a moment."""
_PAUSE_OF_A_LOOK = 50
"""How many times longer than a look the time until the next is, at least."""


class Failed(Exception):
    """A program that was measured did not do its work; the message is for the table."""


@dataclass(frozen=True)
class Sample:
    """What one run took."""

    cpu: float = 0.0
    """Seconds of processors, user and system, of the program and all that it started."""
    wall: float = 0.0
    """Seconds on the clock."""
    memory: float = 0.0
    """Millions of bytes at most: of all its processes, with pages that they share counted once."""
    size: float = 0.0
    """Millions of bytes of what it wrote."""


def measured(command: Sequence[str | Path], *, cwd: Path, timeout: float) -> Sample:
    """One run of a program to its end; raises Failed when it takes too long or fails."""
    start = time.perf_counter()
    with _started(command, cwd) as process:
        peak = _Peak(process.pid)
        expired = threading.Timer(timeout, _kill, (process.pid,))
        expired.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            expired.cancel()
            expired.join()
            peak.stop()
        wall = time.perf_counter() - start
    if process.returncode == -signal.SIGKILL and wall >= timeout:
        raise Failed(f"not done after {timeout:,.0f} s: {_shown(command)}")
    if process.returncode:
        raise Failed(f"exit code {process.returncode}: {_shown(command)}: {_last_line(cwd)}")
    largest = usage.ru_maxrss * (1024 if sys.platform == "linux" else 1) / 1e6
    return Sample(usage.ru_utime + usage.ru_stime, wall, max(largest, peak.megabytes))


@contextmanager
def running(command: Sequence[str | Path], *, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program while the block runs, ended after it with all that it started."""
    with _started(command, cwd) as process:
        yield process


def tree_cpu(pid: int) -> float:
    """Seconds of processors that a program and its children have used so far; Linux only."""
    return sum(map(_cpu, _tree(pid)))


def tree_memory(pid: int) -> float:
    """Millions of bytes that a program and its children hold, pages they share counted once; Linux only."""
    return sum(map(_proportional_set, _tree(pid))) / 1000


@contextmanager
def _started(command: Sequence[str | Path], cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    with _log(cwd).open("wb") as log:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=cwd,
            env=_environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                _kill(process.pid)
                process.wait()


def _environment() -> dict[str, str]:
    """That of an installed program: what Python has compiled is kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _log(cwd: Path) -> Path:
    return cwd / "output.log"


def _last_line(cwd: Path) -> str:
    lines = _log(cwd).read_text("utf-8", "replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "no output")


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _shown(command: Sequence[str | Path]) -> str:
    return " ".join(Path(part).name if isinstance(part, Path) else part for part in command)


class _Peak:
    """The largest memory of a program and its children while it runs."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        pause = _MEMORY_EVERY
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self.megabytes = max(self.megabytes, tree_memory(self._pid))
            pause = max(_MEMORY_EVERY, _PAUSE_OF_A_LOOK * (time.perf_counter() - start))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in _text(task / "children").split():
            yield from _tree(int(child))


def _cpu(pid: int) -> float:
    fields = _text(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _proportional_set(pid: int) -> float:
    for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1.024
    return 0.0


def _text(file: Path) -> str:
    try:
        return file.read_text("ascii", "replace")
    except OSError:  # it has ended
        return ""
