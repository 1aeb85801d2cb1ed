"""What the code is: the same notes give other facts, findings and pages with another version of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

_FOLDER = str(Path(__file__).parent.parent)
_INSTALLED = (".dist-info", ".egg-info")


@cache
def code_digest() -> bytes:
    """A digest of knotwork's own files, of the installed packages' names and versions, and of Python's.

    All packages count, as plugins have a part in pages too. It reads about 3 MB.
    """
    digest = blake2b(digest_size=16)
    for name in (sys.version, *sorted(_installed())):
        digest.update(name.encode("utf-8", "replace") + b"\0")
    for file in _own_files(_FOLDER):
        content = Path(file).read_bytes()
        digest.update(f"{file.removeprefix(_FOLDER)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


def _installed() -> Iterator[str]:
    """`markdown_it_py-4.3.0.dist-info`: the names of the folders that describe packages."""
    for folder in sys.path:
        with suppress(OSError):
            names = [entry.name for entry in os.scandir(folder)] if folder else []
            yield from (name for name in names if name.endswith(_INSTALLED))


def _own_files(folder: str) -> Iterator[str]:
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _own_files(entry.path)
        else:
            yield entry.path
