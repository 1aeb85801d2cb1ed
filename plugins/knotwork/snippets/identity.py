"""The identity of a manifest: its apiVersion, its kind, its name and its namespace."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text_of, value_at


class Identity(NamedTuple):
    """What a document states; None for what it does not state, or not as a string."""

    api_version: str | None
    kind: str | None
    name: str | None
    namespace: str | None


def identity(root: yaml.Node | None) -> Identity:
    """The identity that a document states."""
    metadata = value_at(root, "metadata")
    return Identity(
        text_of(value_at(root, "apiVersion")),
        text_of(value_at(root, "kind")),
        text_of(value_at(metadata, "name")),
        text_of(value_at(metadata, "namespace")),
    )


def at_field(
    root: yaml.Node, name: str, rule: SnippetRule, message: str, help_: str | None = None
) -> Violation:
    """A violation at a field's value, or at the first key when there is no such field."""
    node = value_at(root, name)
    if node is None or node.start_mark.index == node.end_mark.index:
        keys = root.value if isinstance(root, yaml.MappingNode) else []
        node = next((key for key, _ in keys if key.value == name), keys[0][0] if keys else root)
    return at_node(rule, node, message, help_)
