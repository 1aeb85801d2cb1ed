"""What a manifest says of itself: its apiVersion, its kind, its name and its namespace."""

from __future__ import annotations

import yaml

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text_of, value_at


def identity(root: yaml.Node | None) -> tuple[str | None, str | None, str | None, str | None]:
    """The apiVersion, the kind, the name and the namespace that a document states."""
    metadata = value_at(root, "metadata")
    return (
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
