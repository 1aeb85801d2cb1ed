"""All notes and attachments of a folder."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.diagnostics import Problem
from knotwork.names import NotePath
from knotwork.note import Note
from knotwork.publishing import Reason, held_back
from knotwork.reader import broken_note, read_note
from knotwork.scan import FileProblem, Scan
from knotwork.schema_files import schema_files
from knotwork.settings import Settings
from knotwork.text import FILE_START, Lines, Span, normalized

ReadNote = Callable[[NotePath, str], Note]

_MKDOCS_LEAVES_OUT = "/templates/"
"""As it stands in MkDocs, before the lines of `exclude_docs`; its other line is for names with a dot."""


@dataclass(frozen=True, slots=True)
class Vault:
    """The notes and attachments of one folder."""

    notes: Mapping[NotePath, Note] = field(default_factory=dict)
    attachments: frozenset[NotePath] = frozenset()
    unpublished: Mapping[NotePath, Reason] = field(default_factory=dict)
    """Notes that are kept off the site, and why."""
    problems: tuple[FileProblem, ...] = ()
    """Of files that could not be read, or only in part, and of notes that are held back."""
    schema_files: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that settings and fences judge snippets by, by the name they have there."""
    held_at: Mapping[NotePath, Span] = field(default_factory=dict)
    """Where in an unpublished note the reason stands, if it stands there."""

    @classmethod
    def of(
        cls,
        texts: Mapping[str, str],
        attachments: Iterable[str] = (),
        tag_style: str = "strict",
        schema_files: Mapping[str, str] | None = None,
        settings: Settings | None = None,
    ) -> Vault:
        """A vault written down in place, for tests and examples."""
        html = settings.html if settings else "sanitize"
        notes = {
            NotePath(path): read_note(NotePath(path), text, tag_style, html) for path, text in texts.items()
        }
        vault = _published(notes, frozenset(map(NotePath, attachments)), settings or Settings())
        return replace(vault, schema_files=schema_files or {})


@dataclass(frozen=True, slots=True)
class Left:
    """Which files are left out, as gitignore patterns."""

    exclude: Sequence[str] = ()
    """Neither notes nor attachments."""
    drafts: Sequence[str] = ()
    """Notes that are known but not published."""


def read_vault(
    root: Path, settings: Settings, left: Left | None = None, read: ReadNote | None = None
) -> Vault:
    """The vault in a folder.

    Nothing outside `root` and the settings' `extra_roots` is opened. A file that cannot be read becomes
    a problem, never an exception; only a root that is no folder raises (`NotADirectoryError`).
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    left = left or Left()
    reader = read or (lambda path, text: read_note(path, text, settings.tag_style, settings.html))
    scan = Scan(root, settings, GitIgnoreSpec.from_lines(left.exclude))
    drafts = GitIgnoreSpec.from_lines(left.drafts)
    others = GitIgnoreSpec.from_lines(settings.exclude)
    notes: dict[NotePath, Note] = {}
    attachments: set[NotePath] = set()
    drafted: dict[NotePath, Reason] = {}
    for path in scan.files():
        if not path.lower().endswith(".md") or others.match_file(path):
            attachments.add(path)  # a note that is left to MkDocs can still be linked to
        elif drafts.match_file(path):
            drafted[path] = "draft"
        else:
            note = _note_of(scan, root / path, path, reader, settings)
            if note is not None:
                notes[path] = note
    vault = _published(notes, frozenset(attachments), settings)
    files, failed = schema_files(root, notes.values(), attachments, settings)
    for name, why in sorted(failed.items()):
        message = f"the settings name the file {name}, and it cannot be read: {why}"
        scan.note("unreadable-file", Path(name).name, message)
    return replace(
        vault,
        unpublished={**vault.unpublished, **drafted},
        problems=(*scan.problems, *vault.problems),
        schema_files=files,
    )


def read_docs(
    root: Path, settings: Settings, left: Left | None = None, read: ReadNote | None = None
) -> Vault:
    """The vault in a folder that MkDocs publishes: `read_vault`, without what MkDocs leaves out unasked.

    That is a folder `templates` at the root, unless `left.exclude` takes it back (`!templates/`). When
    notes are hidden by it, a problem says so.
    """
    left = left or Left()
    vault = read_vault(root, settings, Left((_MKDOCS_LEAVES_OUT, *left.exclude), left.drafts), read)
    if not _hides_templates(root, left, settings):
        return vault
    message = "the folder 'templates' at the root is not published: MkDocs leaves it out"
    help_ = "Rename it, or write under `exclude_docs` what you want: `!templates/` or `templates/`."
    problem = Problem("unpublished-folder", FILE_START, message, help_)
    return replace(vault, problems=(*vault.problems, FileProblem(NotePath("templates"), problem)))


def source_text(root: Path, path: NotePath) -> str | None:
    """The text of a note for showing an excerpt of it; None when it is gone or no file of the vault."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file():
            return None
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


def _hides_templates(root: Path, left: Left, settings: Settings) -> bool:
    """Whether notes in `templates` are left out and nobody has asked for it."""
    asked = GitIgnoreSpec.from_lines([*left.exclude, *settings.exclude])
    hidden = GitIgnoreSpec.from_lines([_MKDOCS_LEAVES_OUT, *left.exclude])
    top = root / "templates"
    for directory, folders, files in () if top.is_symlink() else os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = (Path(directory) / name).relative_to(root).as_posix()
            note = name.lower().endswith(".md") and not name.startswith(".")
            if note and hidden.match_file(path) and not asked.match_file(path):
                return True
    return False


def _published(notes: dict[NotePath, Note], attachments: frozenset[NotePath], settings: Settings) -> Vault:
    """The notes that are published; why the others are not, with what is wrong there."""
    held = {path: each for path, note in sorted(notes.items()) if (each := held_back(note, settings))}
    return Vault(
        {path: note for path, note in sorted(notes.items()) if path not in held},
        attachments,
        {path: each.reason for path, each in held.items()},
        tuple(FileProblem(path, problem) for path, each in held.items() for problem in each.problems),
        held_at={path: each.span for path, each in held.items()},
    )


def _note_of(scan: Scan, file: Path, path: NotePath, read: ReadNote, settings: Settings) -> Note | None:
    for attempt in (1, 2):  # an editor may be in the middle of saving
        try:
            data = file.read_bytes()
            break
        except OSError as error:
            if attempt == 2:
                scan.skip(path, f"cannot be read: {error.strerror or error}")
    else:
        return None
    if len(data) > settings.max_note_bytes:
        scan.skip(
            path, f"is larger than {settings.max_note_bytes:,} bytes", "Split it, or raise `max_note_bytes`."
        )
        return None
    if len(data) > settings.warn_note_bytes:
        message = f"a note of {len(data):,} bytes is slow to read for people and programs"
        scan.note("size-limit", path, message, "Split it, or raise `warn_note_bytes`.")
    if _is_of_wide_characters(data):
        message = "not UTF-8: the text looks like UTF-16 or UTF-32"
        problem = Problem("bad-encoding", FILE_START, message, "Save it as UTF-8, so that it is published.")
        return replace(broken_note(path, (problem,)), unreadable="encoding")
    try:
        return read(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return _with_problem(read(path, text), _undecodable(data, error))


def _is_of_wide_characters(data: bytes) -> bool:
    """Whether no front matter could be seen in a file: its letters are not bytes."""
    head = data[:64]
    marked = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and 0 in head
    return marked or head.count(0) * 8 > len(head)


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Problem:
    before = normalized(data[: error.start].decode("utf-8", "replace"))
    at = Lines(before).position(len(before))
    message = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    help_ = "Save the file as UTF-8; bytes that are not are shown as \ufffd."
    return Problem("bad-encoding", Span(at, at), message, help_)


def _with_problem(note: Note, problem: Problem) -> Note:
    return replace(note, problems=(problem, *note.problems))
