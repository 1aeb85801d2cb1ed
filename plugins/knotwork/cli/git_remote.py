"""Where a Git repository is published, read from its files: no program is run."""

from __future__ import annotations

import configparser
from pathlib import Path

from msgspec import Struct

from knotwork.model.patterns import lazy_regex

_ADDRESS = lazy_regex(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]*@)?|(?:[\w.-]+@)?)"  # a user's name or token stays out
    r"(?P<host>[A-Za-z0-9.-]+)(?::\d+(?=/))?[:/]/?(?P<path>[\w.~/-]+?)(?:\.git)?/?"
)


class Remote(Struct, frozen=True):
    """A repository on a host."""

    host: str
    """`github.com`."""
    path: str
    """`owner/name`; groups of GitLab may be nested."""
    branch: str = "main"
    """The branch that is checked out."""

    @property
    def url(self) -> str:
        """Its address in a browser."""
        return f"https://{self.host}/{self.path}"


def repository(folder: Path) -> Path | None:
    """The root of the Git repository that a folder is in."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def remote(root: Path) -> Remote | None:
    """The repository's `origin`, else its first remote; None when there is none on a host."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, allow_no_value=True)
    try:
        own, common = _git_folders(root / ".git")
        parser.read_string((common / "config").read_text("utf-8"))
        head = (own / "HEAD").read_text("utf-8")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return None
    names = [name for name in parser.sections() if name.startswith('remote "')]
    for name in sorted(names, key=lambda name: name != 'remote "origin"'):
        address = _ADDRESS.fullmatch(parser.get(name, "url", fallback="") or "")
        if address and "." in address["host"] and "/" in address["path"]:
            branch = head.strip().removeprefix("ref: refs/heads/")
            return Remote(address["host"].lower(), address["path"], branch if "ref:" in head else "main")
    return None


def _git_folders(git: Path) -> tuple[Path, Path]:
    """Git's folder of a working tree, and of its repository; a worktree or submodule has a file instead."""
    if git.is_file():
        git = git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip()
    common = git / "commondir"
    return git, git / common.read_text("utf-8").strip() if common.is_file() else git
