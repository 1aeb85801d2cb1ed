"""Several `- ` too many in one list: the fields of its items are items of their own.

rules:
- apiGroups: [apps]
- resources: [deployments]
- verbs: [get]               with all three in one item, nothing is missing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import yaml

from knotwork.snippets.changed_trees import TreeCopy
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation, is_error, places_of, severity
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import key_of

_MOST = 4
"""The most lists that are tried."""
_SEVERAL = 2
"""So many dashes are one mistake; a single one may be another: `stray_dashes.py`."""
_MESSAGE = "the `- ` in front of it begins another item of the list"
_SHOWN = 5


def with_split_items(
    violations: Sequence[Violation], document: Document, again: Callable[[Document], Result]
) -> list[Violation]:
    """The violations; of what is missing in the items of a list that are meant as fewer, one for the list.

    `again` validates another tree for the document.
    """
    root, kept = document.root, list(violations)
    missing = [fault for fault in violations if fault.rule is MISSING_FIELD]
    if root is None or not missing:
        return kept
    starts = {start for fault in missing for start in (fault.start, *(place[0] for place in fault.related))}
    in_part = any(severity(fault) == "info" for fault in missing)
    tried = [*_split_lists(root, starts, 1 if in_part else _SEVERAL)][:_MOST]
    for at, dashes in tried:
        copy = TreeCopy(root)
        if not copy.is_tree:
            return kept
        items, _ = copy.items[at]
        first, last = items[0].start_mark.index, items[-1].end_mark.index
        items[:] = [_as_one(group) for group in _groups(items)]
        after = again(Document(copy.root, document.start, document.end)).violations
        before = {_name(fault) for fault in kept}
        if any(
            (is_error(fault) and _name(fault) not in before) or _is_within(fault, first, last)
            for fault in after
        ):
            continue
        left = {_name(fault) for fault in after}
        kept = [fault for fault in kept if not first <= fault.start < last or _name(fault) in left]
        kept += [fault for fault in after if fault.rule is MISSING_FIELD and _name(fault) not in before]
        kept.append(_of_dashes(dashes))
    return kept


def _of_dashes(dashes: Sequence[yaml.Node]) -> Violation:
    """The violation for the fields that begin items of their own."""
    names = list(dict.fromkeys(f"`{key_of(key)}:`" for key in dashes))
    listed = ", ".join(names[:_SHOWN]) + (" and others" if len(names) > _SHOWN else "")
    first, *others = dashes
    start, end = first.start_mark.index, first.end_mark.index
    help_ = f"Take out the `- ` in front of {listed}: these are fields of the item above."
    return Violation(MISSING_FIELD, start, end, _MESSAGE, help_, related=places_of(others))


def _is_within(fault: Violation, first: int, last: int) -> bool:
    """Whether something is missing in a list."""
    places = (fault.start, *(place[0] for place in fault.related))
    return fault.rule is MISSING_FIELD and any(first <= start < last for start in places)


def _split_lists(root: yaml.Node, starts: set[int], fewest: int) -> Iterator[tuple[int, list[yaml.Node]]]:
    """The offset of the first item of each list with split items, and the keys behind the dashes too many."""
    copy, seen = TreeCopy(root), set[int]()
    for start in sorted(starts & copy.items.keys()):
        items, _ = copy.items[start]
        at = items[0].start_mark.index
        if at in seen or not all(isinstance(item, yaml.MappingNode) and item.value for item in items):
            continue
        seen.add(at)
        if any(isinstance(item, yaml.CollectionNode) and item.flow_style for item in items):
            continue
        dashes = [item.value[0][0] for group in _groups(items) for item in group[1:]]
        if len(dashes) >= fewest:
            yield at, dashes


def _groups(items: Sequence[yaml.Node]) -> list[list[yaml.Node]]:
    """The items of a list in groups in which no field is there twice."""
    groups: list[list[yaml.Node]] = []
    names: set[str] = set()
    for item in items:
        own = {key_of(key) for key, _ in item.value}
        if groups and names.isdisjoint(own):
            groups[-1].append(item)
            names |= own
        else:
            groups.append([item])
            names = own
    return groups


def _as_one(group: Sequence[yaml.Node]) -> yaml.Node:
    """One item with the fields of several."""
    first, last = group[0], group[-1]
    pairs = [pair for item in group for pair in item.value]
    return yaml.MappingNode(first.tag, pairs, first.start_mark, last.end_mark) if len(group) > 1 else first


def _name(fault: Violation) -> tuple[str, int, str]:
    return fault.rule.code, fault.start, fault.missing
