"""What is at a YAML node: its fields, its items, its text or number. Any other node is as good as none."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from knotwork.snippets.yaml.nodes import BOOLEAN, INTEGER, NULL, STRING, value_of
from knotwork.snippets.yaml.placeholders import is_literal, is_literal_name

_FEW_DIGITS = 10
"""A number with fewer is read without a look at its form."""


def value_at(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """The value of a field that a mapping has itself, not by a merge (`<<`); None for any other node.

    Of a key that is there twice it is the last one, which kubectl takes.
    """
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for key, value in reversed(node.value) if key.value == name), None)


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """The items of a list; empty for any other node."""
    return node.value if isinstance(node, yaml.SequenceNode) else []


def text(node: yaml.Node | None) -> str | None:
    """The text of a string."""
    return node.value if node is not None and node.tag == STRING else None


def text_of(node: yaml.Node | None) -> str | None:
    """The text of a string that is not empty."""
    return node.value or None if node is not None and node.tag == STRING else None


def literal(node: yaml.Node | None) -> str | None:
    """The text of a string without placeholders; None for any other node."""
    written = node.value if node is not None and node.tag == STRING else None
    return written if written is not None and is_literal(written) else None


def literal_name(node: yaml.Node | None) -> str | None:
    """The same for a name in lower case: capitals are placeholders, too."""
    written = node.value if node is not None and node.tag == STRING else None
    return written if written is not None and is_literal_name(written) else None


def number(node: yaml.Node | None) -> int | None:
    """A whole number."""
    if not isinstance(node, yaml.ScalarNode) or node.tag != INTEGER:
        return None
    written = node.value
    if len(written) < _FEW_DIGITS and written.isdecimal() and written.isascii() and written[0] != "0":
        return int(written)
    value = value_of(node)
    return value if isinstance(value, int) else None


def is_true(node: yaml.Node | None) -> bool:
    """Whether it is the boolean true."""
    return isinstance(node, yaml.ScalarNode) and node.tag == BOOLEAN and value_of(node) is True


def is_false(node: yaml.Node | None) -> bool:
    """Whether it is the boolean false."""
    return isinstance(node, yaml.ScalarNode) and node.tag == BOOLEAN and value_of(node) is False


def is_null(node: yaml.Node | None) -> bool:
    """Whether it is null, or a field without a value."""
    return isinstance(node, yaml.ScalarNode) and node.tag == NULL


def once(nodes: Iterable[yaml.Node | None]) -> list[yaml.Node]:
    """The nodes that are not None; an alias and its anchor are one node and come once."""
    there = [node for node in nodes if node is not None]
    return there if len(there) < 2 else list(dict.fromkeys(there))
