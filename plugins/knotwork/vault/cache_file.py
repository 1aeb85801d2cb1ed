"""The SQLite file of a cache: its table, what is read and written, and how values are packed."""

from __future__ import annotations

import sqlite3
import time
import zlib
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

_LEVEL = 1
_SHORT, _AS_IT_IS = 1_000, b"\0"
"""Up to how many bytes a value is not packed, and what stands before it: zlib begins with another byte."""
DIGEST_BYTES = 16
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


class Transaction:
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


def connected(file: Path) -> sqlite3.Connection:
    """The open file, with its table; raises sqlite3.Error."""
    connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut damages is made anew
        if not _tables(connection):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            with Transaction(connection):
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


def row_of(connection: sqlite3.Connection, entry: bytes) -> tuple[int, bytes] | None:
    """The day on which a value was last used, and the value; None when it is not there."""
    row = connection.execute("SELECT day, value FROM entries WHERE key = ?", (entry,)).fetchone()
    return row if row is not None and isinstance(row[1], bytes) else None


def write_entries(
    connection: sqlite3.Connection, new: dict[bytes, tuple[str, bytes]], used: set[bytes]
) -> None:
    """Write new values, and on which day others were used."""
    day = today()
    with Transaction(connection):
        connection.executemany(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)",
            ((entry, kind, day, packed) for entry, (kind, packed) in new.items()),
        )
        connection.executemany(
            "UPDATE entries SET day = ? WHERE key = ?", ((day, entry) for entry in sorted(used))
        )


def bytes_used(connection: sqlite3.Connection) -> int:
    """How large the file would be without its free pages."""
    size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count")
    )
    return int(size * (pages - free))


def is_damaged(error: Exception) -> bool:
    """Whether a file with which this happens is to be made anew."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return code is not None and code & 0xFF not in _NO_DAMAGE
    return not isinstance(error, OSError)


def packed_value(entry: bytes, value: bytes) -> bytes:
    """A value as it stands in the file, with the digest of itself and its key."""
    small = zlib.compress(value, _LEVEL) if len(value) > _SHORT else _AS_IT_IS + value
    return _digest(entry, small) + small


def unpacked_value(entry: bytes, packed: bytes) -> bytes | None:
    """The value; None when it is not as it was written."""
    digest, small = packed[:DIGEST_BYTES], packed[DIGEST_BYTES:]
    if digest != _digest(entry, small):
        return None
    if small.startswith(_AS_IT_IS):
        return small[len(_AS_IT_IS) :]
    try:
        return zlib.decompress(small)
    except zlib.error:
        return None


def _digest(entry: bytes, small: bytes) -> bytes:
    return blake2b(small, key=entry, digest_size=DIGEST_BYTES).digest()


def today() -> int:
    """The number of the day."""
    return int(time.time()) // _DAY
