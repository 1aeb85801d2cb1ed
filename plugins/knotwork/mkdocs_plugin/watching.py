"""`serve` watches the folders of the vault, and follows no symbolic links."""

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
    """Make a server follow no symbolic links; `folders` are watched in addition."""
    watched = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserverVFS(  # type: ignore[assignment]
        stat=_stat_of_link, listdir=os.scandir, polling_interval=_POLLING_INTERVAL
    )
    for path in (*watched, *folders):
        server.watch(path)


def _stat_of_link(path: str) -> os.stat_result:
    """The status of a path; of the link itself when it leads to a folder or nowhere."""
    try:
        target = Path(path).stat()
    except OSError:
        return Path(path).lstat()
    link = Path(path).lstat()
    return link if stat.S_ISDIR(target.st_mode) and stat.S_ISLNK(link.st_mode) else target
