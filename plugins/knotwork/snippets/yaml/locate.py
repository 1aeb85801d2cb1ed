"""The path of the field that stands at an offset of a document: `spec.ports[0].port`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeVar

import yaml

from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.paths import Path, shown

_T = TypeVar("_T")


def path_at(root: yaml.Node | None, start: int, end: int) -> str:
    """The path of the field or item whose key or value begins at an offset; empty for the document itself.

    A range of one character at the start of a list or mapping is that list or mapping. What an alias stands
    for has the path of its anchor.
    """
    node: yaml.Node | None = root
    path: Path = None
    while node is not None and not _is_at(node, start, end):
        below = _step(node, start, path)
        if below is None:
            break
        node, path = below
    return shown(path)


def _is_at(node: yaml.Node, start: int, end: int) -> bool:
    first, last = node.start_mark.index, node.end_mark.index
    return bool(start == first) and (
        end == last or (end == start + 1 and isinstance(node, yaml.CollectionNode))
    )


def _step(node: yaml.Node, offset: int, path: Path) -> tuple[yaml.Node | None, Path] | None:
    """The child at an offset, and its path; the child is None where the offset is in a field's key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in _near(node.value, bisect_right(node.value, offset, key=_start_of_pair)):
            if _holds(key, offset):
                return None, (path, key_of(key))
            if _holds(value, offset):
                return value, (path, key_of(key))
    elif isinstance(node, yaml.SequenceNode):
        index = _index_at(node.value, offset)
        return None if index is None else (node.value[index], (path, index))
    return None


def item_at(node: yaml.Node | None, offset: int) -> yaml.Node | None:
    """The item of a list that stands at an offset."""
    items: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else []
    index = _index_at(items, offset)
    return None if index is None or offset == items[index].end_mark.index else items[index]


def _index_at(items: Sequence[yaml.Node], offset: int) -> int | None:
    after = bisect_right(items, offset, key=_start_of)
    while after > 1 and items[after - 2] is items[after - 1]:
        after -= 1  # aliases that follow their anchor
    return next((index for index in _near(range(len(items)), after) if _holds(items[index], offset)), None)


def _near(children: Sequence[_T], after: int) -> Iterator[_T]:
    """The children, the one before an index first: those of a text without aliases are in its order."""
    yield from children[max(after - 1, 0) : after]
    yield from children


def _start_of_pair(pair: tuple[yaml.Node, yaml.Node]) -> int:
    return int(pair[0].start_mark.index)


def _start_of(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _holds(node: yaml.Node, offset: int) -> bool:
    first, last = node.start_mark.index, node.end_mark.index
    return bool(first <= offset < last or first == offset == last)
