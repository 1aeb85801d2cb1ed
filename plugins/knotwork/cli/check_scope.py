"""What `knotwork check` is asked for: the vault, and some of its files when only their findings count."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct

from knotwork.cli.options import NotFound
from knotwork.config.mkdocs_yml import Site, find_site
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath, is_note


class Scope(Struct, frozen=True):
    """A vault, and the files and folders of it that count."""

    site: Site
    paths: tuple[NotePath, ...] = ()
    """None: all files count."""
    stdin: NotePath | None = None
    """The note whose text is that of the standard input."""

    def covers(self, path: str) -> bool:
        """Whether the findings of a file count."""
        return not self.paths or any(
            path == given or not given or path.startswith(f"{given}/") for given in self.paths
        )

    def of(self, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The findings that count."""
        return tuple(finding for finding in findings if self.covers(finding.location.path))

    def notes(self, notes: Collection[NotePath]) -> Collection[NotePath]:
        """The notes that count."""
        return [path for path in notes if self.covers(path)] if self.paths else notes


def check_scope(
    vault: Path | None, files: Sequence[Path], stdin: Path | None, cwd: Path, *, past: bool = False
) -> Scope:
    """The scope of the arguments; a first one that is a file, or named like a note, is no vault.

    With `past`, files need not be there any more. Raises SettingsError when there is no such vault, NotFound
    when a file is not there or not in it.
    """
    if vault is not None and _is_file(cwd / vault):
        site, files = find_site(None, cwd), (vault, *files)
    else:
        site = find_site(vault, cwd)
    within = None if stdin is None else _path_in(site, stdin, cwd, must_exist=False)
    paths = tuple(_path_in(site, file, cwd, must_exist=not past) for file in files)
    return Scope(site, paths or (() if within is None else (within,)), within)


def _is_file(path: Path) -> bool:
    return path.is_file() or (is_note(NotePath(path.name)) and not path.is_dir())


def _path_in(site: Site, file: Path, cwd: Path, *, must_exist: bool = True) -> NotePath:
    """The path of a file in a vault, given from the current folder, else from the vault."""
    vault = Path(os.path.normpath(cwd / site.vault_dir))
    candidates = [Path(os.path.normpath(base / file)) for base in (cwd, vault)]
    existing = [path for path in candidates if path.exists()]
    if must_exist and not existing:
        raise NotFound(f"{file}: there is no such file")
    for path in existing or candidates:
        if path.is_relative_to(vault):
            return NotePath("" if path == vault else path.relative_to(vault).as_posix())
        if path.resolve().is_relative_to(vault.resolve()):
            return NotePath(path.resolve().relative_to(vault.resolve()).as_posix())
    raise NotFound(f"{file} is not in the vault {vault}: name the vault before it")
