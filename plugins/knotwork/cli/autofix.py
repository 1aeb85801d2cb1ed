"""Fixes applied to a vault until none is left; a fix that causes a new finding is withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Fix
from knotwork.model.names import NotePath, TextOf
from knotwork.rules import check
from knotwork.rules.fixes import apply_fixes
from knotwork.syntax.reader import read_note

MAX_ROUNDS = 10
"""How often fixes are applied to what earlier fixes have uncovered."""
_MAX_CHECKED_ALONE = 30
"""How many fixes are tried alone when together they cause a new finding."""
_NO_LIMIT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class AutofixResult:
    """A vault after its fixes. Nothing is written yet."""

    kb: KnowledgeBase
    before: Mapping[NotePath, str]
    """The texts of the notes that change, as they are in the files."""
    after: Mapping[NotePath, str]
    applied: tuple[Diagnostic, ...] = ()
    """The findings whose fixes were applied, ordered by round and position."""
    changed: tuple[NotePath, ...] = ()
    """Notes whose files have another text than the one that was checked; they are not fixed."""
    withdrawn: tuple[Diagnostic, ...] = ()
    """The findings whose fixes were withdrawn, because they cause a new finding."""

    @property
    def suggestions(self) -> int:
        """How many of the applied fixes are not safe."""
        return sum(finding.fix is not None and not finding.fix.safe for finding in self.applied)


def autofix(
    kb: KnowledgeBase,
    text_of: TextOf,
    exact: TextOf,
    chosen: Callable[[str], bool],
    concerns: Callable[[NotePath], bool] = lambda path: True,
    *,
    unsafe: bool = False,
) -> AutofixResult:
    """The vault with the fixes of the chosen rules in the files that it `concerns`; only safe ones, unless
    `unsafe`.

    `text_of` gives a note's text for excerpts. `exact` gives it with byte order mark and line breaks as
    in the file, and None for a file that could not be written back unchanged: that one is not fixed.
    Safe fixes that cause a new finding anywhere in the vault are withdrawn.
    """
    texts = _Texts(kb, text_of, exact)
    # rules that are not chosen run too: a fix must not cause a finding of theirs
    current, findings = texts.kb, check(texts.kb, texts.shown)
    applied: list[Diagnostic] = []
    withdrawn: set[Fix] = set()
    for _ in range(MAX_ROUNDS):
        fixable = [
            finding
            for finding in findings
            if finding.fix
            and chosen(finding.rule)
            and concerns(finding.location.path)
            and (finding.fix.safe or unsafe)
        ]
        done = _round(current, texts, findings, fixable, withdrawn, unsafe=unsafe)
        if done is None:
            break
        applied += [finding for finding in fixable if finding.fix in done.fixes]
        texts.after, current, findings = done.texts, done.kb, done.findings
    after = {path: text for path, text in texts.after.items() if text != texts.before[path]}
    before = {path: texts.before[path] for path in after}
    unapplied = tuple(finding for finding in findings if finding.fix in withdrawn)
    kb = replace(current, settings=kb.settings)
    return AutofixResult(kb, before, after, tuple(applied), tuple(sorted(texts.changed)), unapplied)


class _Round(NamedTuple):
    """A vault after one round of fixes."""

    texts: dict[NotePath, str]
    kb: KnowledgeBase
    findings: tuple[Diagnostic, ...]
    fixes: frozenset[Fix]


def _round(
    kb: KnowledgeBase,
    texts: _Texts,
    findings: Sequence[Diagnostic],
    fixable: Sequence[Diagnostic],
    withdrawn: set[Fix],
    *,
    unsafe: bool,
) -> _Round | None:
    """The vault with the fixes that are not withdrawn; None when there are none. `withdrawn` gets those
    that cause a new finding.
    """
    while True:
        fixes = [
            finding.fix
            for finding in fixable
            if finding.fix and finding.fix not in withdrawn and texts.may_apply(finding.fix)
        ]
        fixed, done = apply_fixes(texts.after, fixes)
        if fixed == texts.after:
            return None
        recompiled = _recompiled(kb, fixed)
        remaining = check(recompiled, partial(_shown, fixed, texts.text_of))
        worse = set() if unsafe else _paths_with_new_findings(findings, remaining)
        if not worse:
            return _Round(fixed, recompiled, remaining, frozenset(done))
        withdrawn |= _harmful(done, worse, partial(_harmed_by, kb, texts, findings))


class _Texts:
    """The texts of the notes while they are fixed."""

    def __init__(self, kb: KnowledgeBase, text_of: TextOf, exact: TextOf) -> None:
        # findings beyond the limit of a report are fixed too
        self.kb = replace(kb, settings=replace(kb.settings, max_findings_per_file=_NO_LIMIT))
        self.text_of, self.exact = text_of, exact
        self.before: dict[NotePath, str] = {}
        self.after: dict[NotePath, str] = {}
        self.changed: set[NotePath] = set()

    def shown(self, path: NotePath) -> str | None:
        return _shown(self.after, self.text_of, path)

    def may_apply(self, fix: Fix) -> bool:
        """Whether all the notes that a fix edits can be edited."""
        return all(self._is_editable(edit.path) for edit in fix.edits)

    def _is_editable(self, path: NotePath) -> bool:
        if path in self.before or path in self.changed:
            return path in self.before
        text = self.exact(path)
        if text is None:
            return False
        note = read_note(path, text, self.kb.settings.dialect)
        if note.inserted or note != self.kb.vault.notes.get(path):
            self.changed.add(path)  # the edits are for another text
            return False
        self.before[path] = self.after[path] = text
        return True


def _shown(texts: Mapping[NotePath, str], text_of: TextOf, path: NotePath) -> str | None:
    return texts[path] if path in texts else text_of(path)


def _harmful(
    fixes: Sequence[Fix], worse: Collection[NotePath], harmed_by: Callable[[Fix], Collection[NotePath]]
) -> set[Fix]:
    """Of fixes that together cause new findings, those that do so alone; all of them when none does."""
    suspects = [fix for fix in fixes if any(edit.path in worse for edit in fix.edits)] or list(fixes)
    harmful = {fix for fix in suspects[:_MAX_CHECKED_ALONE] if harmed_by(fix)}
    return harmful | set(suspects[_MAX_CHECKED_ALONE:]) or set(suspects)


def _harmed_by(kb: KnowledgeBase, texts: _Texts, findings: Sequence[Diagnostic], fix: Fix) -> set[NotePath]:
    """The files that have a new finding when only this fix is applied."""
    fixed, _ = apply_fixes(texts.after, [fix])
    remaining = check(_recompiled(kb, fixed), partial(_shown, fixed, texts.text_of))
    return _paths_with_new_findings(findings, remaining)


def _paths_with_new_findings(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> set[NotePath]:
    def counts(findings: Sequence[Diagnostic]) -> Counter[tuple[str, NotePath, str]]:
        return Counter((finding.rule, finding.location.path, finding.message) for finding in findings)

    return {path for _, path, _ in counts(after) - counts(before)}


def _recompiled(kb: KnowledgeBase, texts: Mapping[NotePath, str]) -> KnowledgeBase:
    """The knowledge base with those notes read anew."""
    dialect = kb.settings.dialect
    notes = {path: read_note(path, text, dialect) for path, text in texts.items()}
    return compile_vault(replace(kb.vault, notes={**kb.vault.notes, **notes}), kb.settings, kb.cache)
