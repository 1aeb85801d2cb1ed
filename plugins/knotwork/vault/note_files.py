"""The notes of a vault read from their files: size, encoding, text."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.text import FILE_START, Lines, Span, normalized
from knotwork.syntax.reader import broken_note
from knotwork.vault.scan import Scan

_MAX_EXCERPT_BYTES = 50_000_000
"""Of a larger file no excerpt is shown."""

ReadNotes = Callable[[Iterable[tuple[NotePath, str]]], Iterator[Note]]
"""The facts of notes, in order, from their paths and texts; it may take texts ahead."""


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A note's file as it was opened."""

    path: NotePath
    text: str | None
    """None when it has no text that can be read."""
    problem: Problem | None = None
    """What is wrong with its encoding."""


def notes_of_files(
    scan: Scan, paths: Iterable[NotePath], read: ReadNotes, settings: Settings
) -> Iterator[tuple[NotePath, Note | None]]:
    """The note of each file, in order; None when it cannot be read or is too large, which `scan` reports.

    A file that is not UTF-8 becomes a note with an error.
    """
    opened: deque[tuple[NotePath, NoteFile | None]] = deque()

    def texts() -> Iterator[tuple[NotePath, str]]:
        for path in paths:
            file = note_file(scan, path, settings)
            opened.append((path, file))
            if file is not None and file.text is not None:
                yield path, file.text

    def without_text() -> Iterator[tuple[NotePath, Note | None]]:
        while opened and (opened[0][1] is None or opened[0][1].text is None):
            path, file = opened.popleft()
            yield path, None if file is None else _without_text(file)

    for note in read(texts()):
        yield from without_text()
        path, file = opened.popleft()
        yield path, _with_problem(note, file.problem if file else None)
    yield from without_text()


def note_file(scan: Scan, path: NotePath, settings: Settings) -> NoteFile | None:
    """The file of a note, opened; None when it cannot be read or is too large, which `scan` then reports."""
    file = scan.root / path
    for attempt in (1, 2):  # an editor may be in the middle of saving
        try:
            if file.stat().st_size > settings.max_note_bytes:
                _skip_large(scan, path, settings)
                return None
            data = file.read_bytes()
            break
        except OSError as error:
            if attempt == 2:
                scan.skip(path, f"cannot be read: {error.strerror or error}")
    else:
        return None
    if len(data) > settings.max_note_bytes:
        _skip_large(scan, path, settings)
        return None
    if len(data) > settings.warn_note_bytes:
        message = f"a note of {len(data):,} bytes is slow to read for people and programs"
        scan.report("size-limit", path, message, "Split it, or raise `warn_note_bytes`.")
    if _looks_like_utf16(data):
        message = "not UTF-8: the text looks like UTF-16 or UTF-32"
        problem = Problem("bad-encoding", FILE_START, message, "Save it as UTF-8, so that it is published.")
        return NoteFile(path, None, problem)
    try:
        return NoteFile(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return NoteFile(path, data.decode("utf-8", "replace"), _undecodable(data, error))


def source_text(root: Path, path: NotePath) -> str | None:
    """The text of a note for showing an excerpt of it; None when it is gone or no file of the vault."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            return None
        if file.stat().st_size > _MAX_EXCERPT_BYTES:
            return None
        return file.read_bytes().decode("utf-8", "replace")
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return None


def _looks_like_utf16(data: bytes) -> bool:
    """Whether a file is UTF-16 or UTF-32, so that its front matter cannot be recognised."""
    head = data[:64]
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and 0 in head
    return marked or (head.count(0) > 3 and head.count(0) * 8 > len(head))


def _skip_large(scan: Scan, path: NotePath, settings: Settings) -> None:
    why = f"is larger than {settings.max_note_bytes:,} bytes"
    scan.skip(path, why, "Split it, or raise `max_note_bytes`.")


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Problem:
    before = normalized(data[: error.start].decode("utf-8", "replace"))
    at = Lines(before).position(len(before))
    message = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    help_ = "Save the file as UTF-8; bytes that are not are shown as \ufffd."
    return Problem("bad-encoding", Span(at, at), message, help_)


def _without_text(file: NoteFile) -> Note:
    problems = (file.problem,) if file.problem else ()
    return replace(broken_note(file.path, problems), unreadable="encoding")


def _with_problem(note: Note, problem: Problem | None) -> Note:
    return replace(note, problems=(problem, *note.problems)) if problem else note
