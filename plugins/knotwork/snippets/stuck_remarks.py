"""Values with a remark that is stuck to them: `port: 80#http`, `cidr: 10.0.0.0/8#office`.

For YAML the remark is part of the value. Without it the value is validated again: where it is right then,
a space is missing before `#`.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.changed_texts import ResultOf
from knotwork.snippets.changed_trees import TreeCopy
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.violation import Repair, Violation, is_error, without_suggestion
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import TAG
from knotwork.snippets.yaml.scalars import kind_of

_STUCK = lazy_regex(r"(?P<value>[^\s#\"'\[{|>&*!%@`,][^\s#]*)#[^\s#]*")
_NUMBER_OR_ADDRESS = lazy_regex(r"[\d.:/]*\d%?")
_OF_VALUES = frozenset((WRONG_TYPE, UNKNOWN_VALUE, INVALID_QUANTITY))
"""What is found in values that are no free texts."""
_MOST = 4
"""The most values of one document that are tried."""
_CHARACTERS = 50_000
"""The longest document in which they are."""
_HELP = "A space is missing before `#`: without it, a remark is part of the value."


def with_stuck_remarks(
    violations: Sequence[Violation], document: Document, text: str, result_of: ResultOf
) -> list[Violation]:
    """The violations of a document; one of a value with a remark says so where it is right without that.

    `result_of` validates another tree for the document.
    """
    kept: list[Violation] = []
    left = _MOST if document.end - document.start <= _CHARACTERS else 0
    for violation in violations:
        value = _value(violation, text) if left and is_error(violation) else ""
        if not value or document.root is None:
            kept.append(violation)
            continue
        left -= 1
        changed = _without_remark(document.root, violation.start, value)
        right = changed is not None and not any(
            is_error(own) and own.start == violation.start
            for own in result_of(Document(changed, document.start, document.end), text).violations
        )
        kept.append(_of_remark(violation, value) if right else violation)
    return kept


def _value(violation: Violation, text: str) -> str:
    """The text in front of a `#` that is stuck to it; empty where it may be any text, with its `#`."""
    stuck = _STUCK.fullmatch(text, violation.start, violation.end)
    if stuck is None:
        return ""
    is_of_form = violation.rule in _OF_VALUES or _NUMBER_OR_ADDRESS.fullmatch(stuck["value"])
    return stuck["value"] if is_of_form else ""


def _without_remark(root: yaml.Node, start: int, value: str) -> yaml.Node | None:
    """A copy of a tree with another text in place of the one at an offset; None: there is none."""
    copy = TreeCopy(root)
    if not copy.is_tree:
        return None
    if start in copy.values:
        pairs, number = copy.values[start]
        key, node = pairs[number]
        pairs[number] = key, _plain(value, node)
        return copy.root
    if start in copy.items:
        items, number = copy.items[start]
        items[number] = _plain(value, items[number])
        return copy.root
    return None


def _plain(value: str, place: yaml.Node) -> yaml.ScalarNode:
    return yaml.ScalarNode(f"{TAG}{kind_of(value)}", value, place.start_mark, place.end_mark)


def _of_remark(violation: Violation, value: str) -> Violation:
    at = violation.start + len(value)
    repair = Repair("Write a space before `#`", (), ((at, at, " "),))
    message = without_suggestion(violation.message)
    return replace(violation, message=message, help=_HELP, meant="", repair=repair)
