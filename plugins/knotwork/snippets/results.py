"""What is reported of each draft: what was found, or that it was meant to fail and does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knotwork.snippets.fields.keywords import INVALID_VALUE
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
    A block was to show a mistake, and does not have it.

    It says `{k8s=invalid}` or `{k8s="invalid:CODES"}`: you show readers what Kubernetes refuses. If it does
    not, the mistake was fixed by accident, is another one, or is none in the version of Kubernetes you write
    for.

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

    Put the mistake back, name the code that is found now, or take the state away.
    """,
    position=2,
)

_ALONE = 20
"""So many fences that are meant to fail are looked at one by one."""
_BETWEEN = frozenset((MISSING_SEPARATOR,))
"""What is no fault of the documents on either side."""


def final_results(documents: Sequence[PendingDocument]) -> Sequence[FinalResult]:
    """The outcome of each draft of a note.

    Those of one fence that is meant to fail fail together: what is wrong with one of them is enough.
    """
    across = _across(documents)
    found = [_in_order([*document.violations, *across[index]]) for index, document in enumerate(documents)]
    results: dict[int, FinalResult] = {}
    for group in _meant_to_fail(documents):
        results.update(_failing(group, documents, found))
    return [
        results.get(index) or _plain(document, violations)
        for index, (document, violations) in enumerate(zip(documents, found, strict=True))
    ]


def _plain(document: PendingDocument, found: Sequence[Violation]) -> FinalResult:
    grave = any(is_error(each) and each.rule not in _BETWEEN for each in found)
    mode = document.result.mode
    return FinalResult(mode, "invalid" if grave and mode != "skip" else document.result.verdict, found)


def _failing(
    group: Sequence[int], documents: Sequence[PendingDocument], found: Sequence[Sequence[Violation]]
) -> Iterator[tuple[int, FinalResult]]:
    """The outcomes of drafts that are meant to fail together."""
    rules = documents[group[0]].directive.rules
    there = {each.rule for index in group for each in found[index]}
    grave = any(is_error(each) for index in group for each in found[index])
    passes = not rules <= there if rules else not grave
    for index in group:
        expected = [each for each in found[index] if not rules or each.rule in rules]
        others = [each for each in found[index] if rules and each.rule not in rules]
        if passes and index == group[0]:
            others = [_passed(documents[index], rules - there), *others]
        yield index, FinalResult("meant-to-fail", "invalid" if passes else "valid", others, expected)


def _passed(document: PendingDocument, missed: frozenset[SnippetRule]) -> Violation:
    start = document.document.start
    codes = ", ".join(sorted(rule.code for rule in missed))
    message = f"this was meant to fail{' with ' if codes else ''}{codes}, and does not"
    return Violation(UNEXPECTED_PASS, start, start, message, "Change the block, or its state.")


def _meant_to_fail(documents: Sequence[PendingDocument]) -> Iterator[Sequence[int]]:
    """The drafts that are meant to fail: those of a fence together, unless a document says it for itself."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, document in enumerate(documents):
        if document.directive.fails:
            groups[document.fence, id(document.directive)].append(index)
    yield from groups.values()


def _across(documents: Sequence[PendingDocument]) -> Mapping[int, list[Violation]]:
    """What the manifests of a note say wrongly about each other, by the draft it stands in.

    What is meant to fail is seen by itself and its own fence alone: it must not make others fail.
    """
    found: dict[int, list[Violation]] = defaultdict(list)
    manifests = [
        (index, each) for index, document in enumerate(documents) for each in document.result.manifests
    ]
    if len(manifests) < 2:
        return found
    sound = [each for each in manifests if not documents[each[0]].directive.fails]
    for index, violation in lint_note(sound):
        found[index].append(violation)
    groups = [group for group in _meant_to_fail(documents) if _may_fail_across(documents[group[0]])]
    if len(groups) > _ALONE:
        groups = [[index for group in groups for index in group]]
    for group in map(frozenset, groups):
        for index, violation in lint_note([*sound, *(each for each in manifests if each[0] in group)]):
            if index in group:
                found[index].append(violation)
    return found


def _may_fail_across(document: PendingDocument) -> bool:
    """Whether what a draft is meant to fail with can lie in what other manifests say."""
    return not document.directive.rules or not document.directive.rules.isdisjoint(ACROSS)


def _in_order(found: Sequence[Violation]) -> list[Violation]:
    """Each once, in the order of places; of one value it is said once that it is not allowed."""
    kept: dict[tuple[object, ...], Violation] = {}
    for each in found:
        message = "" if each.rule is INVALID_VALUE else each.message
        kept.setdefault((each.start, each.rule, message), each)
    return sorted(kept.values(), key=lambda each: (each.start, each.rule.code, each.message))
