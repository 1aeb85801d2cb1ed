"""A walk over a vault's folder: what may be read there, and why the rest may not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.diagnostics import Problem
from knotwork.names import NotePath, basename
from knotwork.settings import Settings
from knotwork.text import FILE_START

_UNPORTABLE = set('?#%&<>"[]*|:\\\n')
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem of a file, whether or not it became a note."""

    path: NotePath
    problem: Problem


class Scan:
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
        """Remember a problem of a file."""
        name = NotePath(path.encode("utf-8", "replace").decode("utf-8"))
        self.problems.append(FileProblem(name, Problem(rule, FILE_START, message, help_)))

    def skip(self, path: str, why: str, help_: str | None = None) -> None:
        """Remember that a file is left out, and why."""
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
