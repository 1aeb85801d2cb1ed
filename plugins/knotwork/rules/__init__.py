"""Every rule, and the check that runs them: a knowledge base becomes diagnostics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import SEVERITIES, Diagnostic, Location
from knotwork.model.failures import failure
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START, Span
from knotwork.rules import (
    html,
    links,
    markdown,
    notes,
    properties,
)
from knotwork.rules.rule import Rule, reported, rule, snippet_check
from knotwork.rules.suppressions import UnusedSuppression, apply_suppressions
from knotwork.snippets.rules import RULES as SNIPPET_RULES


@rule("unused-suppression", "warning")
def unused_suppression(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A comment silences a rule that finds nothing there, or that does not exist.

    The reason for it is gone, or its code is misspelt; either way it would hide the next finding.

    Bad: `<!-- knotwork-disable-next-line missing-note -->` above a line whose links all resolve.

    Good: no comment.
    """
    # `check` adds those that silence nothing; these are no instruction at all
    return reported(unused_suppression, kb)


@rule("too-many-findings", "info")
def too_many_findings(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A file has more findings than are listed.

    The rest is counted at the file's top, as severe as the most severe of them. Raise
    `max_findings_per_file` to see all.

    Bad: a generated note with a thousand broken links.

    Good: the same note under `exclude` in the settings.
    """
    return iter(())  # `check` adds them: it alone has all findings of a file


RULES: tuple[Rule, ...] = (
    *links.RULES,
    *notes.RULES,
    *markdown.RULES,
    *html.RULES,
    *properties.RULES,
    *map(snippet_check, SNIPPET_RULES.values()),
    unused_suppression,
    too_many_findings,
)
_BY_CODE = {rule.code: rule for rule in RULES}
CODES: frozenset[str] = frozenset(_BY_CODE)


def check(
    kb: KnowledgeBase,
    text_of: Callable[[NotePath], str | None] = lambda path: None,
    *,
    chosen: Callable[[str], bool] = lambda code: True,
) -> tuple[Diagnostic, ...]:
    """All findings, by path and place, with the severities of the settings, without those that are silenced.

    `text_of` returns a note's text (it is called for notes with `disable-next-line` comments only); `chosen`
    says which rules run (`--select`, `--ignore`).
    """
    rules = (rule for rule in RULES if chosen(rule.code))
    findings = [finding for rule in rules for finding in with_severities(kb, _findings(rule, kb))]
    suppressions = {path: note.suppressions for path, note in kb.notes.items() if note.suppressions}
    kept, unused = apply_suppressions(findings, suppressions, CODES, text_of, partial(fence_spans, kb))
    if chosen(unused_suppression.code):
        kept += with_severities(
            kb, (finding for suppression in unused if (finding := _unused(suppression, chosen)))
        )
    return tuple(_capped(sorted(kept, key=_order), kb.settings.max_findings_per_file))


def _findings(rule: Rule, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """The findings of a rule; if it fails, those before, and that it failed: the other rules still run."""
    try:
        yield from rule.check(kb)
    except MemoryError:
        raise
    except Exception as error:
        yield failure(".", f"the rule {rule.code}", error)


def fence_spans(kb: KnowledgeBase, path: NotePath) -> Iterator[Span]:
    """The places of a note's fences, so that a comment above one silences all of it."""
    return (fence.span for fence in kb.notes[path].fences)


def with_severities(kb: KnowledgeBase, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings with the severities of the settings, without those that are off; one below its rule's
    severity stays below."""
    for finding in findings:
        rule = _BY_CODE[finding.rule]
        default = "off" if rule.off and not kb.settings.security_advice else rule.severity
        severity = kb.settings.severity(finding.rule, finding.location.path, default)
        if severity is None:
            continue
        if SEVERITIES.index(finding.severity) > SEVERITIES.index(rule.severity):
            severity = SEVERITIES[max(SEVERITIES.index(finding.severity), SEVERITIES.index(severity))]
        checked = _with_checked_safety(finding, rule)
        yield checked if checked.severity == severity else replace(checked, severity=severity)


def _with_checked_safety(finding: Diagnostic, rule: Rule) -> Diagnostic:
    if finding.fix is None or rule.safe_by.issuperset(finding.fix.by):
        return finding
    return replace(finding, fix=replace(finding.fix, by=()))


def _unused(unused: UnusedSuppression, chosen: Callable[[str], bool]) -> Diagnostic | None:
    idle = [code for code in unused.rules if chosen(code)]
    if unused.unknown:
        message = f"no rule is called '{unused.unknown[0]}'"
        help_ = "`knotwork rules` lists them."
    elif idle or not unused.suppression.rules:
        message = f"this comment silences nothing{': ' + ', '.join(idle) if idle else ''}"
        help_ = "Remove it."
    else:
        return None
    rule, place = unused_suppression, Location(unused.path, unused.suppression.span)
    return Diagnostic(rule.code, rule.severity, place, message, help_)


def _capped(findings: Sequence[Diagnostic], limit: int) -> Iterator[Diagnostic]:
    """At most so many findings a file, the most severe ones, and how many more there are."""
    files: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        files[finding.location.path].append(finding)
    for path, of_file in files.items():
        by_severity = sorted(of_file, key=lambda finding: SEVERITIES.index(finding.severity))
        kept, cut = sorted(by_severity[:limit], key=_order), by_severity[limit:]
        if cut:
            message = f"{len(cut):,} more findings in this file are not listed"
            help_ = "Raise `max_findings_per_file` to see them."
            place = Location(path, FILE_START)
            yield Diagnostic(too_many_findings.code, cut[0].severity, place, message, help_)
        yield from kept


def _order(finding: Diagnostic) -> tuple[object, ...]:
    return (finding.location.path, finding.location.span, finding.rule, finding.message)
