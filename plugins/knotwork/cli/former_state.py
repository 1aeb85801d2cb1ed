"""The state of a vault that it is compared with: a Git revision, or a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from knotwork.cli.loading import settings_of
from knotwork.cli.options import NotFound
from knotwork.cli.output import print_status
from knotwork.config.mkdocs_yml import Site, find_site
from knotwork.config.option_kinds import SettingsError
from knotwork.config.settings import Settings
from knotwork.vault.git_revision import (
    CUT_OFF,
    Revision,
    RevisionError,
    is_revision,
    is_shallow,
    merge_base,
    repository_root,
    revision,
    write_revision,
)


@contextmanager
def former_state(
    site: Site, base: str | None, *, only_revisions: bool = False
) -> Iterator[tuple[Site, Settings, str]]:
    """The site as it was at a Git revision or is in another folder, its settings, and what it is called.

    Without `base` it is the merge base with the default branch. Its files are there until the context ends.
    Raises NotFound when there is no such state.
    """
    root = repository_root(site.vault_dir)
    try:
        if base is not None and not only_revisions and not (root and is_revision(root, base)):
            folder = Path(base)
            if not folder.is_dir():
                why = f"; {CUT_OFF}" if root and is_shallow(root) else ""
                raise NotFound(f"{base}: there is no such folder, and no revision of Git has that name{why}")
            former = find_site(folder, Path.cwd())
            yield former, settings_of(former), base
            return
        if root is None:
            raise NotFound(f"{site.vault_dir} is in no Git repository, or Git is not installed")
        commit = merge_base(root) if base is None else revision(root, base)
        with tempfile.TemporaryDirectory(prefix="knotwork-state-") as temporary:
            former, settings = _written(site, root, commit, Path(os.path.realpath(temporary)))
            yield former, settings, f"{commit.commit[:10]} ({commit.source})"
    except RevisionError as error:
        raise NotFound(str(error)) from error


def _written(site: Site, root: Path, commit: Revision, folder: Path) -> tuple[Site, Settings]:
    """The site of a revision, whose files are written into a folder."""
    root = Path(os.path.realpath(root))
    inner = PurePosixPath(Path(os.path.realpath(site.vault_dir)).relative_to(root).as_posix())
    write_revision(root, commit.commit, folder, inner)
    (folder / inner).mkdir(parents=True, exist_ok=True)  # there may have been no notes
    try:
        former = _site_in(site, root, folder, folder / inner)
        return former, settings_of(former)
    except SettingsError as error:
        print_status(f"{error.sentences[0]}, in {commit.source}: the settings of now count for it, too")
        former = replace(site, vault_dir=folder / inner)
        return former, settings_of(former)


def _site_in(site: Site, root: Path, folder: Path, vault: Path) -> Site:
    """The site of the same config file in another folder, else the vault without one."""
    if site.config_file is not None:
        config = Path(os.path.realpath(site.config_file))
        if config.is_relative_to(root) and (file := folder / config.relative_to(root)).is_file():
            return find_site(None, file.parent)
    return find_site(vault, folder)
