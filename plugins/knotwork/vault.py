"""All notes and attachments of a folder; the only place where files are read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.diagnostics import Problem
from knotwork.names import NotePath, basename
from knotwork.note import Note
from knotwork.reader import read_note
from knotwork.settings import Settings
from knotwork.text import FILE_START, Lines, Span, normalized

ReadNote = Callable[[NotePath, str], Note]

_MKDOCS_LEAVES_OUT = "/templates/"
"""As it stands in MkDocs, before the lines of `exclude_docs`; its other line is for names with a dot."""
_PUBLISH_NOT = (False, "false", "no")
_UNPORTABLE = set('?#%&<>"[]*|:\\\n')
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem of a file, whether or not it became a note."""

    path: NotePath
    problem: Problem


@dataclass(frozen=True, slots=True)
class Vault:
    """The notes and attachments of one folder."""

    notes: Mapping[NotePath, Note] = field(default_factory=dict)
    attachments: frozenset[NotePath] = frozenset()
    unpublished: frozenset[NotePath] = frozenset()
    """Notes that are kept off the site: drafts, `publish: false`."""
    problems: tuple[FileProblem, ...] = ()
    """Of files that could not be read, or only in part."""

    @classmethod
    def of(
        cls, texts: Mapping[str, str], attachments: Iterable[str] = (), tag_style: str = "strict"
    ) -> Vault:
        """A vault written down in place, for tests and examples."""
        notes = {NotePath(path): read_note(NotePath(path), text, tag_style) for path, text in texts.items()}
        return _published(notes, frozenset(map(NotePath, attachments)), ())


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
    reader = read or (lambda path, text: read_note(path, text, settings.tag_style))
    scan = _Scan(root, settings, GitIgnoreSpec.from_lines([*left.exclude, *settings.exclude]))
    drafts = GitIgnoreSpec.from_lines(left.drafts)
    notes: dict[NotePath, Note] = {}
    attachments: set[NotePath] = set()
    unpublished: set[NotePath] = set()
    for path in scan.files():
        if not path.lower().endswith(".md"):
            attachments.add(path)
        elif drafts.match_file(path):
            unpublished.add(path)
        else:
            note = _note_of(scan, root / path, path, reader, settings)
            if note is not None:
                notes[path] = note
    vault = _published(notes, frozenset(attachments), tuple(scan.problems))
    return Vault(vault.notes, vault.attachments, vault.unpublished | unpublished, vault.problems)


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


def _published(
    notes: dict[NotePath, Note], attachments: frozenset[NotePath], problems: tuple[FileProblem, ...]
) -> Vault:
    hidden = frozenset(
        path for path, note in notes.items() if note.front_matter.get("publish") in _PUBLISH_NOT
    )
    kept = {path: note for path, note in sorted(notes.items()) if path not in hidden}
    return Vault(kept, attachments, hidden, problems)


def _note_of(scan: _Scan, file: Path, path: NotePath, read: ReadNote, settings: Settings) -> Note | None:
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
    try:
        return read(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        return _with_problem(read(path, text), _undecodable(data, error))


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Problem:
    before = normalized(data[: error.start].decode("utf-8", "replace"))
    at = Lines(before).position(len(before))
    message = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    help_ = "Save the file as UTF-8; bytes that are not are shown as \ufffd."
    return Problem("bad-encoding", Span(at, at), message, help_)


def _with_problem(note: Note, problem: Problem) -> Note:
    return replace(note, problems=(problem, *note.problems))


class _Scan:
    """One walk over a folder: each real folder once, nothing outside the roots, only regular files."""

    def __init__(self, root: Path, settings: Settings, excluded: GitIgnoreSpec) -> None:
        self.root = root
        self.excluded = excluded
        # `drafts/` and then `!drafts/keep.md` keeps that note, as in MkDocs: the folder must be walked
        self.takes_back = any(pattern.include is False for pattern in excluded.patterns)
        self.roots = [root.resolve(), *(Path(each).resolve() for each in settings.extra_roots)]
        self.seen: set[Path] = set()
        self.problems: list[FileProblem] = []

    def note(self, rule: str, path: str, message: str, help_: str | None = None) -> None:
        name = NotePath(path.encode("utf-8", "replace").decode("utf-8"))
        self.problems.append(FileProblem(name, Problem(rule, FILE_START, message, help_)))

    def skip(self, path: str, why: str, help_: str | None = None) -> None:
        self.note("unreadable-file", path, f"the file is left out: it {why}", help_)

    def files(self) -> Iterator[NotePath]:
        """The paths of all files that may be read, sorted within each folder."""
        yield from self._folder(self.root, "")

    def _folder(self, directory: Path, prefix: str) -> Iterator[NotePath]:
        real = directory.resolve()
        if real in self.seen:
            self.skip(prefix.rstrip("/"), "leads back to a folder that was read already")
            return
        self.seen.add(real)
        try:
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
        except OSError as error:
            self.skip(prefix.rstrip("/"), f"cannot be listed: {error.strerror or error}")
            return
        for entry in entries:
            path = prefix + entry.name
            if not entry.name.startswith(".") and not self._excluded(entry, path):
                yield from self._entry(entry, path)

    def _excluded(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            is_folder = entry.is_dir()
        except OSError:  # links in a circle
            is_folder = False
        if not is_folder:
            return self.excluded.match_file(path)
        return not self.takes_back and any(map(self.excluded.match_file, (path, f"{path}/")))

    def _entry(self, entry: os.DirEntry[str], path: str) -> Iterator[NotePath]:
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            self.skip(path, "has a name that is not UTF-8", "Rename it.")
            return
        try:
            mode = entry.stat().st_mode
            if entry.is_symlink() and not self._inside(Path(entry.path).resolve()):
                self.skip(
                    path, "is a link to a place outside the vault", "List that place under `extra_roots`."
                )
                return
        except OSError as error:
            self.skip(
                path, "is a link to nothing" if entry.is_symlink() else f"cannot be read: {error.strerror}"
            )
            return
        if stat.S_ISDIR(mode):
            yield from self._folder(Path(entry.path), f"{path}/")
        elif stat.S_ISREG(mode):
            self._judge_name(path)
            yield NotePath(path)
        else:
            self.skip(path, "is no regular file")

    def _inside(self, real: Path) -> bool:
        return any(real.is_relative_to(root) for root in self.roots)

    def _judge_name(self, path: str) -> None:
        if not path.lower().endswith(".md"):
            return
        name = basename(path)
        odd = sorted(_UNPORTABLE & set(name))
        if odd or name[:-3].endswith((".", " ")) or name.startswith(" ") or name[:-3].lower() in _RESERVED:
            what = f"`{'`, `'.join(odd)}`" if odd else "its form"
            message = f"the file name does not work everywhere: {what}".replace("\n", "\\n")
            self.note(
                "unportable-name", path, message, "Rename the note: links and other systems stumble over it."
            )
