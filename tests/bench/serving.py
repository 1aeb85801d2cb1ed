"""`serve`: until a note can be read, from a save until it is seen, and what it does when nothing happens."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from experiment import OURS, PLAIN, PYTHON, Experiment, forget_caches
from processes import Failed, Sample, running, tree_cpu, tree_memory

from vaults import nested_path, write_vault

_SAVES, _PLAIN_SAVES = 5, 1
"""How often a note is saved; plain Material writes all pages each time, and again to put the note back."""
_QUIET, _IDLE = 8.0, 20.0
"""Seconds until a server that has answered is taken to be idle, and for how long that is watched."""
_POLL = 0.02


def serving(work: Path, notes: int, *, plain: bool, timeout: float = 3_600) -> Experiment:
    """A server on a vault of that many notes; if `plain`, also MkDocs' own, with Material alone.

    `cold` and `warm` are from the start until a note is read, without and with a cache; `save` is the median
    of some saves, until the note's page and its backlink are seen; `idle` is twenty seconds of doing nothing.
    """
    root = work / f"serve-{notes}"

    def prepare() -> None:
        write_vault(root / "docs", notes, nested_path)
        (root / "plain.yml").write_text(PLAIN, "utf-8")
        (root / "mkdocs.yml").write_text(OURS, "utf-8")
        forget_caches(root)

    ours = [PYTHON, "-m", "knotwork", "serve"]
    theirs = [PYTHON, "-m", "mkdocs", "serve", "-q", "-f", "plain.yml"]

    def cold() -> Sample:
        forget_caches(root)
        return _ready(root, ours, notes, timeout)

    def warm() -> Sample:
        if not (root / ".cache").exists():
            _ready(root, ours, notes, timeout)
        return _ready(root, ours, notes, timeout)

    sides: dict[str, Callable[[], Sample]] = {
        "cold": cold,
        "warm": warm,
        "save": lambda: _saved(root, ours, notes, timeout, is_linked=True),
        "idle": lambda: _idle(root, ours, notes, timeout),
    }
    if plain:
        sides = {"plain save": lambda: _saved(root, theirs, notes, timeout, is_linked=False), **sides}
    return Experiment(root.name, sides, prepare)


def _ready(root: Path, command: Sequence[str | Path], notes: int, timeout: float) -> Sample:
    with _Server(root, command) as server:
        return server.until_ready(notes, timeout)


def _saved(
    root: Path, command: Sequence[str | Path], notes: int, timeout: float, *, is_linked: bool
) -> Sample:
    """The median save, from the moment a note is written until its page has the new text; if `is_linked`,
    until the note it newly links to names it as well."""
    with _Server(root, command) as server:
        server.until_ready(notes, timeout)
        time.sleep(_QUIET)
        saves = _SAVES if is_linked else _PLAIN_SAVES
        samples = [server.save(index, notes, timeout, is_linked=is_linked) for index in range(saves)]
    return sorted(samples, key=lambda sample: sample.wall)[saves // 2]


def _idle(root: Path, command: Sequence[str | Path], notes: int, timeout: float) -> Sample:
    """What the server uses while nothing happens: its processor time, of so many seconds on the clock."""
    with _Server(root, command) as server:
        server.until_ready(notes, timeout)
        time.sleep(_QUIET)
        start, used = time.perf_counter(), tree_cpu(server.pid)
        time.sleep(_IDLE)
        return Sample(
            tree_cpu(server.pid) - used, time.perf_counter() - start, memory=tree_memory(server.pid)
        )


class _Server:
    """A server on a free port while the block runs."""

    def __init__(self, root: Path, command: Sequence[str | Path]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.root = root
        self.base = f"http://{address}/"
        self._start = time.perf_counter()
        self._running = running([*command, "--dev-addr", address], cwd=root)

    def __enter__(self) -> _Server:
        self._process: subprocess.Popen[bytes] = self._running.__enter__()
        self.pid = self._process.pid
        return self

    def __exit__(self, *error: object) -> None:
        self._running.__exit__(None, None, None)

    def until_ready(self, notes: int, timeout: float) -> Sample:
        self._wait_for(nested_path(0, notes), lambda page: "<article" in page, timeout)
        wall = time.perf_counter() - self._start
        return Sample(tree_cpu(self.pid), wall, tree_memory(self.pid))

    def save(self, index: int, notes: int, timeout: float, *, is_linked: bool) -> Sample:
        source, target = nested_path(notes // 3 + index, notes), nested_path(notes // 2 + index, notes)
        file = self.root / "docs" / source
        before = file.read_text("utf-8")
        word = f"saved{time.time_ns()}"
        sentence = f"{before}\nA {word} sentence that links to [[{Path(target).stem}]].\n"
        start, used = time.perf_counter(), tree_cpu(self.pid)
        try:
            file.write_text(sentence, "utf-8")
            self._wait_for(source, lambda page: word in page, timeout)
            if is_linked:
                self._wait_for(target, lambda page: word in page, timeout)
            return Sample(tree_cpu(self.pid) - used, time.perf_counter() - start, tree_memory(self.pid))
        finally:
            file.write_text(before, "utf-8")
            if self._process.poll() is None:
                with suppress(Failed):
                    self._wait_for(source, lambda page: word not in page, timeout)

    def _wait_for(self, path: str, is_seen: Callable[[str], bool], timeout: float) -> None:
        address = f"{self.base}{path.removesuffix('.md')}/"
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            if self._process.poll() is not None:
                log = (self.root / "output.log").read_text("utf-8", "replace")
                raise Failed(f"the server has ended: {log.strip()[-200:]}")
            with suppress(URLError, OSError, HTTPException), urlopen(address, timeout=timeout) as answer:
                if is_seen(answer.read().decode("utf-8")):
                    return
            time.sleep(_POLL)
        raise Failed(f"{path} was not seen within {timeout:,.0f} s")
