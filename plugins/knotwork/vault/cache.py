"""What earlier runs found out, kept on disk: values by kind and key, any of which may be gone.

It is one SQLite file. Each value stands in it with a digest of itself and its key, and a key has to do with
the code that made the value: a file that is damaged, or that another version wrote, only costs time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from knotwork.vault.cache_file import (
    DIGEST_BYTES,
    Transaction,
    bytes_used,
    connected,
    is_damaged,
    packed_value,
    row_of,
    today,
    unpacked_value,
    write_entries,
)
from knotwork.vault.code_digest import code_digest, code_stamp

FILE = "cache.sqlite"
MAX_BYTES = 1_000_000_000
"""How large the file may be; above it the entries that were not used for longest are dropped."""
KEPT_DAYS = 30
"""How long an entry is kept that no run asks for."""

_CODE = "code"
"""The kind of the digest of the code."""
_KEPT_LONGEST = "note"
"""The kind that is dropped after the others of the same day: it is the dearest to make, and small."""
_TOGETHER = 8_000_000
"""After so many bytes the new entries are written, all at once: others wait for the file only that long."""
_ERRORS = (sqlite3.Error, OSError, ValueError, ArithmeticError, MemoryError)
"""The last three come from a damaged file: its texts are no UTF-8, its numbers too large."""

Packed = tuple[bytes, str, bytes]
"""A value as it stands in the file: its key there, its kind, and what it is packed to."""
_Result = TypeVar("_Result")


class Cache:
    """The cache in a folder, or one that keeps nothing when there is no folder.

    Nothing here raises because of the file. `report` gets one line when the cache cannot be used, or only in
    part. Threads may share a cache; in a forked process it keeps nothing.
    """

    def __init__(self, folder: Path | None = None, report: Callable[[str], None] = lambda line: None) -> None:
        self._folder = folder
        self._report = report
        self._is_reported = False
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._writes = True
        self._new: dict[bytes, tuple[str, bytes]] = {}
        self._new_bytes = 0
        self._used: set[bytes] = set()
        self._was_empty = False
        """Whether nothing was in the file, and nothing has been written to it here: nothing is looked for."""
        self._has_grown = False
        self._code = b""
        self._connection = None if folder is None else self._opened(folder)

    @property
    def folder(self) -> Path | None:
        """Its folder; None when it keeps nothing."""
        return self._folder if self._is_usable() else None

    def get(self, kind: str, key: bytes) -> bytes | None:
        """The value that was put last under that kind and key; None when it is not there."""
        with self._lock:
            if not self._is_usable():
                return None
            return self._read(self._entry(kind, key))

    def _read(self, entry: bytes) -> bytes | None:
        if entry in self._new:
            return unpacked_value(entry, self._new[entry][1])
        if self._was_empty:
            return None
        row = self._tried(lambda connection: row_of(connection, entry)) if self._is_usable() else None
        if row is None:
            return None
        day, packed = row
        value = unpacked_value(entry, packed)
        if value is not None and day != today():
            self._used.add(entry)
        return value

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep a value."""
        with self._lock:
            if not self._is_usable() or not self._writes:
                return
            entry = self._entry(kind, key)
            self._add(entry, kind, packed_value(entry, value))

    def _entry(self, kind: str, key: bytes) -> bytes:
        """The key on disk: it has to do with the code too, which makes values of the same input differ."""
        if not self._code:
            self._code = self._known_code() or code_digest()
        return blake2b(b"\0".join((self._code, kind.encode(), key)), digest_size=DIGEST_BYTES).digest()

    def _known_code(self) -> bytes | None:
        """The digest of the code, which is not read while its files look as they did when it was."""
        seen = code_stamp()
        entry = blake2b(seen.digest, digest_size=DIGEST_BYTES, person=_CODE.encode()).digest()
        known = self._read(entry)
        if known is None and seen.settled and self._writes:
            self._add(entry, _CODE, packed_value(entry, code_digest()))
        return known

    def _add(self, entry: bytes, kind: str, packed: bytes) -> None:
        self._new[entry] = (kind, packed)
        self._new_bytes += len(packed)
        if self._new_bytes >= _TOGETHER:
            self.write()

    def taken(self) -> list[Packed]:
        """What was put here since the last write, for `add` in another process; it is not written here."""
        with self._lock:
            new, self._new, self._new_bytes = self._new, {}, 0
            return [(entry, kind, packed) for entry, (kind, packed) in new.items()]

    def add(self, entries: Iterable[Packed]) -> None:
        """Keep what was put in another process."""
        with self._lock:
            for entry, kind, packed in entries:
                self._add(entry, kind, packed)

    def write(self) -> None:
        """Write the new values to the disk."""
        with self._lock:
            new, used = self._new, self._used
            self._new, self._used, self._new_bytes = {}, set(), 0
            self._was_empty = self._was_empty and not new
            if (new or used) and self._is_usable() and self._writes:
                self._has_grown = True
                self._tried(lambda connection: write_entries(connection, new, used), reads=False)

    def close(self) -> None:
        """Write the new values, keep a file that was written to within its size, and close it."""
        with self._lock:
            self.write()
            if self._has_grown and self._is_usable() and self._writes:
                self._tried(self._shrink, reads=False)
            connection, self._connection = self._connection, None
            if connection is not None and self._process == os.getpid():
                connection.close()

    def _is_usable(self) -> bool:
        return self._connection is not None and self._process == os.getpid()

    def _opened(self, folder: Path) -> sqlite3.Connection | None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # notes that are not published are in it
            with suppress(OSError), (folder / ".gitignore").open("x", encoding="utf-8") as file:
                file.write("*\n")
            return self._connect(folder)
        except _ERRORS as error:
            return self._anew(folder, error)

    def _connect(self, folder: Path) -> sqlite3.Connection:
        """The open file; raises sqlite3.Error."""
        connection = connected(folder / FILE)
        self._was_empty = connection.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None
        return connection

    def _tried(self, work: Callable[[sqlite3.Connection], _Result], *, reads: bool = True) -> _Result | None:
        """What is read or written; None when that fails."""
        assert self._connection is not None, "a cache that is used is open"
        assert self._folder is not None, "what is open has a folder"
        try:
            return work(self._connection)
        except _ERRORS as error:
            if is_damaged(error):
                self._connection.close()
                self._connection = self._anew(self._folder, error)
            else:
                self._say(f"cannot be {'read' if reads else 'written'}: {error}")
                if reads:
                    self._connection = None
                self._writes = False
            return None

    def _anew(self, folder: Path, error: Exception) -> sqlite3.Connection | None:
        """The cache with a new file, when the old one is damaged or another program's."""
        if not is_damaged(error):
            self._say(f"cannot be used: {getattr(error, 'strerror', None) or error}")
            return None
        self._say(f"is rebuilt: {error}")
        try:
            for name in (FILE, f"{FILE}-journal", f"{FILE}-wal", f"{FILE}-shm"):
                (folder / name).unlink(missing_ok=True)
            return self._connect(folder)
        except _ERRORS:
            return None

    def _say(self, what: str) -> None:
        if not self._is_reported:
            self._is_reported = True
            self._report(f"the cache in {self._folder} {' '.join(what.split())}")

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Drop what no run has asked for, and the oldest half of a file that is too large."""
        with Transaction(connection):
            connection.execute("DELETE FROM entries WHERE day < ?", (today() - KEPT_DAYS,))
            if bytes_used(connection) > MAX_BYTES:
                connection.execute(
                    "DELETE FROM entries WHERE rowid IN"
                    " (SELECT rowid FROM entries ORDER BY day, kind = ?, rowid"
                    " LIMIT (SELECT (count(*) + 1) / 2 FROM entries))",
                    (_KEPT_LONGEST,),
                )
        connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page
