"""When notes were added and last changed, as the history of their repository says: one run of `git log`.

The dates are those of authors, in the time zones where they wrote. What is not committed has no date yet.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.vault.cache import Cache
from knotwork.vault.git_command import git_output
from knotwork.vault.git_revision import CUT_OFF

_KIND = "git dates"
_LOG = (
    *("-c", "log.showRoot=true", "-c", "log.showSignature=false", "log", "--topo-order", "--relative"),
    *("--no-color", "--name-status", "-z", f"-O{os.devnull}", "--format=%x01%as %P"),
)
_RENAMES = ("--find-renames", "--find-renames=100%")
"""The second needs no contents, which a partial clone does not have."""


class GitDates(Struct, frozen=True, array_like=True, gc=False):
    """The dates of a note; None where the history that is here does not reach back so far."""

    created: date | None = None
    modified: date | None = None


NO_DATES: Mapping[NotePath, GitDates] = MappingProxyType({})


class GitState(NamedTuple):
    """What the dates of a folder depend on."""

    head: str
    is_shallow: bool
    """Whether the history is cut off."""
    prefix: str
    """The folder's path in its repository."""


def git_state(folder: Path) -> GitState | None:
    """The state of the repository that a folder is in; None without one, without a commit, or without Git."""
    written = git_output(folder, "rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix")
    lines = os.fsdecode(written or b"").split("\n")
    return GitState(lines[0], lines[1] == "true", lines[2]) if len(lines) > 2 else None


def git_dates(
    folder: Path, notes: Collection[NotePath], cache: Cache
) -> tuple[Mapping[NotePath, GitDates], str]:
    """The dates of notes, by their paths in a folder; and what to say of those that are not known.

    They are kept for as long as HEAD is the same.
    """
    state = git_state(folder)
    if state is None:
        return {}, "`git_dates`: no dates are known, there is no history here that Git can read"
    dates = _kept(cache, state)
    if dates is None:
        dates = _read(folder, state)
        if dates is None:
            return {}, "`git_dates`: no dates are known, Git cannot list the history"
        cache.put(_KIND, _encode(state), _encode(dates))
    of_notes = {path: dates[path] for path in notes if path in dates}
    missing = sum(known.created is None for known in of_notes.values())
    if not missing:
        return of_notes, ""
    created = f"the date of creation of {counted(missing, 'note')}"
    return of_notes, f"`git_dates`: {created} is not known, {CUT_OFF}"


def _kept(cache: Cache, state: GitState) -> dict[NotePath, GitDates] | None:
    kept = cache.get(_KIND, _encode(state))
    try:
        return None if kept is None else _decode(kept)
    except DecodeError:
        return None


@lru_cache(maxsize=2)
def _read(folder: Path, state: GitState) -> dict[NotePath, GitDates] | None:
    """The dates of all files; a server asks for the same ones after each save."""
    for renames in _RENAMES:
        log = git_output(folder, *_LOG, renames, state.head, "--", ".")
        if log is not None:
            return dates_in_log(log, is_shallow=state.is_shallow)
    return None


def dates_in_log(log: bytes, *, is_shallow: bool = False) -> dict[NotePath, GitDates]:
    """The dates of files by the names that they have after the first commit of a log, the latest one.

    The log is that of `git log --name-status -z`, with `\\x01`, the date and the names of the parents before
    each commit. A commit without parents adds files of unknown age where the history is cut off.
    Dates that are none, or later than the year 9999, do not count.
    """
    dates: dict[NotePath, GitDates] = {}
    names: dict[str, NotePath | None] = {}
    """What a path of the history is called later; None for what was removed."""
    for day, is_cut_off, status, old, new in _changes(log):
        is_known = not (is_shallow and is_cut_off)
        if status == "D":
            names[new] = None
            continue
        path = names.setdefault(new, NotePath(new))
        if path is not None and day is not None:
            known = dates.get(path, GitDates())
            dates[path] = _with(known, day) if is_known else GitDates(None, known.modified)
        if old != new:
            names[new], names[old] = None, path
    return dates


def _with(known: GitDates, day: date) -> GitDates:
    """The dates of a file that was also changed on that day."""
    return GitDates(min(known.created or day, day), max(known.modified or day, day))


def _changes(log: bytes) -> Iterator[tuple[date | None, bool, str, str, str]]:
    """For each change of a file the day, whether its commit has no parents, the status, both paths.

    The day is None where it is none of a calendar.
    """
    parts = iter(os.fsdecode(log).split("\0"))
    day: date | None = None
    is_first = False
    for part in parts:
        if part.startswith("\x01"):
            written, _, parents = part[1:].partition(" ")
            day, is_first = _day(written), not parents.strip()
        elif status := part.strip("\n")[:1]:
            old = next(parts, "")
            yield day, is_first, status, old, next(parts, "") if status in "RC" else old


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


_encode = Encoder().encode
_decode = Decoder(dict[NotePath, GitDates]).decode
