"""The fields that the API server adds to a custom resource before it validates it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from knotwork.snippets.yaml.nodes import NULL, key_of, node_of, pairs


def with_defaults(
    node: yaml.MappingNode, defaults: Mapping[str, Any], drops: frozenset[str] = frozenset()
) -> yaml.MappingNode:
    """A mapping with the fields that have a default and are not there; these stand at its start.

    `drops`: the fields that are left out where they are null.
    """
    own = [pair for pair in pairs(node) if not (pair[1].tag == NULL and key_of(pair[0]) in drops)]
    there = {key_of(key) for key, _ in own}
    mark = node.start_mark
    added = {name: value for name, value in defaults.items() if name not in there}
    return yaml.MappingNode(node.tag, [*own, *node_of(added, mark).value], mark, node.end_mark)
