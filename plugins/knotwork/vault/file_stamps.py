"""When a file counts as unchanged without being read: when its times and its size are, as in Git's index."""

from __future__ import annotations

import os

from msgspec import Struct

_COARSEST = 2_000_000_000
"""The nanoseconds in which a file system may give two changes the same time: on FAT that is two seconds."""
_FINE = 100_000_000
"""The same where times are not rounded, with a margin: a clock ticks a hundred times a second, or faster."""
_ROUNDED = 10_000_000
"""A time that is a multiple of this is taken for rounded: exFAT's are; on others one in ten million is."""


class Stamp(Struct, frozen=True, array_like=True, gc=False):
    """What changes when a file does."""

    size: int
    modified: int
    """In nanoseconds, as the next."""
    changed: int
    """Of its content or its properties: a tool that restores the first time does not restore this one."""
    file: int
    """The file system's number of the file."""


def stamp(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def is_settled(stamp: Stamp, read_at: int) -> bool:
    """Whether a change after the file was read gives another stamp; `read_at` is the clock's time before.

    A file that was changed only just then may be changed again within the same tick of the clock.
    """
    is_rounded = stamp.modified % _ROUNDED == 0 and stamp.changed % _ROUNDED == 0
    return max(stamp.modified, stamp.changed) + (_COARSEST if is_rounded else _FINE) < read_at
