"""What a folder's files look like from outside: while that is the same, they need not be read again."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from knotwork.vault.file_stamps import is_settled, stamp

_DIGEST_BYTES = 16


class FolderStamp(Struct, frozen=True, array_like=True):
    """All files and folders of some folders, as they were at one time."""

    digest: bytes
    """Of their names, kinds and stamps."""
    settled: bool
    """Whether each later change gives another digest; not so for files that were changed only just then."""


def folder_stamp(
    folders: Iterable[Path], *, dot_files: bool = False, dot_folders: bool = False
) -> FolderStamp | None:
    """The stamp of what stands in some folders, at any depth; no file is opened.

    Names that start with a dot are left out, as a vault's are, but for those of files with `dot_files` and
    of folders with `dot_folders`. None when it cannot be told without reading: a folder is a link, a file is
    neither regular nor a link to a file, or a folder cannot be listed.
    """
    digest = blake2b(digest_size=_DIGEST_BYTES)
    listed_at, settled = time.time_ns(), True
    try:
        for folder in folders:
            real = os.path.realpath(folder)
            digest.update(msgspec.msgpack.encode((str(folder), real)))
            waiting = [real]
            while waiting:
                directory = waiting.pop()
                entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
                records: list[tuple[object, ...]] = []
                for entry in entries:
                    if entry.name.startswith(".") and not (dot_files if entry.is_file() else dot_folders):
                        continue
                    status = entry.stat(follow_symlinks=False)
                    target = ""
                    if stat.S_ISDIR(status.st_mode) and not _is_junction(status):
                        waiting.append(entry.path)
                        records.append((os.fsencode(entry.name), status.st_mode))
                        continue
                    if stat.S_ISLNK(status.st_mode):
                        target = os.path.realpath(entry.path, strict=True)
                        status = Path(target).stat()
                    if not stat.S_ISREG(status.st_mode):
                        return None
                    file = stamp(status)
                    settled = settled and is_settled(file, listed_at)
                    records.append((os.fsencode(entry.name), status.st_mode, os.fsencode(target), file))
                digest.update(msgspec.msgpack.encode((os.fsencode(directory), records)))
    except (OSError, ValueError, OverflowError):
        return None
    return FolderStamp(digest.digest(), settled)


def _is_junction(status: os.stat_result) -> bool:
    """Whether a folder on Windows leads to another folder."""
    return bool(getattr(status, "st_reparse_tag", 0))
