"""One note of a vault read from its file: its size, its encoding, its text."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
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

ReadNote = Callable[[NotePath, str], Note]
"""The facts of a note, from its path and text."""


def note_of_file(scan: Scan, path: NotePath, read: ReadNote, settings: Settings) -> Note | None:
    """The note of a file; None when the file cannot be read or is too large, which `scan` then reports.

    A file that is not UTF-8 becomes a note with an error.
    """
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
        return replace(broken_note(path, (problem,)), unreadable="encoding")
    try:
        return read(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return _with_problem(read(path, text), _undecodable(data, error))


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


def _with_problem(note: Note, problem: Problem) -> Note:
    return replace(note, problems=(problem, *note.problems))
