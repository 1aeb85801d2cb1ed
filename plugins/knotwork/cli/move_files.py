"""A renaming as a diff, or written: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from tempfile import mkdtemp

from knotwork.cli.write_note import write_note
from knotwork.model.names import NotePath
from knotwork.renaming.moves import STAY, Move, new_path
from knotwork.renaming.result import Refused, Renaming
from knotwork.rules.fixes import diff


def rename_diff(result: Renaming, move: Move, files: Collection[NotePath], prefix: str) -> str:
    """The changes as one diff that `git apply` takes: moved files by their names, texts by their lines."""
    path_of = new_path(move)
    parts = []
    for path in sorted({*result.after, *(file for file in files if path_of(file) != file)}):
        new = path_of(path)
        if new != path:
            old_name, new_name = f"{prefix}{path}", f"{prefix}{new}"
            parts.append(
                f"diff --git a/{old_name} b/{new_name}\nrename from {old_name}\nrename to {new_name}\n"
            )
        if path in result.after:
            changes = diff(result.before[path], result.after[path], f"{prefix}{path}")
            parts.append(changes.replace(f"\n+++ b/{prefix}{path}\n", f"\n+++ b/{prefix}{new}\n", 1))
    return "".join(parts)


def write_renaming(root: Path, result: Renaming, move: Move) -> None:
    """Write the texts and move the files; what was written is taken back when one of them fails.

    Raises Refused when a file is not as it was read, or another file has the new name, and OSError.
    """
    if move is not STAY:
        _check_move(root, move)
    written: list[NotePath] = []
    try:
        for path, text in sorted(result.after.items()):
            if not write_note(root, path, result.before[path], text):
                raise Refused(f"{path} was changed by another program meanwhile")
            written.append(path)
        if move is not STAY:
            _move(root / move.old, root / move.new)
    except BaseException:
        for path in written:
            write_note(root, path, result.after[path], result.before[path])
        raise


def _check_move(root: Path, move: Move) -> None:
    old, new = root / move.old, root / move.new
    if old.is_symlink():
        raise Refused(f"{move.old} is a symbolic link")
    if not old.resolve().is_relative_to(root.resolve()):
        raise Refused(f"{move.old} is not in the vault")
    if os.path.lexists(new) and not _is_same(old, new):
        raise Refused(f"{move.new} is there already")
    above = next(folder for folder in new.parents if os.path.lexists(folder))
    if not above.is_dir() or not above.resolve().is_relative_to(root.resolve()):
        raise Refused(f"{above} is not a folder of the vault")


def _is_same(old: Path, new: Path) -> bool:
    """Whether both names are one file: they differ in letter case, and the file system does not mind it."""
    try:
        return old.samefile(new) and old.name.lower() == new.name.lower()
    except OSError:
        return False


def _move(old: Path, new: Path) -> None:
    made = [folder for folder in new.parents if not folder.exists()]
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(new):
            old.rename(new)
            return
        between = Path(mkdtemp(prefix=".", dir=old.parent))
        old.rename(between / old.name)  # a name that differs in case alone may count as the same
        (between / old.name).rename(new)
        between.rmdir()
    except BaseException:
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        raise
