"""What is reported of each draft: what was found, or that it was meant to fail and does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from knotwork.snippets.drafts import Draft, Outcome
from knotwork.snippets.lints import lint_note
from knotwork.snippets.violation import Violation, is_error

_ACROSS = frozenset(("undefined-reference", "unmatched-service", "undefined-port"))
_ALONE = 20
"""So many fences that are meant to fail are looked at one by one."""
_BETWEEN = frozenset(("missing-separator",))
"""What is no fault of the documents on either side."""


def outcomes(drafts: Sequence[Draft]) -> Sequence[Outcome]:
    """The outcome of each draft of a note.

    Those of one fence that is meant to fail fail together: what is wrong with one of them is enough.
    """
    across = _across(drafts)
    found = [_in_order([*draft.violations, *across[index]]) for index, draft in enumerate(drafts)]
    results: dict[int, Outcome] = {}
    for group in _meant_to_fail(drafts):
        results.update(_failing(group, drafts, found))
    return [
        results.get(index) or _plain(draft, violations)
        for index, (draft, violations) in enumerate(zip(drafts, found, strict=True))
    ]


def _plain(draft: Draft, found: Sequence[Violation]) -> Outcome:
    grave = any(is_error(each) and each.rule not in _BETWEEN for each in found)
    mode = draft.judged.mode
    return Outcome(mode, "invalid" if grave and mode != "skip" else draft.judged.verdict, found)


def _failing(
    group: Sequence[int], drafts: Sequence[Draft], found: Sequence[Sequence[Violation]]
) -> Iterator[tuple[int, Outcome]]:
    """The outcomes of drafts that are meant to fail together."""
    codes = drafts[group[0]].state.codes
    there = {each.rule for index in group for each in found[index]}
    grave = any(is_error(each) for index in group for each in found[index])
    passes = not codes <= there if codes else not grave
    for index in group:
        expected = [each for each in found[index] if not codes or each.rule in codes]
        others = [each for each in found[index] if codes and each.rule not in codes]
        if passes and index == group[0]:
            others = [_passed(drafts[index], codes - there), *others]
        yield index, Outcome("meant-to-fail", "invalid" if passes else "valid", others, expected)


def _passed(draft: Draft, missed: frozenset[str]) -> Violation:
    start = draft.document.start
    message = f"this was meant to fail{' with ' if missed else ''}{', '.join(sorted(missed))}, and does not"
    return Violation("unexpected-pass", start, start, message, "Change the block, or its state.")


def _meant_to_fail(drafts: Sequence[Draft]) -> Iterator[Sequence[int]]:
    """The drafts that are meant to fail: those of a fence together, unless a document says it for itself."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        if draft.state.fails:
            groups[draft.fence, id(draft.state)].append(index)
    yield from groups.values()


def _across(drafts: Sequence[Draft]) -> Mapping[int, list[Violation]]:
    """What the manifests of a note say wrongly about each other, by the draft it stands in.

    What is meant to fail is seen by itself and its own fence alone: it must not make others fail.
    """
    found: dict[int, list[Violation]] = defaultdict(list)
    manifests = [(index, each) for index, draft in enumerate(drafts) for each in draft.judged.manifests]
    if len(manifests) < 2:
        return found
    sound = [each for each in manifests if not drafts[each[0]].state.fails]
    for index, violation in lint_note(sound):
        found[index].append(violation)
    groups = [group for group in _meant_to_fail(drafts) if _may_fail_across(drafts[group[0]])]
    if len(groups) > _ALONE:
        groups = [[index for group in groups for index in group]]
    for group in map(frozenset, groups):
        for index, violation in lint_note([*sound, *(each for each in manifests if each[0] in group)]):
            if index in group:
                found[index].append(violation)
    return found


def _may_fail_across(draft: Draft) -> bool:
    """Whether what a draft is meant to fail with can lie in what other manifests say."""
    return not draft.state.codes or not draft.state.codes.isdisjoint(_ACROSS)


def _in_order(found: Sequence[Violation]) -> list[Violation]:
    """Each once, in the order of places; of one value it is said once that it is not allowed."""
    kept: dict[tuple[object, ...], Violation] = {}
    for each in found:
        message = "" if each.rule == "invalid-value" else each.message
        kept.setdefault((each.start, each.rule, message), each)
    return sorted(kept.values(), key=lambda each: (each.start, each.rule, each.message))
