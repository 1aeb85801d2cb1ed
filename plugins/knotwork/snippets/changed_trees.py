"""A copy of a document's tree with a change: a field in another place, or with another name."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.nodes import MAPPING, NULL, SEQUENCE, STRING

_DEEPEST = 64
_STEP = lazy_regex(r"([A-Za-z][\w-]*)(?:\[(\d*|\+)\])?(?:\.|$)")
Pairs = list[tuple[yaml.Node, yaml.Node]]


class TreeCopy:
    """A copy of a tree whose mappings may be changed, and where its keys and values are."""

    def __init__(self, root: yaml.Node) -> None:
        self.keys: dict[int, Pairs] = {}
        """The pairs of the mapping with a key, by the key's offset."""
        self.values: dict[int, tuple[Pairs, int]] = {}
        """The pairs of the mapping with a text as value, and the number of the pair, by the text's offset."""
        self.items: dict[int, tuple[list[yaml.Node], int]] = {}
        """The items of the list with a list or mapping, and the number of the item, by the item's offset."""
        self._seen: set[int] = set()
        self._lists: dict[int, list[yaml.Node]] = {}
        self.is_tree = True
        self.root = self._of(root, 0)

    def _of(self, node: yaml.Node, depth: int) -> yaml.Node:
        if not isinstance(node, yaml.CollectionNode):
            return node
        if id(node) in self._seen or depth > _DEEPEST:
            self.is_tree = False
            return node
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            items = [self._of(item, depth + 1) for item in node.value]
            for number, item in enumerate(items):
                self.items[item.start_mark.index] = items, number
                self._lists[id(item.value)] = items
            return yaml.SequenceNode(node.tag, items, node.start_mark, node.end_mark, node.flow_style)
        pairs: Pairs = []
        for number, (key, value) in enumerate(node.value):
            pairs.append((key, self._of(value, depth + 1)))
            self.keys[key.start_mark.index] = pairs
            if isinstance(value, yaml.ScalarNode):
                self.values[value.start_mark.index] = pairs, number
        return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark, node.flow_style)

    def drop_empty(self, pairs: Pairs) -> None:
        """Remove an item of a list whose fields were moved elsewhere, all of them."""
        items = self._lists.get(id(pairs), [])
        if not pairs:
            items[:] = [item for item in items if item.value is not pairs]


def number_of(pairs: Pairs, start: int) -> int:
    """The number of the pair whose key begins at an offset."""
    return next(number for number, (key, _) in enumerate(pairs) if key.start_mark.index == start)


def pairs_at(pairs: Pairs, path: str, place: yaml.Node, item: int | None = None) -> Pairs | None:
    """The pairs of the mapping at a path, which is made where there is none; None: it is none, or a list.

    `place`: where what is made is said to stand. `item`: the index of the items that `[]` in the path means,
    in lists that are made, too, if need be; None: the first of a list that is there. `[+]` is a new item.
    """
    at = 0
    while at < len(path):
        step = _STEP.match(path, at)
        if step is None:
            return None
        at = step.end()
        number = next((number for number, (key, _) in enumerate(pairs) if key.value == step[1]), -1)
        value = pairs[number][1] if number >= 0 else None
        is_absent = value is None or value.tag == NULL
        if step[2] == "+":
            new = yaml.MappingNode(MAPPING, [], place.start_mark, place.end_mark)
            if isinstance(value, yaml.SequenceNode):
                value.value.append(new)
                pairs = new.value
                continue
        if step[2] is not None and not (is_absent and (item is not None or step[2] == "+")):
            items = value.value if isinstance(value, yaml.SequenceNode) else []
            index = int(step[2] or item or 0)
            value = items[index] if -len(items) <= index < len(items) else None
            if not isinstance(value, yaml.MappingNode):
                return None
        elif is_absent:
            made: yaml.Node = yaml.MappingNode(MAPPING, [], place.start_mark, place.end_mark)
            value = made
            if step[2] is not None:
                made = yaml.SequenceNode(SEQUENCE, [made], place.start_mark, place.end_mark)
            if number >= 0:
                pairs[number] = pairs[number][0], made
            else:
                pairs.append((written_text(step[1], place), made))
        if not isinstance(value, yaml.MappingNode):
            return None
        pairs = value.value
    return pairs


def written_text(written: str, place: yaml.Node) -> yaml.ScalarNode:
    """A text that is not written anywhere, as a node with the offsets of another one."""
    return yaml.ScalarNode(STRING, written, place.start_mark, place.end_mark)


def first_keys(value: yaml.Node) -> frozenset[int]:
    """The offsets of the first fields of a value; of a list, those of its items."""
    return frozenset(_first_keys(value))


def _first_keys(value: yaml.Node) -> Iterator[int]:
    if isinstance(value, yaml.SequenceNode):
        for item in value.value:
            yield from _first_keys(item) if isinstance(item, yaml.MappingNode) else (item.start_mark.index,)
    elif isinstance(value, yaml.MappingNode):
        yield from (key.start_mark.index for key, _ in value.value)
