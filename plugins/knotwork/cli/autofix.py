"""Fixing a vault: fixes applied again and again until none is left, checked, then written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Fix
from knotwork.model.names import NotePath
from knotwork.rules import check
from knotwork.rules.fixes import applied
from knotwork.syntax.reader import read_note

ROUNDS = 10
"""How often what a fix has uncovered is fixed in turn."""
_TRIALS = 30
"""So many fixes are tried alone when together they bring up something new."""
_ALL = 1_000_000_000
_TextOf = Callable[[NotePath], str | None]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A vault after its fixes. Nothing is written yet."""

    kb: KnowledgeBase
    before: Mapping[NotePath, str]
    """The texts of the notes that change, as they are in the files."""
    after: Mapping[NotePath, str]
    settled: tuple[Diagnostic, ...] = ()
    """The findings whose fixes were applied, in the order of rounds and places."""
    changed: tuple[NotePath, ...] = ()
    """Notes that have another text than the one that was checked; they are left as they are."""
    held: tuple[Diagnostic, ...] = ()
    """The findings whose fixes were taken back, because something new came up by them."""

    @property
    def guesses(self) -> int:
        """How many of the fixes are suggestions."""
        return sum(each.fix is not None and not each.fix.safe for each in self.settled)


def autofix(
    kb: KnowledgeBase,
    text_of: _TextOf,
    exact: _TextOf,
    chosen: Callable[[str], bool],
    *,
    unsafe: bool = False,
) -> Fixed:
    """The vault with the fixes of the chosen rules; only safe ones, unless `unsafe`.

    `text_of` gives a note's text to look at. `exact` gives it with byte order mark and line breaks as
    in the file, and None for a file that could not be written back as it was: that one is left alone.
    Safe fixes that bring up a new finding after all, in another place of the vault, are left out.
    """
    work = _Work(kb, text_of, exact)
    # also what no chosen rule looks for must not come up
    now, found = work.kb, check(work.kb, work.shown)
    settled: list[Diagnostic] = []
    held: set[Fix] = set()
    for _ in range(ROUNDS):
        wanted = [each for each in found if each.fix and chosen(each.rule) and (each.fix.safe or unsafe)]
        while True:
            fixes = [each.fix for each in wanted if each.fix and each.fix not in held and work.may(each.fix)]
            texts, done = applied(work.after, fixes)
            if texts == work.after:
                break
            later = _compiled_again(now, texts)
            left = check(later, partial(_shown, texts, text_of))
            worse = () if unsafe else _worse(found, left)
            if not worse:
                break
            held |= _guilty(done, worse, partial(_brings_up, now, work, found))
        if texts == work.after:
            break
        kept = set(done)
        settled += [each for each in wanted if each.fix in kept]
        work.after, now, found = texts, later, left
    after = {path: text for path, text in work.after.items() if text != work.before[path]}
    kb = replace(now, settings=kb.settings)
    before = {path: work.before[path] for path in after}
    left_out = tuple(each for each in found if each.fix in held)
    return Fixed(kb, before, after, tuple(settled), tuple(sorted(work.changed)), left_out)


class _Work:
    """The texts while they are fixed."""

    def __init__(self, kb: KnowledgeBase, text_of: _TextOf, exact: _TextOf) -> None:
        # findings that are too many to list are fixed all the same
        self.kb = replace(kb, settings=replace(kb.settings, max_findings_per_file=_ALL))
        self.text_of, self.exact = text_of, exact
        self.before: dict[NotePath, str] = {}
        self.after: dict[NotePath, str] = {}
        self.changed: set[NotePath] = set()

    def shown(self, path: NotePath) -> str | None:
        return _shown(self.after, self.text_of, path)

    def may(self, fix: Fix) -> bool:
        """Whether all the notes that a fix edits can be."""
        return all(self._editable(edit.path) for edit in fix.edits)

    def _editable(self, path: NotePath) -> bool:
        if path in self.before or path in self.changed:
            return path in self.before
        text = self.exact(path)
        if text is None:
            return False
        note = read_note(path, text, self.kb.settings.tag_style, self.kb.settings.html)
        if note != self.kb.vault.notes.get(path):
            self.changed.add(path)  # the edits are for another text
            return False
        self.before[path] = self.after[path] = text
        return True


def _shown(texts: Mapping[NotePath, str], text_of: _TextOf, path: NotePath) -> str | None:
    return texts[path] if path in texts else text_of(path)


def _guilty(
    done: Sequence[Fix], worse: Collection[NotePath], brings_up: Callable[[Fix], Collection[NotePath]]
) -> set[Fix]:
    """Of fixes that together bring up something new, those that do so alone; all, when none does."""
    suspects = [fix for fix in done if any(edit.path in worse for edit in fix.edits)] or list(done)
    guilty = {fix for fix in suspects[:_TRIALS] if brings_up(fix)} | set(suspects[_TRIALS:])
    return guilty or set(suspects)


def _brings_up(kb: KnowledgeBase, work: _Work, found: Sequence[Diagnostic], fix: Fix) -> set[NotePath]:
    """The files in which a fix alone brings up something new."""
    texts, _ = applied(work.after, [fix])
    return _worse(found, check(_compiled_again(kb, texts), partial(_shown, texts, work.text_of)))


def _worse(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> set[NotePath]:
    """The files with findings that were not there before."""

    def counted(found: Sequence[Diagnostic]) -> Counter[tuple[str, NotePath, str]]:
        return Counter((each.rule, each.location.path, each.message) for each in found)

    return {path for _, path, _ in counted(after) - counted(before)}


def exact_text(root: Path, path: NotePath) -> str | None:
    """A note's text as it is in the file; None when it is not UTF-8, or lies outside the vault."""
    try:
        file = (root / path).resolve()
        return file.read_bytes().decode("utf-8") if file.is_relative_to(root.resolve()) else None
    except (OSError, RuntimeError, UnicodeDecodeError):
        return None


def write_note(root: Path, path: NotePath, before: str, after: str) -> bool:
    """Write a note whole or not at all, with the permissions it has; False when it is not as `before`.

    A symbolic link stays one: what it leads to is written, if that lies in the vault.
    """
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        return False
    data = file.read_bytes()
    if data == after.encode("utf-8"):
        return True  # another path to the same file
    if data != before.encode("utf-8"):
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
        with suppress(PermissionError, AttributeError):  # Windows has no `os.chown`
            shutil.chown(name, file.stat().st_uid, file.stat().st_gid)
        if file.read_bytes() != data:
            Path(name).unlink()
            return False
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _compiled_again(kb: KnowledgeBase, texts: Mapping[NotePath, str]) -> KnowledgeBase:
    style, html = kb.settings.tag_style, kb.settings.html
    notes = {path: read_note(path, text, style, html) for path, text in texts.items()}
    return compile_vault(replace(kb.vault, notes={**kb.vault.notes, **notes}), kb.settings)
