"""Where the vault is, for programs that know the repository, and for people in a folder."""

from __future__ import annotations

import os
from pathlib import Path

from knotwork.cli.git_remote import repository


def path_prefix(root: Path) -> str:
    """The path from the root of the repository, else from the current folder, to the vault: `docs/notes/`."""
    here = Path.cwd().resolve()
    base = repository(here) or here
    try:
        prefix = Path(os.path.relpath(root.resolve(), base)).as_posix()
    except ValueError:  # on another drive of Windows
        prefix = root.resolve().as_posix()
    return "" if prefix == "." else f"{prefix}/"


def current_prefix(root: Path) -> str:
    """The path from the current folder to the vault: `notes/`, `../`; empty for the folder itself.

    A vault that is neither in that folder nor around it has its absolute path.
    """
    here, vault = Path.cwd(), Path(os.path.normpath(Path.cwd() / root))
    if here == vault:
        return ""
    if here in vault.parents or vault in here.parents:
        return f"{Path(os.path.relpath(vault, here)).as_posix()}/"
    return f"{vault.as_posix().rstrip('/')}/"
