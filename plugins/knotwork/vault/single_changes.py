"""What changes of single files make of a walk over a vault's folder, where that needs no other walk."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from knotwork.model.names import NotePath, folders_above, is_note, name_key
from knotwork.vault.collisions import SiteFiles, collisions
from knotwork.vault.file_kinds import is_editor_copy
from knotwork.vault.scan import MAX_FOLDERS, MAX_PATH_BYTES, Scan, has_portable_name


@dataclass(frozen=True, slots=True)
class SingleChanges:
    """The notes that were written to, that came and that went."""

    edited: frozenset[NotePath]
    added: frozenset[NotePath]
    removed: frozenset[NotePath]


def single_changes(
    scan: Scan, notes: Collection[NotePath], paths: Iterable[NotePath]
) -> SingleChanges | None:
    """What happened to the files with those paths; `notes` are those that were read.

    None when that may concern other files, or files that are no notes.
    """
    edited, added, removed = set[NotePath](), set[NotePath](), set[NotePath]()
    for path in paths:
        mode = _mode(scan, path)
        if path not in notes and is_as_scanned(scan, path):
            continue
        if mode is None and path in notes:
            removed.add(path)
        elif mode is None or not stat.S_ISREG(mode):
            return None
        elif path in notes:
            edited.add(path)
        elif _is_plain(scan, path):
            added.add(path)
        else:
            return None
    if (added or removed) and scan.has_links:  # one may lead there
        return None
    if removed and any(path in removed for path in (problem.path for problem in scan.problems)):
        return None
    if added:  # where letter case makes no difference, it may be one of the others
        keys = {name_key(path) for path in (*scan.files, *scan.left_out)}
        if len({name_key(path) for path in added} - keys) < len(added):
            return None
    return SingleChanges(frozenset(edited), frozenset(added), frozenset(removed))


def is_as_scanned(scan: Scan, path: NotePath) -> bool:
    """Whether a file that is no note is as the walk found it: a copy that is left out, or not there."""
    mode = _mode(scan, path)
    if mode is None:
        return not _is_known(scan, path)
    return stat.S_ISREG(mode) and scan.left_out.get(path) == "copy"


def may_collide(
    added: Collection[NotePath], others: Collection[NotePath], site: SiteFiles | None, named: Collection[str]
) -> bool:
    """Whether new notes may be left out because of the site's own files, or `others` because of them."""
    return bool(added) and site is not None and bool(collisions(added, others, site, named))


def _mode(scan: Scan, path: NotePath) -> int | None:
    try:
        return os.lstat(scan.root / path).st_mode
    except (OSError, ValueError):
        return None


def _is_known(scan: Scan, path: NotePath) -> bool:
    """Whether a path is that of a file, of one that is left out, or of a folder above one."""
    below = f"{path}/"
    known = (*scan.files, *scan.left_out, *(problem.path for problem in scan.problems))
    return any(other == path or other.startswith(below) for other in known)


def _is_plain(scan: Scan, path: NotePath) -> bool:
    """Whether a walk would find a note there, in real folders, and have nothing to say about it."""
    above = list(folders_above(path))
    if (
        os.name == "nt"  # a folder may be a junction
        or not is_note(path)
        or any(part.startswith(".") for part in path.split("/"))
        or len(path.encode("utf-8", "replace")) > MAX_PATH_BYTES
        or len(above) > MAX_FOLDERS
        or is_editor_copy(path)
        or scan.is_excluded(path)
    ):
        return False
    return has_portable_name(path) and all(
        (mode := _mode(scan, NotePath(folder))) is not None and stat.S_ISDIR(mode) for folder in above
    )
