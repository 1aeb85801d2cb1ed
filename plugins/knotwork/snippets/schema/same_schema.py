"""Whether two definitions of a custom resource accept the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from knotwork.snippets.schema.schema import Keywords, Schema

_DERIVED = ("scalars", "plain", "definition", "deprecation", "in_part", "stored", "plural", "cluster_wide")
_COMPARED = {
    of: tuple(field.name for field in fields(of) if field.name not in _DERIVED) for of in (Schema, Keywords)
}
"""The fields that make a difference: the others are derived from them, or say where the schema is from."""


def is_same_schema(one: Any, other: Any) -> bool:
    """Whether two schemas, or two parts of schemas, accept the same values in the same words.

    Descriptions make no difference. The schemas are trees, no deeper than a definition is read.
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(is_same_schema(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(is_same_schema, one, other))
    names = _COMPARED.get(type(one))
    if names is not None:
        return all(is_same_schema(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)
