"""What the code is: the same notes give other facts, findings and pages with another version of it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from msgspec.msgpack import encode

from knotwork.vault.file_stamps import is_settled, stamp

_FOLDER = str(Path(__file__).parent.parent)
_INSTALLED = (".dist-info", ".egg-info")
_DIGEST_BYTES = 16


class CodeStamp(NamedTuple):
    """What the code looks like from outside."""

    digest: bytes
    settled: bool
    """Whether each later change of a file gives another digest."""


@cache
def code_digest() -> bytes:
    """A digest of knotwork's own files, of the installed packages' names and versions, and of Python's.

    All packages count, as plugins have a part in pages too. It reads about 3 MB.
    """
    digest = blake2b(_environment(), digest_size=_DIGEST_BYTES)
    for file in _own_files(_FOLDER):
        content = Path(file).read_bytes()
        digest.update(f"{file.path.removeprefix(_FOLDER)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


@cache
def code_stamp() -> CodeStamp:
    """The stamp of the same; no file is opened. While it is the same, so is the digest."""
    seen_at = time.time_ns()
    files = [(file.path.removeprefix(_FOLDER), stamp(file.stat())) for file in _own_files(_FOLDER)]
    digest = blake2b(encode((_environment(), files)), digest_size=_DIGEST_BYTES).digest()
    return CodeStamp(digest, all(is_settled(seen, seen_at) for _, seen in files))


def _environment() -> bytes:
    """Python's version, and those of the installed packages."""
    return b"".join(name.encode("utf-8", "replace") + b"\0" for name in (sys.version, *sorted(_installed())))


def _installed() -> Iterator[str]:
    """`markdown_it_py-4.3.0.dist-info`: the names of the folders that describe packages."""
    for folder in sys.path:
        with suppress(OSError):
            names = [entry.name for entry in os.scandir(folder)] if folder else []
            yield from (name for name in names if name.endswith(_INSTALLED))


def _own_files(folder: str) -> Iterator[os.DirEntry[str]]:
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _own_files(entry.path)
        else:
            yield entry
