"""Mending a vault: fixes applied again and again until nothing more can be fixed, then written down."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from knotwork.compiler import KnowledgeBase, compile_vault
from knotwork.diagnostics import Fix
from knotwork.fixes import fixed
from knotwork.names import NotePath
from knotwork.reader import read_note
from knotwork.rules import check

ROUNDS = 10
"""How often what a fix has uncovered is fixed in turn."""
_ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Mended:
    """A vault after its fixes. Nothing is written yet."""

    kb: KnowledgeBase
    before: Mapping[NotePath, str]
    """The texts of the notes that change, as they are in the files."""
    after: Mapping[NotePath, str]
    fixes: int
    """How many were applied."""


def mended(
    kb: KnowledgeBase,
    text_of: Callable[[NotePath], str | None],
    exact: Callable[[NotePath], str | None],
    chosen: Callable[[str], bool],
    *,
    unsafe: bool = False,
) -> Mended:
    """The vault with the fixes of the chosen rules; only safe ones, unless `unsafe`.

    `text_of` gives a note's text to look at. `exact` gives it with byte order mark and line breaks as
    in the file, and None for a file that could not be written back as it was: that one is left alone.
    """
    before: dict[NotePath, str] = {}
    after: dict[NotePath, str] = {}

    def editable(path: NotePath) -> bool:
        if path not in before and (text := exact(path)) is not None:
            before[path] = after[path] = text
        return path in before

    def shown(path: NotePath) -> str | None:
        return after[path] if path in after else text_of(path)

    # findings that are too many to list are mended all the same
    now = replace(kb, settings=replace(kb.settings, max_findings_per_file=_ALL))
    last: set[Fix] = set()
    count = 0
    for _ in range(ROUNDS):
        found = check(now, shown, chosen=chosen)
        wanted = [each.fix for each in found if each.fix and (each.fix.safe or unsafe)]
        fixes = [fix for fix in wanted if all(editable(edit.path) for edit in fix.edits)]
        texts = fixed(after, fixes)
        count += len(fixes) - len(last.intersection(fixes))  # a fix that comes again overlapped another
        if texts == after:
            break
        after, last = texts, set(fixes)
        now = _compiled_again(now, after)
    changed = {path: text for path, text in after.items() if text != before[path]}
    kb = replace(now, settings=kb.settings)
    return Mended(kb, {path: before[path] for path in changed}, changed, count)


def exact_text(root: Path, path: NotePath) -> str | None:
    """A note's text as it is in the file; None when it is not UTF-8."""
    try:
        return (root / path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write_note(root: Path, path: NotePath, before: str, after: str) -> bool:
    """Write a note whole or not at all, with the permissions it has; False when it is not as `before`."""
    file = (root / path).resolve()  # a symbolic link stays one
    if file.read_bytes() != before.encode("utf-8"):
        return False
    if not os.access(file, os.W_OK):
        raise PermissionError(13, "the note may not be written", str(file))
    handle, name = tempfile.mkstemp(prefix=f".{file.name[:80]}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(after.encode("utf-8"))
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(file, name)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _compiled_again(kb: KnowledgeBase, texts: Mapping[NotePath, str]) -> KnowledgeBase:
    style = kb.settings.tag_style
    notes = {path: read_note(path, text, style) for path, text in texts.items()}
    return compile_vault(replace(kb.vault, notes={**kb.vault.notes, **notes}), kb.settings)
