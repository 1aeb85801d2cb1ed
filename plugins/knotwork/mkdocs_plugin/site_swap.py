"""A site is written to a new folder, which replaces the old one when the build has succeeded."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = ".knotwork-site"
"""The file that marks a folder as a site, complete or not, that may be emptied."""
_NEW, _OLD = ".new-", ".old-"
_STALE_AFTER = 3_600
"""Seconds after which an incomplete site is assumed to be abandoned."""


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new folder to write a site to; it replaces `target` at the end, and is removed when the build fails.

    Files of `target` whose names begin with a dot are kept, as MkDocs keeps them: a `.git`, a `.nojekyll`.
    Where no folder can be made next to `target`, it is `target` itself.
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
    """Whether a folder is a site, complete or not, so that it may be emptied."""
    return (folder / MARKER).exists() or (folder / "404.html").exists()


def _mark(folder: Path) -> None:
    (folder / MARKER).write_text(
        "knotwork writes the site in this folder and replaces it at every build.\n", "utf-8"
    )


def _take_place(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}{_OLD}{new.name.rpartition('-')[2]}")
    try:
        if target.exists():
            target.rename(old)
        new.rename(target)
    except OSError:  # a mount point, or a folder that another program has open
        if old.exists():
            old.rename(target)
        _move_into(new, target)
        return
    if old.exists():
        _keep_dot_files(old, target)
        shutil.rmtree(old, ignore_errors=True)


def _move_into(new: Path, target: Path) -> None:
    """Replace the files of a folder that cannot be renamed."""
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
    """Restore the site that an interrupted build has moved, and remove its temporary folders."""
    for old in sorted(target.parent.glob(f".{_escaped(target.name)}{_OLD}*")):
        if not target.exists():
            old.rename(target)
        else:
            _keep_dot_files(old, target)
            shutil.rmtree(old, ignore_errors=True)
    for new in target.parent.glob(f".{_escaped(target.name)}{_NEW}*"):
        marker = new / MARKER
        if marker.exists() and time.time() - marker.stat().st_mtime > _STALE_AFTER:
            shutil.rmtree(new, ignore_errors=True)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _escaped(name: str) -> str:
    """A glob pattern that matches just that name."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)
