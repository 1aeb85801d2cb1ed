"""The notes of a vault read from their files: size, encoding, text."""

from __future__ import annotations

import os
import time
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START, Lines, Span, normalized
from knotwork.syntax.reader import broken_note
from knotwork.vault.file_stamps import is_settled, stamp
from knotwork.vault.known_notes import KnownNotes, NoteFile, content_digest
from knotwork.vault.scan import Scan

ReadNotes = Callable[[Iterable[tuple[NotePath, str]]], Iterator[Note]]
"""The facts of notes, in order, from their paths and texts; it may take texts ahead."""


def notes_of_files(
    scan: Scan, paths: Iterable[NotePath], read: ReadNotes, settings: Settings, known: KnownNotes
) -> Iterator[tuple[NotePath, NoteFile]]:
    """Each file with its note, in order; `scan` gets the problems of the files too.

    A file that is not UTF-8 becomes a note with an error. What is `known` is not read again.
    """
    waiting: deque[tuple[NotePath, NoteFile, Problem | None]] = deque()

    def texts() -> Iterator[tuple[NotePath, str]]:
        for path in paths:
            before = len(scan.problems)
            file, text, problem = _opened(scan, path, settings, known)
            file = replace(file, problems=tuple(scan.problems[before:]))
            waiting.append((path, file, problem))
            if text is not None:
                yield path, text

    def finished() -> Iterator[tuple[NotePath, NoteFile]]:
        while waiting and (waiting[0][1].note is not None or not waiting[0][1].content):
            path, file, _ = waiting.popleft()
            yield path, file

    for note in read(texts()):
        yield from finished()
        path, file, problem = waiting.popleft()
        yield path, replace(file, note=known.keep(path, file.content, _with_problem(note, problem)))
    yield from finished()


def _opened(
    scan: Scan, path: NotePath, settings: Settings, known: KnownNotes
) -> tuple[NoteFile, str | None, Problem | None]:
    """A file with its note, or with its text when that is to be read, and the problem of its encoding."""
    file = f"{scan.root}/{path}"  # a Path would take as long as all that follows for a known note
    for attempt in (1, 2):  # an editor may be in the middle of saving
        read_at = time.time_ns()
        try:
            status = stamp(os.stat(file))  # noqa: PTH116
            if status.size > settings.max_note_bytes:
                _skip_large(scan, path, settings)
                return _UNREAD, None, None
            content = known.content(path, status)
            if content is not None and (note := known.note(path, content)) is not None:
                _warn_large(scan, path, status.size, settings)
                return NoteFile(content, status, note), None, None
            data = Path(file).read_bytes()
            break
        except OSError as error:
            if attempt == 2:
                scan.skip(path, f"cannot be read: {error.strerror or error}")
    else:
        return _UNREAD, None, None
    if len(data) > settings.max_note_bytes:
        _skip_large(scan, path, settings)
        return _UNREAD, None, None
    _warn_large(scan, path, len(data), settings)
    content = content_digest(data)
    settled = status if is_settled(status, read_at) and status.size == len(data) else None
    note = known.note(path, content)
    if note is not None:
        return NoteFile(content, settled, note), None, None
    if _looks_like_utf16(data):
        message = "not UTF-8: the text looks like UTF-16 or UTF-32"
        problem = Problem("bad-encoding", FILE_START, message, "Save it as UTF-8, so that it is published.")
        note = structs.replace(broken_note(path, (problem,)), unreadable="encoding")
        return NoteFile(content, settled, note), None, None
    try:
        return NoteFile(content, settled, None), data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return NoteFile(content, settled, None), text, _undecodable(data, error)


def text_as_read(root: Path, path: NotePath, content: bytes) -> str:
    """The text of a file whose bytes have that digest; empty when it has other bytes by now, or none."""
    try:
        data = (root / path).read_bytes()
    except OSError:
        return ""
    return data.decode("utf-8", "replace") if content_digest(data) == content else ""


def _looks_like_utf16(data: bytes) -> bool:
    """Whether a file is UTF-16 or UTF-32, so that its front matter cannot be recognised."""
    head = data[:64]
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and 0 in head
    return marked or (head.count(0) > 3 and head.count(0) * 8 > len(head))


def _skip_large(scan: Scan, path: NotePath, settings: Settings) -> None:
    why = f"is larger than {settings.max_note_bytes:,} bytes"
    scan.skip(path, why, "Split it, or raise `max_note_bytes`.")


def _warn_large(scan: Scan, path: NotePath, size: int, settings: Settings) -> None:
    if size > settings.warn_note_bytes:
        message = f"a note of {size:,} bytes is slow to read for people and programs"
        scan.report("size-limit", path, message, "Split it, or raise `warn_note_bytes`.")


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Problem:
    before = normalized(data[: error.start].decode("utf-8", "replace"))
    at = Lines(before).position(len(before))
    message = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    help_ = "Save the file as UTF-8; bytes that are not are shown as \ufffd."
    return Problem("bad-encoding", Span(at, at), message, help_)


def _with_problem(note: Note, problem: Problem | None) -> Note:
    return structs.replace(note, problems=(problem, *note.problems)) if problem else note


_UNREAD = NoteFile(b"", None, None)
