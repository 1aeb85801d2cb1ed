"""The identity of a manifest: its apiVersion, its kind, its name and its namespace."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from knotwork.snippets.rule import SnippetRule
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import text_of, value_at


class Identity(NamedTuple):
    """What a document states; None for what it does not state, or not as a string."""

    api_version: str | None
    kind: str | None
    name: str | None
    namespace: str | None


_NOTHING = Identity(None, None, None, None)


def identity(root: yaml.Node | None) -> Identity:
    """The identity that a document states; of a key that is there twice the last value counts.

    A `kind` below other fields may have lost its indentation: without an apiVersion above it, it does not.
    """
    if not isinstance(root, yaml.MappingNode):
        return _NOTHING
    api_version = kind = metadata = None
    in_head = False
    for key, value in root.value:
        if key.value == "apiVersion":
            api_version, in_head = value, True
        elif key.value == "kind":
            kind = value if in_head or kind is None else kind
            in_head = True
        else:
            in_head = False
            if key.value == "metadata":
                metadata = value
    name = namespace = None
    for key, value in metadata.value if isinstance(metadata, yaml.MappingNode) else ():
        if key.value == "name":
            name = value
        elif key.value == "namespace":
            namespace = value
    return Identity(*map(text_of, (api_version, kind, name, namespace)))


def defined_kind(definition: yaml.Node | None) -> tuple[str | None, str | None]:
    """The group and the kind that a CustomResourceDefinition defines."""
    spec = value_at(definition, "spec")
    return text_of(value_at(spec, "group")), text_of(value_at(value_at(spec, "names"), "kind"))


def without_overridden(violations: list[Violation], root: yaml.Node) -> list[Violation]:
    """The violations without those of an apiVersion or a kind of which another one counts."""
    if not violations or not isinstance(root, yaml.MappingNode):
        return violations
    api_version, kind, _, _ = identity(root)
    counts = {"apiVersion": api_version, "kind": kind}
    head = [(name, value) for key, value in root.value if (name := key_of(key)) in counts]
    counting = {name: value for name, value in head if text_of(value) == counts[name]}
    overridden = {value.start_mark.index for name, value in head if counting.get(name) is not value}
    return [violation for violation in violations if violation.start not in overridden]


def at_field(
    root: yaml.Node, name: str, rule: SnippetRule, message: str, help_: str | None = None
) -> Violation:
    """A violation at a field's value, or at the first key when there is no such field."""
    node = value_at(root, name)
    if node is None or node.start_mark.index == node.end_mark.index:
        keys = root.value if isinstance(root, yaml.MappingNode) else []
        node = next((key for key, _ in reversed(keys) if key.value == name), keys[0][0] if keys else root)
    return at_node(rule, node, message, help_)
