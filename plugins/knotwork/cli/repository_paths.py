"""Paths for programs that know the repository and not the vault."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from msgspec.structs import replace

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath


def path_prefix(root: Path) -> str:
    """The path from the root of the repository, else from the current folder, to the vault: `docs/notes/`."""
    here = Path.cwd().resolve()
    base = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    try:
        prefix = Path(os.path.relpath(root.resolve(), base)).as_posix()
    except ValueError:  # on another drive of Windows
        prefix = root.resolve().as_posix()
    return "" if prefix == "." else f"{prefix}/"


def with_prefix(finding: Diagnostic, prefix: str) -> Diagnostic:
    """The finding with all its paths behind the prefix."""

    def prefixed(location: Location) -> Location:
        return replace(location, path=NotePath(posixpath.normpath(prefix + location.path)))

    related = tuple(replace(hint, location=prefixed(hint.location)) for hint in finding.related)
    return replace(finding, location=prefixed(finding.location), related=related)
