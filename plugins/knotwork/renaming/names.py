"""What the names of a renaming mean: which file, folder, heading, block or tag, and what it becomes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass

from knotwork.model.names import (
    NOTE_ENDINGS,
    NotePath,
    basename,
    folder,
    folders_above,
    is_markdown,
    is_note,
    name_key,
    without_md,
)
from knotwork.renaming.moves import Move
from knotwork.renaming.result import Refused

_UNLINKABLE = "[]|#^\n"


_Reading = Callable[[str], str | None]
"""The path in the vault that a path as written means; None when it means none."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a vault, and what people call them."""

    paths: Collection[NotePath]
    from_here: _Reading
    """Reads a path that is written from the current folder."""

    def named(self, written: str) -> tuple[str, _Reading]:
        """The file or folder that a name means, and how a new name beside it is read; raises Refused.

        A name is a path from the vault's root or from the current folder, with or without the ending of a
        note, or the name of one note wherever it lies.
        """
        folders = self._folders()
        meant: dict[str, _Reading] = {}
        for reading in (_from_root, self.from_here):
            path = reading(written) or ""
            for candidate in (path, *(f"{path}{ending}" for ending in NOTE_ENDINGS)):
                if candidate in folders or candidate in self.paths:
                    meant.setdefault(candidate, reading)
        if len(meant) == 1:
            return next(iter(meant.items()))
        if meant:
            raise Refused(f"'{written}' may be {_either(meant)}: write its path with its ending")
        key = name_key(without_md(written))
        notes = [path for path in self.paths if is_note(path) and name_key(without_md(basename(path))) == key]
        if not notes:
            raise Refused(f"the vault has no file or folder '{written}'")
        if len(notes) > 1:
            raise Refused(f"'{written}' may be {_either(notes)}: write its path")
        return notes[0], lambda new: _from_root(new if "/" in new else posixpath.join(folder(notes[0]), new))

    def move(self, written: str, new: str) -> Move:
        """The move of what is called `written` to `new`; raises Refused.

        A new name that is an existing folder, or ends with a slash, is the folder that it is put into. A new
        name without the ending of a note gets the one of the old.
        """
        old, reading = self.named(written)
        path = reading(new)
        if path is None or path.startswith("../"):
            raise Refused(f"'{new}' is outside the vault")
        if path == ".":
            path = basename(old)
        elif new.endswith("/") or (path in self._folders() and name_key(path) != name_key(old)):
            path = f"{path}/{basename(old)}"
        is_file = old in self.paths
        ending = posixpath.splitext(old)[1]
        keeps = path.lower().endswith(ending.lower()) or (is_markdown(old) and is_markdown(path))
        if is_file and is_note(old) and not keeps:
            path = f"{path}{ending}"
        self._check(old, path, is_file=is_file)
        return Move(old, path)

    def _folders(self) -> set[str]:
        return {above for path in self.paths for above in folders_above(path)}

    def _check(self, old: str, new: str, *, is_file: bool) -> None:
        parts = new.split("/")
        if any(part.startswith(".") for part in parts):
            raise Refused(f"'{new}': names that begin with a dot are not part of a vault")
        name = basename(new)
        if any(mark in name for mark in _UNLINKABLE):
            raise Refused(f"'{name}' cannot be used in a link: it has one of the characters [ ] | # ^")
        if new == old:
            raise Refused(f"{old} has this name already")
        if new.startswith(f"{old}/"):
            raise Refused(f"{old} cannot be put into itself")
        taken: dict[str, str] = {name_key(path): path for path in self.paths}
        taken |= {name_key(above): above for above in self._folders()}
        other = taken.get(name_key(new))
        if other is not None and other != old:
            raise Refused(f"{other} is there already")
        for above in folders_above(new):
            there = taken.get(name_key(above), above)
            if there in self.paths:
                raise Refused(f"{there} is a file, and no folder")
        if is_file and not is_note(old) and posixpath.splitext(new)[1] == "":
            raise Refused(f"'{new}' has no ending, as {posixpath.splitext(old)[1] or 'files'} have it")


def _from_root(written: str) -> str:
    return posixpath.normpath(written.replace("\\", "/").lstrip("/") or ".")


def _either(meant: Collection[str]) -> str:
    return " or ".join(sorted(meant)[:4])
