"""Rules are run on a note or on the vault; what they find in a file becomes what is reported of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from knotwork.config.settings import Settings
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.renderers import is_by_python_markdown
from knotwork.knowledge.resolution import is_plain
from knotwork.model.diagnostics import SEVERITIES, Diagnostic, Location, Problem, Silenced, severity_rank
from knotwork.model.failures import failure
from knotwork.model.names import NotePath, TextOf, is_markdown, is_note
from knotwork.model.note import Note
from knotwork.model.text import FILE_START, Span
from knotwork.rules.rule import Rule, is_off, reported, severity_in
from knotwork.rules.suppressions import UnusedSuppression, apply_suppressions, silencing_comments

UNUSED_SUPPRESSION, TOO_MANY_FINDINGS = "unused-suppression", "too-many-findings"
"""The rules whose findings are about the findings of a file."""
UNREAD = frozenset(("unread-info", "unread-syntax"))
"""The rules about what a note's reader does not read."""


@dataclass(frozen=True, slots=True)
class Result:
    """What rules found in a note, or in the vault as a whole."""

    findings: tuple[Diagnostic, ...] = ()
    failures: tuple[tuple[str, Diagnostic], ...] = ()
    """The rules that failed, and the finding about it."""


class Checker:
    """Runs rules on notes and on the vault.

    `text_of` returns a note's text (for `disable-next-line` comments, and for rules that need it); `chosen`
    says which rules run.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        text_of: TextOf,
        chosen: Callable[[str], bool],
    ) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._text_of = text_of
        self._chosen = frozenset(rule.code for rule in rules if chosen(rule.code))
        running = [rule for rule in rules if rule.code in self._chosen]
        self._of_link = [(rule.code, rule.of_link) for rule in running if rule.of_link]
        self._of_note = [(rule.code, rule.of_note) for rule in running if rule.of_note]
        self._of_vault = [(rule, rule.of_vault) for rule in running if rule.of_vault]
        self._of_texts = [(rule, rule.of_texts) for rule in running if rule.of_texts]

    def in_note(self, kb: KnowledgeBase, path: NotePath) -> Result:
        """What is found in a note, by its readers and by the rules for links and notes."""
        note = kb.notes[path]
        run = _Run()
        for problem in note.problems:
            if problem.rule in self._chosen and not _is_read(problem, note, kb.settings):
                run.findings.append(reported(self._rules[problem.rule], path, problem))
        if note.fences or "k8s" in note.front_matter:
            run.findings += (
                finding for finding in kb.snippets.of(path).diagnostics if finding.rule in self._chosen
            )
        for code, of_note in self._of_note:
            run.add(code, partial(of_note, kb, note))
        if not all(map(is_plain, kb.resolutions[path])):
            for resolved in kb.links.of(path):
                if is_plain(resolved.resolution) or not kb.links.counts(resolved.link):
                    continue
                for code, of_link in self._of_link:
                    run.add(code, partial(of_link, kb, resolved))
        return run.result()

    def in_files(self, kb: KnowledgeBase) -> tuple[Diagnostic, ...]:
        """What is found while the files are read, whether or not they are notes."""
        return tuple(
            reported(self._rules[file.problem.rule], file.path, replace(file.problem, fix=None))
            for file in kb.vault.problems
            if file.problem.rule in self._chosen
        )

    def in_vault(self, kb: KnowledgeBase, *, of_names: bool) -> Result:
        """What the rules for the vault find: those that depend on the paths of files only, or the others."""
        run = _Run()
        for rule, check in self._of_vault:
            if rule.of_names == of_names and not is_off(rule, kb.settings):
                run.add(rule.code, partial(check, kb))
        for rule, of_texts in () if of_names else self._of_texts:
            if not is_off(rule, kb.settings):
                run.add(rule.code, partial(of_texts, kb, self._text_of))
        return run.result()

    def of_file(
        self, kb: KnowledgeBase, path: NotePath, findings: Iterable[Diagnostic]
    ) -> tuple[Diagnostic, ...]:
        """What is reported of a file, in order: all that is not silenced, as severe as the settings say."""
        kept = list(with_severities(self._rules, kb.settings, findings))
        note = kb.notes.get(path)
        if note is not None and note.suppressions:
            silencing = {path: note.suppressions}
            kept, unused = apply_suppressions(
                kept, silencing, self._rules, self._text_of, lambda _: fence_spans(note)
            )
            if UNUSED_SUPPRESSION in self._chosen:
                reports = (finding for suppression in unused if (finding := self._unused(suppression)))
                kept += with_severities(self._rules, kb.settings, reports)
        return tuple(self._capped(path, sorted(kept, key=_order), kb.settings.max_findings_per_file))

    def silenced_of_file(
        self, kb: KnowledgeBase, path: NotePath, findings: Iterable[Diagnostic]
    ) -> Iterator[Silenced]:
        """What comments in a file silence, in order, with the severities of the settings."""
        note = kb.notes[path]
        given = sorted(with_severities(self._rules, kb.settings, findings), key=_order)
        covered = silencing_comments(given, path, note.suppressions, self._text_of, fence_spans(note))
        for finding, suppression in covered:
            yield Silenced(finding, suppression.reason, "comment")

    def _unused(self, unused: UnusedSuppression) -> Diagnostic | None:
        idle = [code for code in unused.rules if code in self._chosen]
        if unused.unknown:
            message = f"no rule is called '{unused.unknown[0]}'"
            help_ = "`knotwork rules` lists them."
        elif idle or not unused.suppression.rules:
            message = f"this comment silences nothing{': ' + ', '.join(idle) if idle else ''}"
            help_ = "Remove it."
        else:
            return None
        rule, place = self._rules[UNUSED_SUPPRESSION], Location(unused.path, unused.suppression.span)
        return Diagnostic(rule.code, rule.severity, place, message, help_)

    def _capped(self, path: NotePath, findings: Sequence[Diagnostic], limit: int) -> Iterator[Diagnostic]:
        """At most so many findings, the most severe ones, and how many more there are."""
        if len(findings) <= limit:
            yield from findings
            return
        by_severity = sorted(findings, key=severity_rank)
        kept, cut = sorted(by_severity[:limit], key=_order), by_severity[limit:]
        message = f"{len(cut):,} more findings in this file are not listed"
        help_ = "Raise `max_findings_per_file` to see them."
        place = Location(path, FILE_START)
        yield Diagnostic(TOO_MANY_FINDINGS, cut[0].severity, place, message, help_)
        yield from kept


def with_severities(
    rules: Mapping[str, Rule], settings: Settings, findings: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """The findings of rules, by code, with the severities of the settings, without those that are off.

    One below its rule's severity stays below.
    """
    for finding in findings:
        rule = rules[finding.rule]
        severity = severity_in(rule, settings, finding.location.path)
        if severity is None:
            continue
        if SEVERITIES.index(finding.severity) > SEVERITIES.index(rule.severity):
            severity = SEVERITIES[max(SEVERITIES.index(finding.severity), SEVERITIES.index(severity))]
        checked = _with_checked_safety(finding, rule)
        if checked.fix is not None and _is_no_markdown(checked.location.path):  # an edit there is one of JSON
            checked = replace(checked, fix=None)
        yield checked if checked.severity == severity else replace(checked, severity=severity)


class _Run:
    """Findings that are collected; of a rule that fails those before, and that it failed."""

    def __init__(self) -> None:
        self.findings: list[Diagnostic] = []
        self._failures: dict[str, Diagnostic] = {}

    def add(self, code: str, check: Callable[[], Iterable[Diagnostic]]) -> None:
        """Add the findings of a rule: the other rules still run when it fails."""
        try:
            self.findings.extend(check())
        except MemoryError:
            raise
        except Exception as error:
            self._failures.setdefault(code, failure(".", f"the rule {code}", error))

    def result(self) -> Result:
        """All that was found."""
        return Result(tuple(self.findings), tuple(self._failures.items()))


def fence_spans(note: Note) -> Iterator[Span]:
    """The places of a note's fences, so that a comment above one silences all of it."""
    return (fence.span for fence in note.fences)


def failures_of(results: Iterable[Result]) -> dict[str, Diagnostic]:
    """For each rule that failed, the finding about the first time."""
    failures: dict[str, Diagnostic] = {}
    for result in results:
        for code, finding in result.failures:
            failures.setdefault(code, finding)
    return failures


def _with_checked_safety(finding: Diagnostic, rule: Rule) -> Diagnostic:
    if finding.fix is None or rule.safe_by.issuperset(finding.fix.by):
        return finding
    return replace(finding, fix=replace(finding.fix, by=()))


def _is_no_markdown(path: str) -> bool:
    return is_note(path) and not is_markdown(path)


def _is_read(problem: Problem, note: Note, settings: Settings) -> bool:
    """Whether what a note's reader does not read is read by the program that renders its page."""
    return problem.rule in UNREAD and is_by_python_markdown(note, settings)


def _order(finding: Diagnostic) -> tuple[NotePath, Span, str, str]:
    return (finding.location.path, finding.location.span, finding.rule, finding.message)
