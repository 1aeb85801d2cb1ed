"""Files of the site that nobody wrote, on disk: many plugins open what `abs_src_path` names."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

_LONGEST = 100
"""Characters of a name that are kept: 400 bytes at most would be too many, and nobody reads them."""


PREFIX = "knotwork-"
"""How the names of our temporary folders begin."""


def is_generated(file: str) -> bool:
    """Whether a file lies in a temporary folder of ours."""
    folder = Path(file).resolve().parent
    return folder.name.startswith(PREFIX) and folder.parent == Path(tempfile.gettempdir()).resolve()


class GeneratedFiles:
    """A folder for the files of one build, outside of the vault; it goes when the process ends."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def written(self, name: str, content: bytes) -> Path:
        """The path of a new file with that content, whose last part is that of `name` if it can be."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self._count += 1
        folder = Path(self._folder.name) / str(self._count)  # of its own: `a` and `a/b` are both names
        folder.mkdir()
        stem, dot, ending = name.rpartition("/")[2].rpartition(".")
        file = folder / f"{stem[-_LONGEST:]}{dot}{ending[-20:]}"
        try:
            file.write_bytes(content)
        except (OSError, ValueError):  # a name that this file system does not take
            file = folder / "file"
            file.write_bytes(content)
        return file

    def holds(self, path: str | None) -> bool:
        """Whether a file is one of them."""
        return self._folder is not None and path is not None and Path(path).is_relative_to(self._folder.name)

    def clear(self) -> None:
        """Remove what an earlier build wrote."""
        if self._folder is not None:
            shutil.rmtree(self._folder.name, ignore_errors=True)
            self._folder = None
        self._count = 0
