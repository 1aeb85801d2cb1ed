"""A walk over a vault's folder: the files that may be read, and why the others are left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pathspec import GitIgnoreSpec

from knotwork.config.globs import matches
from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem, Severity
from knotwork.model.names import NotePath, basename, folders_above, is_note, without_md
from knotwork.model.text import FILE_START
from knotwork.vault.file_kinds import is_editor_copy

MAX_FOLDERS = 100
"""How deep folders may be nested."""
MAX_PATH_BYTES = 1_500
"""How long a file's path from the vault's root may be, as UTF-8."""

WhyLeftOut = Literal["excluded", "copy", "active", "link", "collision", "unused"]
"""Why a file is not published: the site's settings exclude it, an editor or a tool left it, a browser would
run it, it is a link to what is not published, the site has a file of its own in its place, or no published
note shows it."""

_UNPORTABLE = {*'?#%<>"[]*|:\\\n\u2028\u2029', *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))}
"""Characters that end an address or a line, and those that change the writing direction."""
_JUNCTION = 0xA0000003
"""`IO_REPARSE_TAG_MOUNT_POINT` of Windows."""
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem of a file, whether or not it became a note."""

    path: NotePath
    problem: Problem


def file_problem(
    rule: str, path: str, message: str, help_: str | None = None, severity: Severity | None = None
) -> FileProblem:
    """The problem of a file as a whole."""
    name = NotePath(path.encode("utf-8", "replace").decode("utf-8"))
    return FileProblem(name, Problem(rule, FILE_START, message, help_, severity=severity))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is still to be listed."""

    directory: Path
    prefix: str
    """Its path in the vault with a slash behind it; empty for the root."""
    depth: int
    excluded: bool


class Scan:
    """One walk over a folder: each real folder once, nothing outside the roots, only regular files.

    Links are looked at when all real folders are known: a file or folder has its real path if it has one
    in the vault, and what the settings exclude is not reached by another name.
    """

    def __init__(self, root: Path, settings: Settings, exclude: Sequence[str]) -> None:
        self.root = root
        self.settings = settings
        self.excluded = GitIgnoreSpec.from_lines([".*", *exclude])
        negated = [str(pattern.pattern) for pattern in self.excluded.patterns if pattern.include is False]
        # `drafts/` and then `!drafts/keep.md` keeps that note, as in MkDocs: the folder must be walked
        self.takes_back = bool(negated)
        self.takes_back_dots = any("/." in f"/{line.removeprefix('!')}" for line in negated)
        self.real_root = root.resolve()
        self.roots = [self.real_root, *(Path(os.path.realpath(folder)) for folder in settings.extra_roots)]
        self.files: set[NotePath] = set()
        """The files that may be read."""
        self.linked: dict[NotePath, NotePath] = {}
        """The real paths of those files that are links to another file of the vault."""
        self.left_out: dict[NotePath, WhyLeftOut] = {}
        self.has_links = False
        """Whether there are links that the settings do not exclude."""
        self.problems: list[FileProblem] = []
        self._seen: dict[Path, str] = {}
        """The real folders that were listed or excluded, and the path they have in the vault."""
        self._hidden_folders: set[str] = set()
        self._links: list[tuple[Path, str, int]] = []
        self._walk(_Folder(root, "", 0, excluded=False))
        while self._links:
            links, self._links = sorted(self._links), []
            for link in links:
                self._follow(*link)

    def report(
        self, rule: str, path: str, message: str, help_: str | None = None, severity: Severity | None = None
    ) -> None:
        """Remember a problem of a file."""
        self.problems.append(file_problem(rule, path, message, help_, severity))

    def skip(self, path: str, why: str, help_: str | None = None) -> None:
        """Remember that a file is left out, and why."""
        self.report("unreadable-file", path, f"the file is left out: it {why}", help_)

    def is_excluded(self, path: NotePath) -> bool:
        """Whether the settings exclude a file, or a folder that it is in."""
        if self.excluded.match_file(path):
            return True
        return not self.takes_back and any(
            self.excluded.match_file(above) or self.excluded.match_file(f"{above}/")
            for above in folders_above(path)
        )

    def leave_out(self, path: NotePath, why: WhyLeftOut) -> None:
        """Take a file from those that may be read."""
        self.files.discard(path)
        self.left_out[path] = why

    # -- real folders

    def _walk(self, start: _Folder) -> None:
        folders = [start]
        while folders:
            folder = folders.pop()
            real = folder.directory.resolve() if folder is start else None
            self._seen.setdefault(real or folder.directory, folder.prefix.rstrip("/"))
            if folder.depth > MAX_FOLDERS:
                why = f"is in more than {MAX_FOLDERS} folders"
                self.skip(folder.prefix.rstrip("/"), why, "Move it further up.")
                continue
            base = real or folder.directory
            try:
                entries = sorted(os.scandir(base), key=lambda entry: entry.name)
            except OSError as error:
                self.skip(folder.prefix.rstrip("/"), f"cannot be listed: {error.strerror or error}")
                continue
            folders += [below for entry in entries if (below := self._entry(entry, folder)) is not None]

    def _entry(self, entry: os.DirEntry[str], folder: _Folder) -> _Folder | None:
        """Add a file or link; returns a folder that is to be listed."""
        path = folder.prefix + entry.name
        is_link = entry.is_symlink() or (os.name == "nt" and _is_junction(entry))
        is_folder = not is_link and entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") and (
            folder.excluded or not self.takes_back_dots or (is_folder and entry.name in (".git", ".obsidian"))
        ):
            return None
        try:
            size = len(path.encode("utf-8"))
        except UnicodeEncodeError:
            self.skip(path, "has a name that is not UTF-8", "Rename it.")
            return None
        if size > MAX_PATH_BYTES:
            self.skip(f"{path[:100]}…", f"has a path of more than {MAX_PATH_BYTES:,} bytes")
            return None
        if is_folder:
            hidden = folder.excluded or (
                not self.takes_back and any(map(self.excluded.match_file, (path, f"{path}/")))
            )
            below = _Folder(Path(entry.path), f"{path}/", folder.depth + 1, hidden)
            if Path(entry.path) in self._seen:
                self._again(path, self._seen[Path(entry.path)])
                return None
            if hidden:
                self._hidden_folders.add(path)
            return below
        if folder.excluded or self.excluded.match_file(path):
            if not basename(path).startswith("."):
                self.left_out[NotePath(path)] = "excluded"
        elif is_link:
            self.has_links = True
            self._links.append((Path(entry.path), path, folder.depth))
        elif self._is_regular(entry, path):
            self._add(NotePath(path))
        return None

    def _is_regular(self, entry: os.DirEntry[str], path: str) -> bool:
        try:
            regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
        except OSError as error:
            self.skip(path, f"cannot be read: {error.strerror}")
            return False
        if not regular:
            self.skip(path, "is not a regular file")
        return regular

    def _add(self, path: NotePath) -> None:
        if is_editor_copy(path) and not matches(self.settings.editor_copies, path):
            self.left_out[path] = "copy"
            message = "the file is left out: its name is that of a copy that an editor or a tool made"
            self.report("editor-copy", path, message, "Delete it, or list it under `editor_copies`.")
            return
        self._check_name(path)
        self.files.add(path)

    # -- links

    def _follow(self, link: Path, path: str, depth: int) -> None:
        try:
            real = link.resolve(strict=True)
            mode = real.stat().st_mode
        except (OSError, RuntimeError):  # also links in a circle
            self.skip(path, "is a link to nothing")
            return
        root = next((folder for folder in self.roots if real.is_relative_to(folder)), None)
        if root is None:
            self.skip(path, "is a link to a place outside the vault", "List that place under `extra_roots`.")
            return
        inner = "" if real == root else real.relative_to(root).as_posix()
        private = any(part.startswith(".") for part in inner.split("/")) or self._hides(inner)
        if private and not (root == self.real_root and inner in self.files):
            self._private(path, inner)
        elif stat.S_ISDIR(mode):
            if real in self._seen:
                self._again(path, self._seen[real])
            else:
                self._walk(_Folder(link, f"{path}/", depth + 1, excluded=False))
        elif not stat.S_ISREG(mode):
            self.skip(path, "is not a regular file")
        elif root == self.real_root and not self._may_show(path, NotePath(inner)):
            self._private(path, inner)
        else:
            if root == self.real_root:
                self.linked[NotePath(path)] = NotePath(inner)
            self._add(NotePath(path))

    def _hides(self, inner: str) -> bool:
        """Whether the settings exclude a path, or the folder it is."""
        return bool(inner) and (
            self.excluded.match_file(inner)
            or self.excluded.match_file(f"{inner}/")
            or inner in self._hidden_folders
        )

    def _may_show(self, path: str, real: NotePath) -> bool:
        """Whether a link may show a file of the vault: one that is published, and a note only as a note."""
        return real in self.files and (is_note(path) or not is_note(real))

    def _private(self, path: str, inner: str) -> None:
        self.left_out[NotePath(path)] = "link"
        message = f"the file is left out: it is a link to '{inner}', which is not published"
        self.report("symbolic-link", path, message, "Remove the link, or publish what it leads to.")

    def _again(self, path: str, known: str) -> None:
        where = f"the folder '{known}', which is read there" if known else "the vault itself"
        self.report("symbolic-link", path, f"the link is left out: it leads to {where}", severity="info")

    def _check_name(self, path: str) -> None:
        if is_note(path) and not has_portable_name(path):
            odd = sorted(_UNPORTABLE & set(basename(path)))
            shown = [sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in odd]
            what = f"`{'`, `'.join(shown)}`" if odd else "its form"
            message = f"the file name does not work everywhere: {what}"
            self.report(
                "unportable-name", path, message, "Rename the note: links and other systems stumble over it."
            )


def has_portable_name(path: str) -> bool:
    """Whether the name of a note works on all systems."""
    name = basename(path)
    stem = without_md(name)
    return not (
        _UNPORTABLE & set(name)
        or stem.endswith((".", " "))
        or name.startswith(" ")
        or stem.lower() in _RESERVED
    )


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder on Windows is a junction, which leads to another folder."""
    return getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION
