"""The words that other languages have for null, which are texts for YAML: `nil`, `None`, `undefined`."""

from __future__ import annotations

import yaml

NULL_WORDS = frozenset(("nil", "None", "none", "undefined", "nullptr", "<nil>", "<none>", "NULL_VALUE"))
"""Null as it is written in Go, Python, JavaScript, C++, and as kubectl prints it."""


def help_for_null(node: yaml.Node) -> str:
    """What to write in place of a value that is null in another language; empty: it is none."""
    if isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULL_WORDS:
        return instead_of_null(node.value)
    return ""


def instead_of_null(word: str) -> str:
    """The help for a field whose value is such a word."""
    return f"`{word}` is a text for YAML: its null is `null`, by which a field counts as absent."
