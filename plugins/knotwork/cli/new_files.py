"""Files written into a folder that may hold others: none is overwritten without `force`."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import click

from knotwork.report.terminal import visible


class WouldOverwrite(click.ClickException):
    """The files are not written."""

    exit_code = 2


def write_new_files(folder: Path, files: Mapping[Path, bytes], *, force: bool) -> None:
    """Write files below a folder; raises WouldOverwrite before anything is written.

    Files that hold the same bytes already stay. No symbolic link below the folder is followed: what is
    written lies in it. With `force` other files are replaced.
    """
    new = {file: data for file, data in files.items() if not _holds(file, data)}
    for file in new:
        for above in (*file.parents,)[: len(file.relative_to(folder).parts) - 1]:
            if above in files or (os.path.lexists(above) and not _is_folder(above)):
                raise WouldOverwrite(f"{visible(str(above))} would have to be a folder: nothing was written")
        if _is_folder(file):
            raise WouldOverwrite(f"{visible(str(file))} is a folder: nothing was written")
    there = [file for file in new if os.path.lexists(file)]
    if there and not force:
        more = f" and {len(there) - 1:,} more" if there[1:] else ""
        raise WouldOverwrite(
            f"{visible(str(there[0]))}{more} would be replaced: nothing was written; --force replaces"
        )
    for file in there:
        file.unlink()
    for file, data in new.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as out:  # never through a link that came in between
            out.write(data)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _holds(file: Path, data: bytes) -> bool:
    try:
        return stat.S_ISREG(file.lstat().st_mode) and file.read_bytes() == data
    except OSError:
        return False
