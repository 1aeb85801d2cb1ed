"""The final result of every document of a note: its violations, or that it must have some and has none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.intent.kept_for_old import beside_served
from knotwork.snippets.intent.shown_again import shown_again
from knotwork.snippets.intent.shown_as_wrong import Block, shown_as_wrong
from knotwork.snippets.intent.unfilled import unsure
from knotwork.snippets.lints import ACROSS, lint_note
from knotwork.snippets.pending import FinalResult, PendingDocument
from knotwork.snippets.rule import SnippetRule, snippet_rule
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR

UNEXPECTED_PASS = snippet_rule(
    "unexpected-pass",
    "error",
    "states",
    """
    A block is marked as invalid and is valid.

    `{k8s=invalid}` and `{k8s="invalid:CODES"}` show readers what Kubernetes rejects. If it does not, the
    mistake was fixed by accident, is a different one, or is not a mistake in this version of Kubernetes.

    Bad:

    ````markdown
    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      labels:
        team: web
      name: passes
    ```
    ````

    Good:

    ````markdown
    ```yaml {k8s="invalid:unknown-field"}
    apiVersion: v1
    kind: Namespace
    metadata:
      label:
        team: web
      name: fails
    ```
    ````

    Restore the mistake, name the code that is reported now, or remove the state.
    """,
    position=2,
)

_CHECKED_ALONE = 20
"""The most fences with expected violations that are checked one by one."""
_BETWEEN = frozenset((MISSING_SEPARATOR,))
"""The rules about what is between two documents, which may both be valid."""


def final_results(documents: Sequence[PendingDocument]) -> Sequence[FinalResult]:
    """The final results of a note's documents.

    The documents of a fence that must fail do so together: a violation in one of them is enough.
    """
    across = _across(documents)
    violations = shown_again(
        documents,
        [
            _in_order([*document.violations, *across.get(index, ())])
            for index, document in enumerate(documents)
        ],
    )
    if len(documents) > 1:
        violations = beside_served(documents, violations)
    results: dict[int, FinalResult] = {}
    for group in _meant_to_fail(documents):
        results.update(_failing(group, documents, violations))
    blocks: dict[int, Block] = {}
    return [
        results.get(index) or _ordinary(document, violations[index], blocks)
        for index, document in enumerate(documents)
    ]


def _ordinary(
    document: PendingDocument, violations: Sequence[Violation], blocks: dict[int, Block]
) -> FinalResult:
    """The result of a document that need not fail; one that is bad by its name is not accused of it.

    `blocks`: those of the documents before it, by their index.
    """
    fails = any(is_error(violation) and violation.rule not in _BETWEEN for violation in violations)
    mode = document.result.mode
    verdict = document.result.verdict
    if fails and mode != "skip":
        verdict = "invalid"
    elif mode in ("full", "fragment"):
        verdict = unsure(verdict, violations)
    if violations:  # what is shown as wrong is wrong: the manifest is not valid
        text, name = document.source.lines.text, document.identity.name
        block = blocks.get(document.fence) or blocks.setdefault(document.fence, Block(document.block))
        first = document.first_fence_line
        violations = shown_as_wrong(violations, block, text, name, first)
    return FinalResult(mode, verdict, violations)


def _failing(
    group: Sequence[int], documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> Iterator[tuple[int, FinalResult]]:
    """The results of documents that must fail together, with their indexes."""
    rules = documents[group[0]].directive.rules
    broken = {violation.rule for index in group for violation in violations[index]}
    fails = any(is_error(violation) for index in group for violation in violations[index])
    passes = not rules <= broken if rules else not fails
    for index in group:
        expected = [violation for violation in violations[index] if not rules or violation.rule in rules]
        # nobody is to use such a block: whatever advice it is not about would be noise
        reported = [
            violation
            for violation in violations[index]
            if rules and violation.rule not in rules and not violation.rule.off
        ]
        if passes and index == group[0]:
            reported = [_passed(documents[index], rules - broken), *reported]
        yield index, FinalResult("meant-to-fail", "invalid" if passes else "valid", reported, expected)


def _passed(document: PendingDocument, missed: frozenset[SnippetRule]) -> Violation:
    start = document.document.start
    codes = ", ".join(sorted(rule.code for rule in missed))
    message = f"this was meant to fail{' with ' if codes else ''}{codes}, and does not"
    return Violation(UNEXPECTED_PASS, start, start, message, "Change the block, or its state.")


def _meant_to_fail(documents: Sequence[PendingDocument]) -> Iterator[Sequence[int]]:
    """The documents that must fail: those of a fence together, one with its own directive alone."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        if document.directive.fails:
            groups[document.fence, id(document.directive)].append(index)
    yield from groups.values()


def _across(documents: Sequence[PendingDocument]) -> Mapping[int, list[Violation]]:
    """The violations that are between the manifests of a note, by the index of the document they are in.

    A fence that must fail is checked against the sound manifests, but does not make other documents fail.
    """
    manifests = [
        (index, manifest)
        for index, document in enumerate(documents)
        for manifest in document.result.manifests
    ]
    if len(manifests) < 2:
        return {}
    violations: dict[int, list[Violation]] = defaultdict(list)
    sound = [(index, manifest) for index, manifest in manifests if not documents[index].directive.fails]
    for index, violation in lint_note(sound):
        violations[index].append(violation)
    groups = [group for group in _meant_to_fail(documents) if _may_fail_across(documents[group[0]])]
    if len(groups) > _CHECKED_ALONE:
        groups = [[index for group in groups for index in group]]
    for group in map(frozenset, groups):
        own = [(index, manifest) for index, manifest in manifests if index in group]
        for index, violation in lint_note([*sound, *own]):
            if index in group:
                violations[index].append(violation)
    return violations


def _may_fail_across(document: PendingDocument) -> bool:
    """Whether the violations that a document must have can be between manifests."""
    return not document.directive.rules or not document.directive.rules.isdisjoint(ACROSS)


def _in_order(violations: Sequence[Violation]) -> list[Violation]:
    """The violations without repetitions, in the order of their offsets; a value is `invalid-value` once."""
    if len(violations) < 2:
        return list(violations)
    kept: dict[tuple[object, ...], Violation] = {}
    for violation in violations:
        message = "" if violation.rule is INVALID_VALUE else violation.message
        kept.setdefault((violation.start, violation.rule, message), violation)
    return sorted(
        kept.values(), key=lambda violation: (violation.start, violation.rule.code, violation.message)
    )
