"""What `serve` watches: the folders our walk would go through, and no symbolic link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

_POLLING_INTERVAL = 0.5
"""Seconds, as in MkDocs."""


def watch_without_links(server: LiveReloadServer, folders: Iterable[str]) -> None:
    """Have a server watch no folder through a symbolic link; `folders` are watched by themselves."""
    watched = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserverVFS(  # type: ignore[assignment]
        stat=_stat_of_link, listdir=os.scandir, polling_interval=_POLLING_INTERVAL
    )
    for path in (*watched, *folders):
        server.watch(path)


def _stat_of_link(path: str) -> os.stat_result:
    """What a path leads to; a link to a folder, or to nothing, as itself."""
    try:
        found = Path(path).stat()
    except OSError:
        return Path(path).lstat()
    itself = Path(path).lstat()
    return itself if stat.S_ISDIR(found.st_mode) and stat.S_ISLNK(itself.st_mode) else found
