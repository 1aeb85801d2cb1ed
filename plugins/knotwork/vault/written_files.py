"""The files that the last build wrote to a site: those that would be the same again are left there.

A file is known by its stamp and by a digest of what was written to it. Whatever else is in the folder of the
site is removed, before a build writes to it. A build that writes to a new folder copies what would be the
same from the old one.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.vault.cache import Cache
from knotwork.vault.file_stamps import Stamp, is_settled, stamp

_KIND = "written files"


class WrittenFile(Struct, frozen=True, array_like=True, gc=False):
    """A file as it was written."""

    stamp: Stamp
    content: bytes
    """A digest of its content."""


class WrittenFiles:
    """The files of a site's folder; paths are relative to it, with `/`."""

    def __init__(self, folder: Path, cache: Cache, new: Path | None = None) -> None:
        """`folder` is the site's; `new` is the one that replaces it when the build has succeeded."""
        self.folder, self._new = folder, None if new == folder else new
        self._key = os.fsencode(folder.absolute())
        self._known = _known(cache, self._key)
        self._there: dict[str, Stamp] | None = None
        """The files in the folder; None: it was not looked at."""
        self._written: dict[str, WrittenFile] = {}
        """What this build has written, or left there."""
        self.is_swept = self._new is not None

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the last build."""
        return bool(self._known)

    def has(self, path: str, content: bytes) -> bool:
        """Whether a file is there as the last build wrote it, with content of that digest."""
        known = self._known.get(path)
        if known is None or known.content != content:
            return False
        if self._there is None:
            self._there = dict(_files(self.folder))
        return self._there.get(path) == known.stamp

    def leave(self, path: str) -> bool:
        """Leave a file there that the last build wrote, as `has` says; False when that is not possible."""
        known = self._known[path]
        file = known if self._new is None else _copied(self.folder / path, self._new / path, known)
        if file is not None:
            self._written[path] = file
        return file is not None

    def is_left(self, path: str) -> bool:
        """Whether a file is to be left there."""
        return path in self._written

    def wrote(self, path: str, file: WrittenFile) -> None:
        """Remember a file that this build has written."""
        self._written[path] = file

    def discard(self, path: str) -> None:
        """Remove a file that was to be left."""
        if self._written.pop(path, None) is not None:
            with suppress(OSError):
                ((self._new or self.folder) / path).unlink()

    def sweep(self) -> None:
        """Remove all that is in the folder, but for the files to leave, hidden entries and linked folders."""
        self.is_swept = True
        with suppress(OSError):
            _swept(self.folder, "", self._written)

    def keep(self, cache: Cache) -> None:
        """Keep what is known for the next build."""
        now = time.time_ns()
        files = {path: file for path, file in self._written.items() if is_settled(file.stamp, now)}
        cache.put(_KIND, self._key, _encode(files))


def written_file(file: str, content: bytes) -> WrittenFile | None:
    """A file just written with content of that digest; None when it is gone."""
    try:
        return WrittenFile(stamp(os.lstat(file)), content)
    except OSError:
        return None


def digest_of(content: bytes) -> bytes:
    """A digest of a file's content."""
    return blake2b(content, digest_size=16).digest()


def _copied(file: Path, to: Path, known: WrittenFile) -> WrittenFile | None:
    """A copy of a file that is as it is known to be; None when it cannot be made, or the file is another."""
    try:
        try:
            shutil.copyfile(file, to, follow_symlinks=False)
        except FileNotFoundError:
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, to, follow_symlinks=False)
        is_same = stamp(file.lstat()) == known.stamp
        return written_file(str(to), known.content) if is_same else None
    except OSError:
        return None


def _known(cache: Cache, key: bytes) -> dict[str, WrittenFile]:
    kept = cache.get(_KIND, key)
    try:
        return {} if kept is None else _decode(kept)
    except MsgspecError:
        return {}


def _files(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """The regular files below a folder; those in folders that are links are left out."""
    waiting = [(str(folder), "")]
    while waiting:
        directory, prefix = waiting.pop()
        with suppress(OSError), os.scandir(directory) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                elif stat.S_ISREG(status.st_mode):
                    yield f"{prefix}{entry.name}", stamp(status)


def _swept(folder: Path | str, prefix: str, left: dict[str, WrittenFile]) -> bool:
    """Whether a folder is empty, after all but the files to leave was removed from it."""
    is_empty = True
    with os.scandir(folder) as listed:
        entries = list(listed)
    for entry in entries:
        if not prefix and (entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir())):
            is_empty = False  # as MkDocs leaves them
            continue
        path = f"{prefix}{entry.name}"
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                if _swept(entry.path, f"{path}/", left):
                    Path(entry.path).rmdir()
                else:
                    is_empty = False
            elif path in left:
                is_empty = False
            else:
                Path(entry.path).unlink()
    return is_empty


_encode = Encoder().encode
_decode = Decoder(dict[str, WrittenFile]).decode
