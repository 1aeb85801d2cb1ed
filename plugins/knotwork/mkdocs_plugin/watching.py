"""`serve` learns from the system which files change; it follows no symbolic links to folders."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_UNWATCHED = frozenset((".git", ".obsidian", ".trash", ".cache", ".venv", "node_modules", "__pycache__"))
"""Folders in which programs write and nobody keeps notes."""
_RECURSIVE = sys.platform != "linux"
"""Elsewhere the system itself watches what lies below a folder, and follows no links."""
_QUIET = 30
"""Milliseconds without a change after which changes are reported together."""
_LONGEST = 300
"""Milliseconds after which they are reported in any case."""


class FileWatcher:
    """Watches files and folders for a server of MkDocs, in the place of its own observer."""

    def __init__(self, is_same: Callable[[str], bool]) -> None:
        """What `is_same` says of a path is not reported: that the file is as it is known."""
        self._is_same = is_same
        self._handlers: dict[str, Any] = {}
        """MkDocs' functions that are called when something changes, by the watched path."""
        self._changed: set[str] = set()
        self._lock = threading.Lock()
        self._ends, self._begins_anew = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def take(self) -> set[str]:
        """The paths that changed since the last call."""
        with self._lock:
            changed, self._changed = self._changed, set()
            return changed

    # -- what MkDocs calls

    def schedule(self, handler: Any, path: str, *, recursive: bool = True) -> str:
        """Watch a file or a folder."""
        self._handlers[path] = handler
        self._begins_anew.set()
        return path

    def unschedule(self, path: str) -> None:
        """Watch it no longer."""
        self._handlers.pop(path, None)
        self._begins_anew.set()

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._ends.set()
        self._begins_anew.set()

    def join(self) -> None:
        """Wait until it has stopped."""
        if self._thread.is_alive():
            self._thread.join()

    # -- the thread

    def _run(self) -> None:
        from watchfiles import watch  # a build watches nothing

        known: set[str] | None = None
        while not self._ends.is_set():
            self._begins_anew.clear()
            folders = set(self._folders())
            watched = watch(
                *sorted(folders),
                watch_filter=None,
                step=_QUIET,
                debounce=_LONGEST,
                recursive=_RECURSIVE,
                stop_event=self._begins_anew,
                raise_interrupt=False,
                rust_timeout=1_000,
                yield_on_timeout=True,
                ignore_permission_denied=True,
            )
            try:
                new = folders - known if known is not None else set()
                known = folders
                self._report_files(new)  # they may have come before their folder was watched
                for count, changes in enumerate(watched):
                    self._report_files(new if count == 0 else ())
                    self._report(path for _, path in changes)
                    if any(path in folders or Path(path).is_dir() for _, path in changes):
                        break  # a folder came or went
            except OSError:  # one went while the watch began
                self._ends.wait(_QUIET / 1000)

    def _folders(self) -> Iterator[str]:
        """The folders to watch: of a watched file, the one that it lies in."""
        for path in map(Path, list(self._handlers)):
            if not path.is_dir():
                yield str(path.parent)
                continue
            yield str(path)
            for folder, names, _ in os.walk(path) if not _RECURSIVE else ():
                names[:] = [
                    name for name in names if not (name in _UNWATCHED or Path(folder, name).is_symlink())
                ]
                yield from (str(Path(folder, name)) for name in names)

    def _report_files(self, folders: Iterable[str]) -> None:
        self._report(path for folder in folders for path in _files(folder))

    def _report(self, paths: Iterable[str]) -> None:
        from watchdog.events import FileModifiedEvent

        for path in paths:
            handler = next((handler for root, handler in self._handlers.items() if _is_in(path, root)), None)
            if handler is None or Path(path).is_dir() or self._is_same(path):
                continue
            with self._lock:
                self._changed.add(path)
            handler.dispatch(FileModifiedEvent(path))


def sources(config: MkDocsConfig) -> list[str]:
    """The files beside the notes that a site is made of, and that MkDocs does not watch itself: hooks and
    the site's own changes to its theme.
    """
    hooks: Mapping[str, ModuleType] = config["hooks"]
    custom = config.theme.custom_dir
    files = (*(hook.__file__ for hook in hooks.values()), custom)
    return [file for file in files if file and Path(file).exists()]


def watch_files(server: LiveReloadServer, watcher: FileWatcher, folders: Iterable[str]) -> None:
    """Let a server that has not started yet watch with a watcher; `folders` are watched in addition.

    A server that does not say what it watches keeps its own observer.
    """
    watched = getattr(server, "_watched_paths", None)
    if watched is not None:
        watched = list(watched)
        for path in watched:
            server.unwatch(path)
        server.observer = watcher  # type: ignore[assignment]
    for path in (*(watched or ()), *folders):
        server.watch(path)


def _files(folder: str) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(folder) if not entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _is_in(path: str, root: str) -> bool:
    """Whether a path is a watched one, or lies in it and in no folder that is not watched."""
    if path == root:
        return True
    return Path(path).is_relative_to(root) and _UNWATCHED.isdisjoint(Path(path).relative_to(root).parts)
