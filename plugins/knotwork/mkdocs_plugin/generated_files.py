"""Generated files on disk, outside of the vault: many plugins open the file that `abs_src_path` names."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

_LONGEST = 100
"""Characters of a name that are kept: file systems allow 255 bytes, and a character takes up to 4."""


PREFIX = "knotwork-"
"""The prefix of the names of our temporary folders."""


def is_generated(file: str) -> bool:
    """Whether a file lies in a temporary folder of ours."""
    folder = Path(file).resolve().parent
    return folder.name.startswith(PREFIX) and folder.parent == Path(tempfile.gettempdir()).resolve()


class GeneratedFiles:
    """A temporary folder for the files of one build; it is removed when the process ends."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def write(self, name: str, content: bytes) -> Path:
        """Write a new file; its path ends with the last part of `name` when the file system allows it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self._count += 1
        folder = Path(self._folder.name) / str(self._count)  # one a file: `a` and `a/b` may both be names
        folder.mkdir()
        stem, dot, ending = name.rpartition("/")[2].rpartition(".")
        file = folder / f"{stem[-_LONGEST:]}{dot}{ending[-20:]}"
        try:
            file.write_bytes(content)
        except (OSError, ValueError):  # a name that this file system does not allow
            file = folder / "file"
            file.write_bytes(content)
        return file

    def clear(self) -> None:
        """Remove the files of an earlier build."""
        if self._folder is not None:
            shutil.rmtree(self._folder.name, ignore_errors=True)
            self._folder = None
        self._count = 0
