"""A `- ` too many: the fields of one item of a list are two items, and each lacks what the other one has.

- name: web
- image: nginx     with `image:` in the item above, nothing is missing
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.snippets.changed_trees import TreeCopy
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.validation import Result
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import key_of

_MOST = 8
"""The most pairs of items that are tried as one."""


class _Pair(Struct, frozen=True):
    """Two items of a list that are meant as one."""

    first: int
    """The offset of the first one, and of the second."""
    second: int
    name: str
    """The field that the second one begins with."""


def without_stray_dashes(
    violations: Sequence[Violation], document: Document, again: Callable[[Document], Result]
) -> list[Violation]:
    """The violations; of what is missing in two items that are meant as one, the first, which says so.

    Where only one of them lacks something, it may be so. `again` validates another tree for the document.
    """
    root = document.root
    missing = [fault for fault in violations if _is_of_missing(fault)]
    if root is None or not missing:
        return list(violations)
    kept = list(violations)
    pairs = dict.fromkeys(_pairs(root, {fault.start for fault in missing}))
    for pair in list(pairs)[:_MOST]:
        of_first = [fault for fault in kept if _is_of_missing(fault) and fault.start == pair.first]
        of_second = [fault for fault in kept if _is_of_missing(fault) and fault.start == pair.second]
        if not (of_first or of_second) or not _is_one_item(pair, root, violations, document, again):
            continue
        if of_first and of_second:
            dash = (pair.second, pair.second + len(pair.name), "the `- ` in front of it begins another item")
            help_ = f"Take out the `- ` in front of `{pair.name}:`: it begins another item."
            joined = replace(of_first[0], help=help_, related=(dash,))
            explained = [*of_first[1:], *of_second]
            kept = [joined if fault is of_first[0] else fault for fault in kept if fault not in explained]
        else:
            unsure = (of_first or of_second)[0]
            kept = [_or_dash(fault, pair.name) if fault is unsure else fault for fault in kept]
    return kept


def _is_of_missing(fault: Violation) -> bool:
    return is_error(fault) and (bool(fault.missing) or fault.message.endswith(REQUIRED))


def _or_dash(fault: Violation, name: str) -> Violation:
    dash = f"Or the `- ` in front of `{name}:` is too much, and it belongs to the item above."
    return replace(fault, help=" ".join(filter(None, (fault.help, dash))))


def _pairs(root: yaml.Node, starts: set[int]) -> Iterator[_Pair]:
    """The neighbours in lists that have no field in common, and of which one lacks something."""
    copy = TreeCopy(root)
    for start in sorted(starts & copy.items.keys()):
        items, number = copy.items[start]
        for first, second in ((number - 1, number), (number, number + 1)):
            if first < 0 or second >= len(items):
                continue
            one, other = items[first], items[second]
            if not isinstance(one, yaml.MappingNode) or not isinstance(other, yaml.MappingNode):
                continue
            names = {key_of(key) for key, _ in one.value}
            if other.value and names.isdisjoint(key_of(key) for key, _ in other.value):
                yield _Pair(one.start_mark.index, other.start_mark.index, key_of(other.value[0][0]))


def _is_one_item(
    pair: _Pair,
    root: yaml.Node,
    violations: Sequence[Violation],
    document: Document,
    again: Callable[[Document], Result],
) -> bool:
    """Whether nothing is missing in both items together, and nothing else is wrong with them."""
    copy = TreeCopy(root)
    if not copy.is_tree:
        return False
    items, number = copy.items[pair.first]
    one, other = items[number : number + 2]
    both = yaml.MappingNode(one.tag, [*one.value, *other.value], one.start_mark, other.end_mark)
    items[number : number + 2] = [both]
    before = {(fault.rule, fault.start, fault.missing) for fault in violations if not _is_of_missing(fault)}
    inner = {key.start_mark.index for key, _ in both.value}
    return not any(
        is_error(fault) and fault.start in inner and (fault.rule, fault.start, fault.missing) not in before
        for fault in again(Document(copy.root, document.start, document.end)).violations
    )
