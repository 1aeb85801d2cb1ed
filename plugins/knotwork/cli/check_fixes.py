"""`knotwork check --fix` and `--diff`: notes are fixed, shown or written, and each fix is reported."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import partial

import click

from knotwork.cli.autofix import AutofixResult, autofix
from knotwork.cli.loading import LoadedVault
from knotwork.cli.output import print_status
from knotwork.cli.repository_paths import current_prefix, path_prefix
from knotwork.cli.write_note import exact_text, write_note
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report import summary
from knotwork.report.paths import prefixed_path
from knotwork.report.terminal import visible
from knotwork.rules.fixes import diff
from knotwork.vault.source_text import source_text

_MAX_LISTED = 30
"""How many fixes are listed one by one."""


def fix_vault(
    loaded: LoadedVault,
    chosen: Callable[[str], bool],
    concerns: Callable[[NotePath], bool] = lambda path: True,
    *,
    unsafe: bool,
) -> AutofixResult:
    """The vault with the fixes of findings in the files that it `concerns`; nothing is written."""
    text_of, exact = partial(source_text, loaded.root), partial(exact_text, loaded.root)
    return autofix(loaded.kb, text_of, exact, chosen, concerns, unsafe=unsafe)


def fix_diff(loaded: LoadedVault, result: AutofixResult) -> str:
    """The changes of all notes as one diff that `git apply` takes."""
    prefix = path_prefix(loaded.root)
    prefix = "" if prefix.startswith(("/", "..")) else prefix  # `git apply` and `patch` take no such paths
    return "".join(
        diff(result.before[path], text, prefix + path) for path, text in sorted(result.after.items())
    )


def report_dry_run(loaded: LoadedVault, result: AutofixResult) -> None:
    """Print what `--fix` would do."""
    print_status(f"would fix {_counts(result.applied, result.after)}")
    _report_unfixed(result, current_prefix(loaded.root))


def write_fixes(loaded: LoadedVault, result: AutofixResult) -> bool:
    """Write the notes and report it; False when a person at the terminal declines the suggestions."""
    if result.suggestions and not _is_confirmed(loaded, result):
        print_status("nothing is written")
        return False
    written = set()
    for path, text in sorted(result.after.items()):
        if write_note(loaded.root, path, result.before[path], text):
            written.add(path)
        else:
            _report_changed(prefixed_path(path, current_prefix(loaded.root)))
    applied = [finding for finding in result.applied if written.issuperset(_edited_notes(finding))]
    prefix = current_prefix(loaded.root)
    if applied:
        print_status(f"fixed {_counts(applied, written)}")
        for finding in applied[:_MAX_LISTED]:
            print_status(visible(f"  {_fix_line(finding, prefix)} ({_equivalences(finding)})"))
        if len(applied) > _MAX_LISTED:
            print_status(f"  and {len(applied) - _MAX_LISTED:,} more")
    _report_unfixed(result, prefix)
    return True


def fix_summary(findings: Sequence[Diagnostic], notes: Collection[NotePath], suggestions: int) -> str:
    """The summary of a check; where suggestions were applied, it does not end on `no findings`."""
    if not suggestions:
        return summary(findings, notes)
    are = "is a suggestion" if suggestions == 1 else "are suggestions"
    rest = summary(findings, notes) if findings else f"nothing else in {counted(len(notes), 'note')}"
    return f"{rest}; {counted(suggestions, 'fix', 'fixes')} {are}, not certain: read the changes"


def _is_confirmed(loaded: LoadedVault, result: AutofixResult) -> bool:
    for line in fix_diff(loaded, result).removesuffix("\n").split("\n"):
        print_status(visible(line))
    return not sys.stdin.isatty() or click.confirm("Write these changes?", err=True)


def _report_unfixed(result: AutofixResult, prefix: str) -> None:
    for path in result.changed:
        _report_changed(prefixed_path(path, prefix))
    for finding in result.withdrawn[:_MAX_LISTED]:
        print_status(visible(f"{_fix_line(finding, prefix)} is not applied: it would cause a new finding"))


def _report_changed(path: NotePath) -> None:
    print_status(visible(f"{path} was changed by another program meanwhile; it is left as it is"))


def _edited_notes(finding: Diagnostic) -> set[NotePath]:
    return {edit.path for edit in finding.fix.edits} if finding.fix else set()


def _counts(applied: Sequence[Diagnostic], notes: Collection[NotePath]) -> str:
    """`3 findings in 2 notes (letter case: 2, plural -s or -es: 1)`."""
    reasons = Counter(map(_equivalences, applied))
    ordered = sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))
    listed = ", ".join(f"{reason}: {count:,}" for reason, count in ordered)
    where = f"{counted(len(applied), 'finding')} in {counted(len(notes), 'note')}"
    return f"{where} ({listed})" if listed else where


def _equivalences(finding: Diagnostic) -> str:
    """Why the fix of a finding is safe."""
    by = finding.fix.by if finding.fix else ()
    return " and ".join(equivalence.value for equivalence in by) if by else "suggestion, not certain"


def _fix_line(finding: Diagnostic, prefix: str) -> str:
    start = finding.location.span.start
    title = finding.fix.title if finding.fix else ""
    return f"{prefixed_path(finding.location.path, prefix)}:{start.line}:{start.column}: {title}"
