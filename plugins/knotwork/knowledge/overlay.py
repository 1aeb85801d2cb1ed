"""Values of which one is replaced, without a copy of the others."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from typing import TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")


def overlay(values: Mapping[K, V], key: K, value: V) -> ChainMap[K, V]:
    """The same values but for one key; what is set in it later does not reach `values`."""
    return ChainMap({key: value}, cast(MutableMapping[K, V], values))  # only its first mapping is written to
