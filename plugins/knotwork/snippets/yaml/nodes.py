"""The nodes of a YAML tree: what Kubernetes reads a scalar, a key and a mapping as.

The nodes are PyYAML's, as `compose.py` makes them: their tags are those of Kubernetes' parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

import yaml

from knotwork.snippets.yaml.scalars import Value, key_text, resolved

TAG = "tag:yaml.org,2002:"
STRING, INTEGER, FLOAT, BOOLEAN = f"{TAG}str", f"{TAG}int", f"{TAG}float", f"{TAG}bool"
NULL, MERGE = f"{TAG}null", f"{TAG}merge"
MAPPING, SEQUENCE = f"{TAG}map", f"{TAG}seq"
_NO_TEXTS = frozenset((INTEGER, FLOAT, BOOLEAN, NULL))

Pair: TypeAlias = tuple[yaml.Node, yaml.Node]
"""The nodes of a key and its value."""
Fields: TypeAlias = Mapping[str, Pair]
"""The fields of a mapping by name, those that it merges (`<<`) after its own."""


def value_of(node: yaml.ScalarNode) -> Value:
    """The value of a scalar as Kubernetes reads it."""
    if node.tag == STRING or not node.tag.startswith(TAG):
        return str(node.value)
    kind, value = resolved(node.value)
    return value if f"{TAG}{kind}" == node.tag else str(node.value)


def key_of(node: yaml.Node) -> str:
    """The name of a field as Kubernetes reads it: a key `y` is `true`. Empty for a list or mapping."""
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.tag == STRING or node.tag == MERGE:
        return str(node.value)
    return key_text(node.value) if node.tag in _NO_TEXTS else str(node.value)


def is_written(key: yaml.Node) -> bool:
    """Whether a key stands in the text, and is not that of a default."""
    return key.start_mark.index < key.end_mark.index


def plain(node: yaml.Node) -> Any:
    """The value of a node as Kubernetes reads it; an alias is the same object as its anchor."""
    return _plain(node, {})


def node_of(value: Any, mark: yaml.Mark) -> yaml.Node:
    """The node of a plain value that is not written anywhere, at a place in the text."""
    if isinstance(value, dict):
        entries = [
            (yaml.ScalarNode(STRING, str(key), mark, mark), node_of(below, mark))
            for key, below in value.items()
        ]
        return yaml.MappingNode(MAPPING, entries, mark, mark)
    if isinstance(value, list):
        return yaml.SequenceNode(SEQUENCE, [node_of(item, mark) for item in value], mark, mark)
    if isinstance(value, bool):
        return yaml.ScalarNode(BOOLEAN, str(value).lower(), mark, mark)
    tag = INTEGER if isinstance(value, int) else FLOAT if isinstance(value, float) else STRING
    return yaml.ScalarNode(NULL if value is None else tag, "" if value is None else str(value), mark, mark)


def pairs(node: yaml.MappingNode) -> Sequence[Pair]:
    """The keys and values of a mapping, those that it merges (`<<`) after its own."""
    if merges(node):
        return [*merged_fields(node, key_of, {}).values()]
    own: Sequence[Pair] = node.value
    return own


def merges(node: yaml.MappingNode) -> bool:
    """Whether a mapping takes over the fields of another (`<<`)."""
    return MERGE in [key.tag for key, _ in node.value]


def merged_fields(
    node: yaml.MappingNode,
    name_of: Callable[[yaml.Node], str | None],
    known: MutableMapping[yaml.Node | None, Fields],
) -> Fields:
    """The fields of a mapping with those that it merges (`<<`): its own win, then those of the first source.

    A key without a name is left out. `known` remembers the fields of mappings:
    without it, merges of merges would take exponential time. No recursion: a chain of aliases can be deeper
    than Python's stack.
    """
    waiting = [node]
    while waiting:
        mapping = waiting[-1]
        sources = _merged(mapping)
        missing = [source for source in sources if source not in known]
        if missing:
            waiting += missing
            continue
        own = ((name_of(pair[0]), pair) for pair in mapping.value if pair[0].tag != MERGE)
        entries = {name: pair for name, pair in own if name is not None}
        for source in sources:
            for name, pair in known[source].items():
                entries.setdefault(name, pair)
        known[mapping] = entries
        waiting.pop()
    return known[node]


def _merged(node: yaml.MappingNode) -> list[yaml.MappingNode]:
    """The mappings that a mapping merges."""
    values = [value for key, value in node.value if key.tag == MERGE]
    listed = [value.value if isinstance(value, yaml.SequenceNode) else [value] for value in values]
    return [source for sources in listed for source in sources if isinstance(source, yaml.MappingNode)]


def nodes(root: yaml.Node) -> Iterator[yaml.Node]:
    """The root and every node below it; an alias and its anchor are one node."""
    seen = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.MappingNode):
            for pair in node.value:
                stack += pair
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def _plain(node: yaml.Node, known: dict[int, Any]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return value_of(node)
    if id(node) not in known:
        if isinstance(node, yaml.MappingNode):
            known[id(node)] = {key_of(key): _plain(value, known) for key, value in pairs(node)}
        else:
            known[id(node)] = [_plain(item, known) for item in node.value]
    return known[id(node)]
