"""A value as it would be if the advice about its type were followed: as an item, as fields of its items."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.snippets.changed_trees import written_text
from knotwork.snippets.fields.value_changes import (
    AS_EACH,
    AS_FIELDS,
    AS_ITEM,
    AS_NAMED_ITEMS,
    AS_PAIRS,
    AS_VALUES,
    ONLY_ITEM,
    UNDER,
)
from knotwork.snippets.yaml.nodes import MAPPING, SEQUENCE, STRING, key_of

_NAMES = ("name", "key")


def changed_value(node: yaml.Node, change: str, place: yaml.Node) -> yaml.Node | None:
    """The value after a change; None where it cannot be changed so. `place`: where what is added stands."""
    if isinstance(node, yaml.MappingNode):
        if change == AS_ITEM:
            return _list([node], node)
        if change == AS_EACH:
            return _list([_mapping([pair], pair[0]) for pair in node.value], node)
        if change == AS_NAMED_ITEMS:
            return _named_items(node, place)
        if change == AS_VALUES:
            return _list(
                [_item(key, [(written_text("value", place), value)], place) for key, value in node.value],
                node,
            )
    if isinstance(node, yaml.SequenceNode):
        if change == AS_FIELDS:
            return _merged(node.value, node)
        if change == AS_PAIRS:
            return _pairs(node.value, node)
        if change == ONLY_ITEM:
            return node.value[0] if len(node.value) == 1 else None
    if change.startswith(UNDER):
        return _mapping([(written_text(change.removeprefix(UNDER), place), node)], place)
    return None


def _named_items(node: yaml.MappingNode, place: yaml.Node) -> yaml.Node | None:
    """The entries of a mapping as the items of a list, each with its name."""
    if not all(isinstance(value, yaml.MappingNode) for _, value in node.value):
        return None
    return _list([_item(key, value.value, place) for key, value in node.value], node)


def _item(key: yaml.Node, fields: Sequence[tuple[yaml.Node, yaml.Node]], place: yaml.Node) -> yaml.Node:
    name = yaml.ScalarNode(STRING, key_of(key), key.start_mark, key.end_mark)
    return _mapping([(written_text("name", place), name), *fields], key)


def _merged(items: Sequence[yaml.Node], place: yaml.Node) -> yaml.Node | None:
    """The fields of all items as those of one mapping; None where two items have the same field."""
    if not items or not all(isinstance(item, yaml.MappingNode) for item in items):
        return None
    pairs = [pair for item in items for pair in item.value]
    return _mapping(pairs, place) if len({key_of(key) for key, _ in pairs}) == len(pairs) else None


def _pairs(items: Sequence[yaml.Node], place: yaml.Node) -> yaml.Node | None:
    """The entries that items say with a name and a value, or with `=`."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = []
    for item in items:
        if isinstance(item, yaml.ScalarNode):
            name, equals, value = item.value.partition("=")
            if not equals:
                return None
            pairs.append((written_text(name.strip(), item), written_text(value.strip(), item)))
            continue
        fields = (
            {key_of(key): value for key, value in item.value} if isinstance(item, yaml.MappingNode) else {}
        )
        names = [fields[name] for name in _NAMES if name in fields]
        if len(names) != 1 or "value" not in fields:
            return None
        pairs.append((names[0], fields["value"]))
    return _mapping(pairs, place)


def _mapping(pairs: list[tuple[yaml.Node, yaml.Node]], place: yaml.Node) -> yaml.Node:
    return yaml.MappingNode(MAPPING, pairs, place.start_mark, place.end_mark)


def _list(items: list[yaml.Node], place: yaml.Node) -> yaml.Node:
    return yaml.SequenceNode(SEQUENCE, items, place.start_mark, place.end_mark)
