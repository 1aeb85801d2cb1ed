"""What differs in a large mapping, in the time that copying it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress
from operator import is_not
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def differing(before: Mapping[Key, object], after: Mapping[Key, object]) -> set[Key]:
    """The keys that came, that went, and those whose value is another object."""
    changed = compress(before, map(is_not, before.values(), map(after.get, before)))
    return {*changed, *(after.keys() - before.keys())}


def without(values: Mapping[Key, Value], keys: Iterable[Key]) -> dict[Key, Value]:
    """A copy of a mapping without some keys, which it need not have."""
    kept = dict(values)
    for key in keys:
        kept.pop(key, None)
    return kept


def in_order(values: dict[Any, Value], before: Mapping[Any, object]) -> dict[Any, Value]:
    """The values sorted by key; as they are when they have the keys of a mapping that they are a copy of and
    that is sorted.
    """
    return values if values.keys() == before.keys() else dict(sorted(values.items()))
