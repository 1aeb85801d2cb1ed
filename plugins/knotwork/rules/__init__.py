"""Every rule, and the check that runs them: a knowledge base becomes diagnostics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from knotwork.config.settings import Settings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import NotePath
from knotwork.rules import (
    addresses,
    checker,
    html,
    links,
    markdown,
    notes,
    properties,
    unread,
)
from knotwork.rules.checker import TOO_MANY_FINDINGS, UNUSED_SUPPRESSION, Checker, failures_of
from knotwork.rules.rule import Rule, reader_rule
from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.rules import RULES as SNIPPET_RULES


@reader_rule(UNUSED_SUPPRESSION, "warning")
def unused_suppression() -> None:
    """A comment silences a rule that finds nothing there, or that does not exist.

    The reason for it is gone, or its code is misspelt; either way it would hide the next finding.

    Bad: `<!-- knotwork-disable-next-line missing-note -->` above a line whose links all resolve.

    Good: no comment.
    """


@reader_rule(TOO_MANY_FINDINGS, "info")
def too_many_findings() -> None:
    """A file has more findings than are listed.

    The rest is counted at the file's top, as severe as the most severe of them. Raise
    `max_findings_per_file` to see all.

    Bad: a generated note with a thousand broken links.

    Good: the same note under `exclude` in the settings.
    """


def _of_snippets(rule: SnippetRule) -> Rule:
    """The rule in the list of all; its findings are left by reading the snippets."""
    return Rule(rule.code, rule.severity, rule.family, rule.explanation, rule.off, rule.safe_by)


RULES: tuple[Rule, ...] = (
    *links.RULES,
    *notes.RULES,
    *markdown.RULES,
    *html.RULES,
    *properties.RULES,
    *unread.RULES,
    *addresses.RULES,
    *map(_of_snippets, SNIPPET_RULES.values()),
    unused_suppression,
    too_many_findings,
)
_BY_CODE = {rule.code: rule for rule in RULES}
CODES: frozenset[str] = frozenset(_BY_CODE)


def with_severities(settings: Settings, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings with the severities of the settings, without those that are off."""
    return checker.with_severities(_BY_CODE, settings, findings)


def check(
    kb: KnowledgeBase,
    text_of: Callable[[NotePath], str | None] = lambda path: None,
    *,
    chosen: Callable[[str], bool] = lambda code: True,
) -> tuple[Diagnostic, ...]:
    """All findings, by path and place, with the severities of the settings, without those that are silenced.

    `text_of` returns a note's text (for `disable-next-line` comments, and for rules that need it); `chosen`
    says which rules run (`--select`, `--ignore`).
    """
    run = Checker(RULES, text_of, chosen)
    by_file: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in unsilenced(kb, run):
        by_file[finding.location.path].append(finding)
    files = sorted({*by_file, *(path for path, note in kb.notes.items() if note.suppressions)})
    return tuple(finding for path in files for finding in run.of_file(kb, path, by_file.get(path, ())))


def silenced(
    kb: KnowledgeBase,
    text_of: Callable[[NotePath], str | None],
    *,
    chosen: Callable[[str], bool] = lambda code: True,
) -> tuple[Silenced, ...]:
    """The findings that comments silence, by path and place; the arguments are those of `check`."""
    silencing = {path for path, note in kb.notes.items() if note.suppressions}
    if not silencing:
        return ()
    run = Checker(RULES, text_of, chosen)
    by_file: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in unsilenced(kb, run):
        if finding.location.path in silencing:
            by_file[finding.location.path].append(finding)
    files = sorted(by_file.items())
    return tuple(hidden for path, findings in files for hidden in run.silenced_of_file(kb, path, findings))


def unsilenced(kb: KnowledgeBase, run: Checker | None = None) -> Iterator[Diagnostic]:
    """All that the rules find, with their own severities, whether or not a comment silences it."""
    run = run or Checker(RULES, lambda path: None, lambda code: True)
    kb.snippets.validate_all()
    results = [run.in_note(kb, path) for path in kb.notes]
    results += [run.in_vault(kb, of_names=of_names) for of_names in (True, False)]
    yield from run.in_files(kb)
    for result in results:
        yield from result.findings
    yield from failures_of(results).values()
