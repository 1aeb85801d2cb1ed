"""The files of a Git revision, written into a folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from knotwork.model.names import is_note
from knotwork.vault.git_command import SECONDS, git_command, git_environment, git_output

_LARGEST = 20_000_000
"""Bytes of a file whose content is written; a larger one is no note."""
_MEDIA = frozenset(
    ".png .jpg .jpeg .gif .webp .avif .bmp .ico .tif .tiff .mp4 .mov .mkv .webm .ogv .mp3 .m4a .ogg .wav "
    ".flac .pdf .zip .gz .tgz .tar .xz .7z .woff .woff2 .ttf .otf .eot .exe .bin .so .jar .whl".split()
)
"""Files of which only the name counts."""
CUT_OFF = "the history is cut off here: fetch it, for example with `fetch-depth: 0`"
"""What to do in a shallow clone."""


class RevisionError(Exception):
    """A revision that cannot be read, in a sentence for the person who named it."""


class Revision(NamedTuple):
    """A commit, and how it was found."""

    commit: str
    """The full name."""
    source: str
    """`main`, `the merge base with origin/main`."""


def repository_root(folder: Path) -> Path | None:
    """The root of the working tree that a folder is in; None without a repository, or without Git."""
    root = _output(folder, "rev-parse", "--show-toplevel")
    return Path(root) if root else None


def is_revision(folder: Path, name: str) -> bool:
    """Whether a text names a commit."""
    return _commit(folder, name) is not None


def is_shallow(folder: Path) -> bool:
    """Whether only the last commits are here."""
    return _output(folder, "rev-parse", "--is-shallow-repository") == "true"


def revision(folder: Path, name: str) -> Revision:
    """The commit of that name; raises RevisionError."""
    commit = _commit(folder, name)
    if commit is None:
        more = f"; {CUT_OFF}" if is_shallow(folder) else ""
        raise RevisionError(f"there is no revision '{name}'{more}")
    return Revision(commit, name)


def merge_base(folder: Path) -> Revision:
    """The commit at which the work in a folder left the default branch; raises RevisionError."""
    branch = next((name for name in _default_branches(folder) if _commit(folder, name)), None)
    more = f"; {CUT_OFF}" if is_shallow(folder) else ": name a revision to compare with"
    if branch is None:
        raise RevisionError(f"there is no default branch such as {next(_default_branches(folder))}{more}")
    commit = _output(folder, "merge-base", "HEAD", branch)
    if not commit:
        raise RevisionError(f"HEAD and {branch} have no common commit{more}")
    return Revision(commit, f"the merge base with {branch}")


def write_revision(root: Path, commit: str, folder: Path, vault: PurePosixPath) -> None:
    """Write the files of a commit into an empty folder; of images and other media only the names.

    `root` is that of the working tree, and `vault` a path from there: files below it that Git ignores are
    copied, since a commit says nothing about them. Of a submodule that is here its commit of then is written;
    what a sparse checkout leaves out is not. Raises RevisionError when a file cannot be read.
    """
    links: list[tuple[Path, bytes]] = []
    absent = _absent(root)
    with _Contents(root) as contents:
        for mode, name, path in _entries(root, commit):
            if str(path) in absent:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if mode == "160000":
                target.mkdir(exist_ok=True)
                if (root / path / ".git").exists():
                    _write_submodule(root / path, name, target)
            elif mode == "120000":
                links.append((target, contents.read(name)))
            elif target.suffix.lower() in _MEDIA:
                target.touch()
            else:
                target.write_bytes(contents.read(name))
    _copy_ignored(root, folder, vault)
    for target, destination in links:  # at last: nothing is written through them
        try:
            target.symlink_to(os.fsdecode(destination))
        except OSError:  # Windows without the right to do so
            target.write_bytes(destination)


def _write_submodule(root: Path, commit: str, folder: Path) -> None:
    if _commit(root, commit) is None:
        raise RevisionError(f"the submodule {root.name} has no commit {commit[:12]} here: fetch its history")
    write_revision(root, commit, folder, PurePosixPath())


def _absent(root: Path) -> frozenset[str]:
    """The files that a sparse checkout leaves out: they are not there now, so they were not there then."""
    listed = (_output(root, "ls-files", "-t", "-z") or "").split("\0")
    return frozenset(line[2:] for line in listed if line.startswith("S "))


def _copy_ignored(root: Path, folder: Path, vault: PurePosixPath) -> None:
    options = ("-z", "--others", "--ignored", "--exclude-standard", "--", str(vault))
    for path in filter(None, (_output(root, "ls-files", *options) or "").split("\0")):
        source, target = root / path, folder / path
        if target.exists() or source.is_symlink() or not source.is_file():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if is_note(path) or ".obsidian" in source.parts:
            shutil.copyfile(source, target)
        else:
            target.touch()


def _entries(root: Path, commit: str) -> Iterator[tuple[str, str, PurePosixPath]]:
    """For each file of a commit its mode, the name of its content, and its path."""
    listed = git_output(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    if listed is None:
        raise RevisionError(f"the files of {commit[:12]} cannot be listed")
    for line in filter(None, listed.split(b"\0")):
        head, _, path = line.partition(b"\t")
        mode, _, name = os.fsdecode(head).split(" ")
        parts = PurePosixPath(os.fsdecode(path))
        if not parts.is_absolute() and not {"..", ".git"}.intersection(parts.parts):
            yield mode, name, parts


class _Contents:
    """Contents of a repository by their names, from one process of Git."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [*git_command(root), "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=git_environment(),
        )

    def __enter__(self) -> _Contents:
        return self

    def __exit__(self, *error: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait(SECONDS)

    def read(self, name: str) -> bytes:
        """The content of that name; empty when it is too large for a note."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None, "both are pipes"  # noqa: PT018
        try:
            stdin.write(f"{name}\n".encode())
            stdin.flush()
            return _answer(stdout)
        except (OSError, ValueError) as error:
            raise RevisionError(
                "the contents of the revision are not all here: fetch them (a partial clone has only some)"
            ) from error


def _answer(stdout: IO[bytes]) -> bytes:
    """The content that Git sends; raises ValueError when it has none."""
    kind, size = stdout.readline().decode().split(" ")[1:]
    if kind != "blob":
        raise ValueError(kind)
    left, parts = int(size), []
    is_large = left > _LARGEST
    while left:
        part = stdout.read(min(left, 1 << 20))
        if not part:
            raise ValueError("cut off")
        left -= len(part)
        if not is_large:
            parts.append(part)
    stdout.read(1)
    return b"".join(parts)


def _default_branches(folder: Path) -> Iterator[str]:
    if target := os.environ.get("GITHUB_BASE_REF") or os.environ.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        yield f"origin/{target}"
        return  # another branch would be another change
    if head := _output(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD"):
        yield head
    yield from ("origin/main", "origin/master", "main", "master")


def _commit(folder: Path, name: str) -> str | None:
    return _output(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")


def _output(folder: Path, *arguments: str) -> str | None:
    """What Git writes, without the last line break; None when it fails or writes nothing."""
    written = git_output(folder, *arguments)
    return os.fsdecode(written).removesuffix("\n") or None if written is not None else None
