"""The fields of all mappings of a document, read once for all that look at them."""

from __future__ import annotations

import yaml

from knotwork.snippets.yaml.nodes import MERGE, STRING, Fields, merged_fields

_NOTHING: Fields = {}


class FieldIndex:
    """The fields of all mappings of a document; a key that is there twice has its last value."""

    __slots__ = ("_known", "expressions", "is_plain", "labels", "merges", "names")

    def __init__(self, root: yaml.Node) -> None:
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
        self._known: dict[int, Fields] = {}
        """By the `id` of their nodes; those of mappings that merge are added when they are needed."""
        seen: set[int] = set()
        waiting = [] if type(root) is yaml.ScalarNode else [root]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if type(node) is yaml.SequenceNode:
                waiting += [item for item in node.value if type(item) is not yaml.ScalarNode]
            else:
                self._add(node, waiting)

    def _add(self, node: yaml.Node, waiting: list[yaml.Node]) -> None:
        fields: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        merges = False
        for pair in node.value:
            key, value = pair
            if key.tag == STRING:
                fields[key.value] = pair
            else:
                self.is_plain = False
                merges = merges or key.tag == MERGE
                if type(key) is yaml.ScalarNode:
                    fields[key.value] = pair
            if type(value) is not yaml.ScalarNode:
                waiting.append(value)
                if key.value == "matchLabels":
                    self.labels.append(value)
                elif key.value == "matchExpressions":
                    self.expressions.append(value)
        self.names.update(fields)
        if len(fields) < len(node.value):
            self.is_plain = False
        if merges:
            self.merges = True
        else:
            self._known[id(node)] = fields

    def fields(self, node: yaml.Node | None) -> Fields:
        """The fields of a mapping of the document; empty for any other node."""
        known = self._known.get(id(node))
        if known is not None:
            return known
        return merged_fields(node, _raw, self._known) if isinstance(node, yaml.MappingNode) else _NOTHING


def _raw(key: yaml.Node) -> str | None:
    """The text of a key as it is written."""
    return str(key.value) if isinstance(key, yaml.ScalarNode) else None
