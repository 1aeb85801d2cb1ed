"""Two values of one key are to be merged or joined only where the document is right then.

livenessProbe: {httpGet: {path: /, port: 80}}
livenessProbe: {tcpSocket: {port: 80}}      a probe with both is refused: one is to be kept

The document is validated with both values in one, and with each of them alone: what is wrong with both and
not with one of them is against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.changed_texts import ResultOf
from knotwork.snippets.changed_trees import Pairs, TreeCopy, number_of
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.duplicate_keys import with_advice
from knotwork.snippets.yaml.merged_values import MERGE, Comparison, advice, are_joinable
from knotwork.snippets.yaml.nodes import key_of

_MOST = 4
"""The most merges of one document that are tried."""
_CHARACTERS = 50_000
"""The longest document in which they are."""
_Chosen = Literal["first", "last"]


class _Two(Struct, frozen=True):
    """Two values of a key."""

    first: int
    """The offset of the first key."""
    second: int


def with_tried_merges(
    violations: Sequence[Violation], document: Document, text: str, result: Result, result_of: ResultOf
) -> list[Violation]:
    """The violations of a text; those of repeated keys advise a merge where it makes the document right.

    `result_of` validates another tree for the document; where no schema is known, nothing is advised.
    """
    root = document.root
    known = result.schema and result.verdict != "no-schema" and result.mode != "template"
    short = document.end - document.start <= _CHARACTERS
    kept: list[Violation] = []
    tried = 0
    comparison = Comparison()
    for violation in violations:
        if violation.change != MERGE:
            kept.append(violation)
            continue
        what = ""
        if root is not None and known and short and tried < _MOST:
            tried += 1
            two = _Two(violation.related[0][0], violation.start)
            what = _advice(root, two, comparison, document, text, result_of)
        changed = with_advice(violation, what) if what else violation
        kept.append(replace(changed, change=""))
    return kept


def _advice(
    root: yaml.Node, two: _Two, comparison: Comparison, document: Document, text: str, result_of: ResultOf
) -> str:
    """What to do with two values, if that was tried and is right; empty: nothing is known."""
    copy = TreeCopy(root)
    pairs = copy.keys.get(two.second, [])
    if not copy.is_tree or copy.keys.get(two.first) is not pairs:
        return ""
    (key, first), (_, second) = pairs[number_of(pairs, two.first)], pairs[number_of(pairs, two.second)]
    compared = comparison.compared(first, second)
    if compared.how not in ("merge", "join"):
        return ""

    def errors(value: yaml.Node) -> set[tuple[str, int | str]]:
        changed = TreeCopy(root)
        _set(changed.keys[two.first], two, value)
        violations = result_of(Document(changed.root, document.start, document.end), text).violations
        return {(own.rule.code, own.missing or own.start) for own in violations if is_error(own)}

    ways: tuple[_Chosen, ...] = ("first", "last") if compared.kept else ("first",)
    alone = errors(first) & errors(second)
    right = all(errors(_both(first, second, chosen)) <= alone for chosen in ways)
    return advice(key_of(key), compared) if right else ""


def _set(pairs: Pairs, two: _Two, value: yaml.Node) -> None:
    """Give the first of two keys a value, and remove the second."""
    number = number_of(pairs, two.first)
    pairs[number] = pairs[number][0], value
    del pairs[number_of(pairs, two.second)]


def _both(first: yaml.Node, second: yaml.Node, chosen: _Chosen) -> yaml.Node:
    """Two values in one; where they contradict, the `chosen` one counts."""
    if isinstance(first, yaml.MappingNode) and isinstance(second, yaml.MappingNode):
        pairs = {key_of(pair[0]): pair for pair in first.value}
        for key, value in second.value:
            name = key_of(key)
            pairs[name] = (
                (pairs[name][0], _both(pairs[name][1], value, chosen)) if name in pairs else (key, value)
            )
        return yaml.MappingNode(first.tag, [*pairs.values()], first.start_mark, first.end_mark)
    if are_joinable(first, second) and not _is_equal(first, second):
        return yaml.SequenceNode(first.tag, [*first.value, *second.value], first.start_mark, first.end_mark)
    return first if chosen == "first" else second


def _is_equal(first: yaml.Node, second: yaml.Node) -> bool:
    return Comparison().compared(first, second).how == "same"
