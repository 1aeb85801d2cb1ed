"""A required field right below the item that lacks it, indented too little: it is one finding, at the field.

containers:
- image: nginx
name: web          it is not missing: it belongs to the item above
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.changed_trees import TreeCopy, number_of
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.indent_words import to_indent_by
from knotwork.snippets.yaml.nodes import key_of

_MOST = 4
"""The most fields that are tried in the item above them."""


def with_unindented(
    violations: Sequence[Violation], document: Document, again: Callable[[Document], Result]
) -> list[Violation]:
    """The violations without absences whose field stands right below: its indentation is wrong.

    A field that its mapping has twice keeps its own finding. `again` validates another tree for the document.
    """
    root, kept = document.root, list(violations)
    absences = [fault for fault in violations if fault.rule is MISSING_FIELD and is_error(fault)]
    if root is None or not absences:
        return kept
    base = TreeCopy(root)
    keys = sorted(base.keys)
    below = [absence for absence in absences if _field_below(base, keys, absence) is not None]
    for absence in below[:_MOST]:
        copy = TreeCopy(root)
        field = _field_below(copy, keys, absence)
        if field is None:
            continue
        item, key, value = field
        pairs = copy.keys[key.start_mark.index]
        is_twice = sum(key_of(other) == key_of(key) for other, _ in pairs) > 1
        if not is_twice and all(fault.start != key.start_mark.index for fault in kept):
            continue  # it may stand there
        del pairs[number_of(pairs, key.start_mark.index)]
        item.value.append((key, value))
        after = again(Document(copy.root, document.start, document.end)).violations
        before, left = {_name(fault) for fault in kept}, {_name(fault) for fault in after}
        if _name(absence) in left or any(is_error(fault) and _name(fault) not in before for fault in after):
            continue
        kept = [
            _indented(fault, key, item) if fault.start == key.start_mark.index else fault
            for fault in kept
            if fault is not absence and not (_is_of(fault, value) and _name(fault) not in left)
        ]
    return kept


def _field_below(
    copy: TreeCopy, keys: Sequence[int], absence: Violation
) -> tuple[yaml.MappingNode, yaml.Node, yaml.Node] | None:
    """The item that lacks a field, with the key and the value that stand right below it; None: none do."""
    if absence.start not in copy.items or not copy.is_tree:
        return None
    items, number = copy.items[absence.start]
    item = items[number]
    if not isinstance(item, yaml.MappingNode) or item.flow_style:
        return None
    at = bisect_left(keys, _end(item))
    if at == len(keys):
        return None
    pairs = copy.keys[keys[at]]
    key, value = next(pair for pair in pairs if pair[0].start_mark.index == keys[at])
    path = absence.missing or absence.message.partition(": ")[0]
    if key_of(key) != path.rpartition(".")[2] or key.start_mark.column >= item.start_mark.column:
        return None
    return item, key, value


def _end(node: yaml.Node) -> int:
    """Behind the last key within a mapping or list, or its own beginning."""
    while isinstance(node, yaml.CollectionNode) and node.value:
        last = node.value[-1]
        if isinstance(node, yaml.MappingNode):
            key, node = last
            if not isinstance(node, yaml.CollectionNode) or not node.value:
                return int(key.start_mark.index) + 1
        else:
            node = last
    return int(node.start_mark.index) + 1


def _indented(fault: Violation, key: yaml.Node, item: yaml.MappingNode) -> Violation:
    """The violation of a field that its own mapping cannot have, as one of its indentation."""
    if fault.rule is not UNKNOWN_FIELD:
        return fault
    name = key_of(key)
    message = f'unknown field "{fault.path or name}": "{name}" belongs to the item above'
    help_ = f"{to_indent_by(item.start_mark.column - key.start_mark.column)}: the item above lacks it."
    return replace(fault, message=message, help=help_, otherwise=())


def _is_of(fault: Violation, value: yaml.Node) -> bool:
    return bool(value.start_mark.index <= fault.start < value.end_mark.index)


def _name(fault: Violation) -> tuple[str, int, str]:
    return fault.rule.code, fault.start, fault.missing
