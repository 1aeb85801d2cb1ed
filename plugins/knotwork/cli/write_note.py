"""A note's file as it is, and how a changed note is written: whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from knotwork.model.names import NotePath


def exact_text(root: Path, path: NotePath) -> str | None:
    """A note's text, line breaks unchanged; None when it is not UTF-8, or lies outside the vault."""
    try:
        file = (root / path).resolve()
        return file.read_bytes().decode("utf-8") if file.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError, UnicodeDecodeError):
        return None


def write_note(root: Path, path: NotePath, before: str, after: str) -> bool:
    """Write a note whole or not at all, with the permissions it has; False when it is not as `before`.

    Behind a symbolic link the file it leads to is written, if that lies in the vault. Raises OSError.
    """
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        return False
    data = file.read_bytes()
    if data == after.encode("utf-8"):
        return True  # another path to the same file
    if data != before.encode("utf-8"):
        return False
    if not os.access(file, os.W_OK):
        raise PermissionError(13, "the note may not be written", str(file))
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(after.encode("utf-8"))
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(file, name)
        with suppress(PermissionError, AttributeError):  # Windows has no `os.chown`
            shutil.chown(name, file.stat().st_uid, file.stat().st_gid)
        if file.read_bytes() != data:
            Path(name).unlink()
            return False
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True
