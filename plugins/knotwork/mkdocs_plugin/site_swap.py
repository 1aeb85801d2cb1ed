"""A site is written beside the one that stands, and takes its place when it is whole."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = ".knotwork-site"
"""A file that says of a folder that it holds a site, whole or half-built, and may be emptied."""
_NEW, _OLD = ".new-", ".old-"
_LEFT_BEHIND = 3_600
"""Seconds after which a half-built site is one that nobody builds any more."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new folder to write a site to; it replaces `target` at the end, and is removed when that fails.

    Files of `target` whose names begin with a dot are kept, as MkDocs keeps them: a `.git`, a `.nojekyll`.
    Where nothing can be written beside `target`, that itself is given.
    """
    target = target.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _tidy(target)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}{_NEW}", dir=target.parent))
    except OSError:
        target.mkdir(exist_ok=True)
        _mark(target)
        yield target
        return
    try:
        new.chmod(0o755)
        _mark(new)
        yield new
        _take_place(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site, or half of one, and nothing else is lost when it is emptied."""
    return (folder / MARKER).exists() or (folder / "404.html").exists()


def _mark(folder: Path) -> None:
    (folder / MARKER).write_text(
        "The site in this folder is made by knotwork, and replaced by it.\n", "utf-8"
    )


def _take_place(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}{_OLD}{new.name.rpartition('-')[2]}")
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError:  # a mounted folder, or one that another program keeps
        if old.exists():
            old.rename(target)
        _move_into(new, target)
        return
    if old.exists():
        _keep_dot_files(old, target)
        shutil.rmtree(old, ignore_errors=True)


def _move_into(new: Path, target: Path) -> None:
    """Empty a folder that has to stay, and fill it."""
    for entry in list(target.iterdir()):
        if not entry.name.startswith("."):
            _remove(entry)
    for entry in list(new.iterdir()):
        if entry.name == MARKER or not (target / entry.name).exists():
            shutil.move(entry, target / entry.name)


def _keep_dot_files(old: Path, target: Path) -> None:
    for entry in list(old.iterdir()):
        if entry.name.startswith(".") and not (target / entry.name).exists():
            entry.rename(target / entry.name)


def _tidy(target: Path) -> None:
    """Bring back what an interrupted build has moved away, and remove what it left behind."""
    for old in sorted(target.parent.glob(f".{_escaped(target.name)}{_OLD}*")):
        if not target.exists():
            old.rename(target)
        else:
            _keep_dot_files(old, target)
            shutil.rmtree(old, ignore_errors=True)
    for new in target.parent.glob(f".{_escaped(target.name)}{_NEW}*"):
        marker = new / MARKER
        if marker.exists() and time.time() - marker.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(new, ignore_errors=True)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _escaped(name: str) -> str:
    """A name as a pattern for itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
