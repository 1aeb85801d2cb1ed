"""What earlier runs found out, kept on disk: values by kind and key, any of which may be gone.

It is one SQLite file. Each value stands in it with a digest of itself and its key, and a key has to do with
the code that made the value: a file that is damaged, or that another version wrote, only costs time.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from knotwork.vault.code_digest import code_digest, code_stamp

FILE = "cache.sqlite"
MAX_BYTES = 1_000_000_000
"""How large the file may be; above it the entries that were not used for longest are dropped."""
KEPT_DAYS = 30
"""How long an entry is kept that no run asks for."""

_LEVEL = 1
_SHORT, _AS_IT_IS = 1_000, b"\0"
"""Up to how many bytes a value is not packed, and what stands before it: zlib begins with another byte."""
_DIGEST_BYTES = 16
_CODE = "code"
"""The kind of the digest of the code."""
_KEPT_LONGEST = "note"
"""The kind that is dropped after the others of the same day: it is the dearest to make, and small."""
_TOGETHER = 8_000_000
"""After so many bytes the new entries are written, all at once: others wait for the file only that long."""
_WAIT = 5.0
"""Seconds to wait for another process that writes."""
_DAY = 86_400
_TABLE = (
    "CREATE TABLE entries"
    " (key BLOB PRIMARY KEY, kind TEXT NOT NULL, day INTEGER NOT NULL, value BLOB NOT NULL)"
)
_NO_DAMAGE = frozenset(
    (
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),  # others use the file
        *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL),
    )
)
"""What SQLite says about a file that may be as it should be."""
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
            return _value(entry, self._new[entry][1])
        if self._was_empty:
            return None
        row = self._tried(lambda connection: _row(connection, entry)) if self._is_usable() else None
        if row is None:
            return None
        day, packed = row
        value = _value(entry, packed)
        if value is not None and day != _today():
            self._used.add(entry)
        return value

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep a value."""
        with self._lock:
            if not self._is_usable() or not self._writes:
                return
            entry = self._entry(kind, key)
            self._add(entry, kind, _packed(entry, value))

    def _entry(self, kind: str, key: bytes) -> bytes:
        """The key on disk: it has to do with the code too, which makes values of the same input differ."""
        if not self._code:
            self._code = self._known_code() or code_digest()
        return blake2b(b"\0".join((self._code, kind.encode(), key)), digest_size=_DIGEST_BYTES).digest()

    def _known_code(self) -> bytes | None:
        """The digest of the code, which is not read while its files look as they did when it was."""
        seen = code_stamp()
        entry = blake2b(seen.digest, digest_size=_DIGEST_BYTES, person=_CODE.encode()).digest()
        known = self._read(entry)
        if known is None and seen.settled and self._writes:
            self._add(entry, _CODE, _packed(entry, code_digest()))
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
                self._tried(lambda connection: _write(connection, new, used), reads=False)

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
        connection = _connected(folder / FILE)
        self._was_empty = connection.execute("SELECT 1 FROM entries LIMIT 1").fetchone() is None
        return connection

    def _tried(self, work: Callable[[sqlite3.Connection], _Result], *, reads: bool = True) -> _Result | None:
        """What is read or written; None when that fails."""
        assert self._connection is not None, "a cache that is used is open"
        assert self._folder is not None, "what is open has a folder"
        try:
            return work(self._connection)
        except _ERRORS as error:
            if _is_damaged(error):
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
        if not _is_damaged(error):
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
        with _Transaction(connection):
            connection.execute("DELETE FROM entries WHERE day < ?", (_today() - KEPT_DAYS,))
            if _bytes_used(connection) > MAX_BYTES:
                connection.execute(
                    "DELETE FROM entries WHERE rowid IN"
                    " (SELECT rowid FROM entries ORDER BY day, kind = ?, rowid"
                    " LIMIT (SELECT (count(*) + 1) / 2 FROM entries))",
                    (_KEPT_LONGEST,),
                )
        connection.executescript("PRAGMA incremental_vacuum")  # `execute` would free one page


class _Transaction:
    """Either all that is written in it is kept, or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.connection.execute("COMMIT")
        elif self.connection.in_transaction:
            with suppress(sqlite3.Error):
                self.connection.execute("ROLLBACK")


def _connected(file: Path) -> sqlite3.Connection:
    """The open file, with its table; raises sqlite3.Error."""
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut damages is made anew
        if not _tables(connection):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            with _Transaction(connection):
                if not _tables(connection):
                    connection.execute(_TABLE)
        if _tables(connection) != [_TABLE]:
            raise _Foreign("another program wrote it")
    except BaseException:
        connection.close()
        raise
    return connection


class _Foreign(sqlite3.DatabaseError):
    """A database of another program: its views and triggers are not for us."""

    sqlite_errorcode = sqlite3.SQLITE_NOTADB


def _tables(connection: sqlite3.Connection) -> list[str]:
    return [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]


def _row(connection: sqlite3.Connection, entry: bytes) -> tuple[int, bytes] | None:
    row = connection.execute("SELECT day, value FROM entries WHERE key = ?", (entry,)).fetchone()
    return row if row is not None and isinstance(row[1], bytes) else None


def _write(connection: sqlite3.Connection, new: dict[bytes, tuple[str, bytes]], used: set[bytes]) -> None:
    today = _today()
    with _Transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
            ((entry, kind, today, packed) for entry, (kind, packed) in new.items()),
        )
        connection.executemany(
            "UPDATE entries SET day = ? WHERE key = ?", ((today, entry) for entry in sorted(used))
        )


def _bytes_used(connection: sqlite3.Connection) -> int:
    """How large the file would be without its free pages."""
    size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count")
    )
    return int(size * (pages - free))


def _is_damaged(error: Exception) -> bool:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF not in _NO_DAMAGE
    return not isinstance(error, OSError)


def _packed(entry: bytes, value: bytes) -> bytes:
    small = zlib.compress(value, _LEVEL) if len(value) > _SHORT else _AS_IT_IS + value
    return _digest(entry, small) + small


def _value(entry: bytes, packed: bytes) -> bytes | None:
    """The value; None when it is not as it was written."""
    digest, small = packed[:_DIGEST_BYTES], packed[_DIGEST_BYTES:]
    if digest != _digest(entry, small):
        return None
    if small.startswith(_AS_IT_IS):
        return small[len(_AS_IT_IS) :]
    try:
        return zlib.decompress(small)
    except zlib.error:
        return None


def _digest(entry: bytes, small: bytes) -> bytes:
    return blake2b(small, key=entry, digest_size=_DIGEST_BYTES).digest()


def _today() -> int:
    return int(time.time()) // _DAY
