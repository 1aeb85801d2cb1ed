"""The words in which the API server refuses a value, so that a message can be searched for.

They follow the field errors of `k8s.io/apimachinery/pkg/util/validation/field`; the path of the field is
written before them where a violation becomes a diagnostic.
"""

from __future__ import annotations

from collections.abc import Collection

import yaml

REQUIRED = "Required value"
_LONGEST = 60
_MOST = 6
"""The most supported values that a message lists."""


def quoted(written: str) -> str:
    """A text in quotes, on one line and short enough for a message."""
    shown = " ".join(written[:_LONGEST].split("\n"))
    return f'"{shown}…"' if len(written) > _LONGEST else f'"{shown}"'


def invalid(node: yaml.Node, detail: str) -> str:
    """A value that is refused, and why: `Invalid value: 0: must be between 1 and 65535, inclusive`."""
    if not isinstance(node, yaml.ScalarNode):
        return f"Invalid value: {detail}"
    is_text = node.tag.endswith(":str") or node.style in ("'", '"')
    return f"Invalid value: {quoted(node.value) if is_text else node.value[:_LONGEST]}: {detail}"


def between(low: int, high: int) -> str:
    """The range that a number must be in."""
    return f"must be between {low} and {high}, inclusive"


def at_least(least: int) -> str:
    """The least that a number must be."""
    return f"must be greater than or equal to {least}"


def at_most(most: int) -> str:
    """The highest that a number must be."""
    return f"must be less than or equal to {most}"


def unsupported(written: str, values: Collection[str], hint: str = "") -> str:
    """A value that is none of those there are; the hint, or the values where there are few."""
    if not hint and len(values) <= _MOST:
        listed = ", ".join(f'"{value}"' for value in values)
        hint = f": supported values: {listed}"
    return f"Unsupported value: {quoted(written)}{hint}"


def duplicate_value(written: str) -> str:
    """A value that a list, or another field, has already."""
    return f"Duplicate value: {written}"


def forbidden(detail: str) -> str:
    """A field that must not be there, and why."""
    return f"Forbidden: {detail}"
