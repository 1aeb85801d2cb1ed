"""Every rule, and the check that runs them: a knowledge base becomes diagnostics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

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
from knotwork.rules.safe_fixes import with_checked_safety
from knotwork.rules.suppressions import UnusedSuppression, apply_suppressions
from knotwork.snippets.rules import RULES as SNIPPET_RULES


@rule("unused-suppression", "warning")
def unused_suppression(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A comment silences a rule that finds nothing there, or that does not exist.

    The reason for it is gone, or its code is misspelt; either way it would hide the next finding.

    Bad: `<!-- knotwork-disable-next-line missing-note -->` above a line whose links all resolve.

    Good: no comment.
    """
    # what each comment has silenced only `check` knows; here are those that are no instruction at all
    return reported("unused-suppression", "warning", kb)


@rule("too-many-findings", "info")
def too_many_findings(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """A file has more findings than are listed.

    The rest is counted at the file's top, as severe as the most severe of them. Raise
    `max_findings_per_file` to see all.

    Bad: a generated note with a thousand broken links.

    Good: the same note under `exclude` in the settings.
    """
    return iter(())  # found by `check`, which alone sees all findings of a file


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
_BY_CODE = {each.code: each for each in RULES}
CODES: frozenset[str] = frozenset(_BY_CODE)


def check(
    kb: KnowledgeBase,
    text_of: Callable[[NotePath], str | None] = lambda path: None,
    *,
    chosen: Callable[[str], bool] = lambda code: True,
) -> tuple[Diagnostic, ...]:
    """All findings, in the order of paths and places, as the settings and the notes' comments want them.

    `text_of` gives a note's text (only asked for notes with `disable-next-line` comments); `chosen`
    says which rules run (`--select`, `--ignore`).
    """
    found = [each for rule in RULES if chosen(rule.code) for each in graded(kb, _findings(rule, kb))]
    suppressions = {path: note.suppressions for path, note in kb.notes.items() if note.suppressions}
    kept, unused = apply_suppressions(found, suppressions, CODES, text_of, partial(fence_spans, kb))
    if chosen(unused_suppression.code):
        kept += graded(kb, (each for one in unused if (each := _unused(one, chosen))))
    return tuple(_capped(sorted(kept, key=_order), kb.settings.max_findings_per_file))


def _findings(rule: Rule, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """What a rule finds, up to where it fails, and then that it does: the other rules still run."""
    try:
        yield from rule.check(kb)
    except MemoryError:
        raise
    except Exception as error:
        yield failure(".", f"the rule {rule.code}", error)


def fence_spans(kb: KnowledgeBase, path: NotePath) -> Iterator[Span]:
    """Where the fences of a note stand, so that a comment above one covers it."""
    return (fence.span for fence in kb.notes[path].fences)


def graded(kb: KnowledgeBase, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings with the severity the settings give them; a finding may be milder than its rule."""
    for each in found:
        rule = _BY_CODE[each.rule]
        default = "off" if rule.off and not kb.settings.security_advice else rule.severity
        severity = kb.settings.severity(each.rule, each.location.path, default)
        if severity is None:
            continue
        if SEVERITIES.index(each.severity) > SEVERITIES.index(rule.severity):
            severity = SEVERITIES[max(SEVERITIES.index(each.severity), SEVERITIES.index(severity))]
        finding = with_checked_safety(each)
        yield finding if finding.severity == severity else replace(finding, severity=severity)


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
    location = Location(unused.path, unused.suppression.span)
    return Diagnostic("unused-suppression", "warning", location, message, help_)


def _capped(found: Sequence[Diagnostic], limit: int) -> Iterator[Diagnostic]:
    files: dict[NotePath, list[Diagnostic]] = defaultdict(list)
    for each in found:
        files[each.location.path].append(each)
    for path, each_of in files.items():
        # the gravest are kept; what is cut is announced as gravely as it is
        kept = sorted(sorted(each_of, key=lambda d: SEVERITIES.index(d.severity))[:limit], key=_order)
        rest = len(each_of) - len(kept)
        if rest:
            cut = sorted(each_of, key=lambda d: SEVERITIES.index(d.severity))[limit:]
            message = f"{rest:,} more findings in this file are not listed"
            help_ = "Raise `max_findings_per_file` to see them."
            yield Diagnostic("too-many-findings", cut[0].severity, Location(path, FILE_START), message, help_)
        yield from kept


def _order(each: Diagnostic) -> tuple[object, ...]:
    return (each.location.path, each.location.span, each.rule, each.message)
