"""A mapping where a list of such mappings is due, or the other way round: what is in it is checked, too."""

from __future__ import annotations

import yaml

from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.nodes import key_of


def as_one_item(node: yaml.Node, schema: Schema) -> tuple[yaml.MappingNode, Schema] | None:
    """A mapping that is meant as the item of a list, or the item of a list that is meant as a mapping.

    Its fields are checked, too; None when most of them are not those of the definition.
    """
    is_list = isinstance(node, yaml.SequenceNode)
    below = schema if is_list else schema.items
    item = node if not is_list else node.value[0] if len(node.value) == 1 else None
    if not isinstance(item, yaml.MappingNode) or below is None or not below.fields:
        return None
    if any(key_of(key).startswith("-") for key, _ in item.value):
        return None  # a space is missing behind the dash, which is reported
    known = sum(key_of(key) in below.fields for key, _ in item.value)
    return (item, below) if 2 * known > len(item.value) and known > 1 else None
