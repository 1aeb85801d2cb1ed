"""The fields of all mappings of a document, read once for all that look at them."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from knotwork.snippets.yaml.nodes import MERGE, STRING, Fields, Pair, merged_fields

_NOTHING: Fields = {}
_Scalar = yaml.ScalarNode


class _KnownFields(dict[yaml.Node | None, Fields]):
    """The fields of the mappings that were read; those of mappings that merge are added when needed."""

    def __missing__(self, node: yaml.Node | None) -> Fields:
        return merged_fields(node, _raw, self) if isinstance(node, yaml.MappingNode) else _NOTHING


class FieldIndex:
    """The fields of all mappings of a document; a key that is there twice has its last value."""

    __slots__ = ("expressions", "fields", "is_plain", "is_tree", "labels", "merges", "names")

    def __init__(self, root: yaml.Node, *, is_tree: bool = False) -> None:
        self.is_tree = is_tree
        """Whether it is known that there are no aliases: every node is at one place only."""
        self.names: set[str] = set()
        """The names of all fields, at whatever place."""
        self.labels: list[yaml.Node] = []
        """The lists and mappings under `matchLabels`, at whatever place."""
        self.expressions: list[yaml.Node] = []
        """The same under `matchExpressions`."""
        self.is_plain = True
        """Whether every key is a string that its mapping has once."""
        self.merges = False
        """Whether a mapping takes over the fields of another (`<<`)."""
        known = _KnownFields({None: _NOTHING})
        self.fields: Callable[[yaml.Node | None], Fields] = known.__getitem__
        """The fields of a mapping of the document; empty for any other node."""
        seen: set[int] = set()
        waiting = [] if type(root) is _Scalar else [root]
        while waiting:
            node = waiting.pop()
            if not is_tree:
                if id(node) in seen:
                    continue
                seen.add(id(node))
            if type(node) is yaml.SequenceNode:
                waiting += [item for item in node.value if type(item) is not _Scalar]
                continue
            fields: dict[str, Pair] = {}
            for pair in node.value:
                key, value = pair
                if key.tag == STRING:
                    fields[key.value] = pair
                if type(value) is not _Scalar:
                    waiting.append(value)
            if len(fields) == len(node.value):
                known[node] = fields
            else:
                fields = self._unusual(node)
                if not self.merges or MERGE not in [key.tag for key, _ in node.value]:
                    known[node] = fields
            self.names.update(fields)
            if "matchLabels" in fields or "matchExpressions" in fields:
                self._add_selectors(node)

    def _unusual(self, node: yaml.Node) -> dict[str, Pair]:
        """The fields of a mapping with a key that is no string, or is there twice."""
        self.is_plain = False
        self.merges = self.merges or MERGE in [key.tag for key, _ in node.value]
        return {key.value: (key, value) for key, value in node.value if type(key) is yaml.ScalarNode}

    def _add_selectors(self, node: yaml.Node) -> None:
        for key, value in node.value:
            if type(value) is not yaml.ScalarNode:
                if key.value == "matchLabels":
                    self.labels.append(value)
                elif key.value == "matchExpressions":
                    self.expressions.append(value)


def _raw(key: yaml.Node) -> str | None:
    """The text of a key as it is written."""
    return str(key.value) if isinstance(key, yaml.ScalarNode) else None
