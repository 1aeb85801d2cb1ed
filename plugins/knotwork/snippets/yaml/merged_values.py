"""What two values of one key have in common: whether they can be merged or joined, or one of them is kept.

labels: {app: web}
labels: {tier: front}       nothing is lost where both stand below one `labels:`

Two probes, or two lists with an item of the same name, are no value together: what is not surely additive
is tried first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import yaml
from msgspec import Struct

from knotwork.snippets.yaml.nodes import NULL, key_of

ELSEWHERE = ", or indent the one that belongs elsewhere"
"""The end of the advice about a key that stands where it belongs: what else may be meant."""
KEEP_ONE = "Keep one"
MERGE = "merge"
"""What advice does that was not tried yet: the name of a `change` of a violation."""
_ADDITIVE = frozenset(("labels", "annotations", "nodeSelector", "data", "stringData", "binaryData"))
"""Mappings with any keys, of which each stands for itself."""
_MOST = 20_000
"""The most nodes of one document that are compared."""
_FEW = 3
"""The most keys that are named."""


class Compared(Struct, frozen=True):
    """What two values of one key have in common."""

    how: Literal["empty", "same", "first", "second", "merge", "join", "keep"]
    """Whether one is empty or says the same, which is all in the other, or what is to be done with both."""
    joined: tuple[str, ...] = ()
    """Of mappings: the keys of the lists in them whose items are all kept."""
    kept: tuple[str, ...] = ()
    """Of mappings: the keys in both of which one value can be kept."""

    @property
    def loses_nothing(self) -> bool:
        """Whether one of both can be removed."""
        return self.how in ("empty", "same", "first", "second")


class Comparison:
    """The comparisons of the values of repeated keys in one document, which are limited in number."""

    def __init__(self, most: int = _MOST) -> None:
        self.left = most

    def compared(self, first: yaml.Node, second: yaml.Node) -> Compared:
        """What two values have in common; too long ones are not compared."""
        if NULL in (first.tag, second.tag) and first.tag != second.tag:
            return Compared("empty")
        differ = False
        joined: dict[str, None] = {}
        kept: dict[str, None] = {}
        waiting = [("", first, second)]
        while waiting:
            key, one, other = waiting.pop()
            if isinstance(one, yaml.MappingNode) and isinstance(other, yaml.MappingNode):
                self.left -= len(one.value) + len(other.value)
                ones, others = _by_name(one), _by_name(other)
                differ |= ones.keys() != others.keys()
                waiting += [(name, ones[name], others[name]) for name in ones if name in others]
            elif not self._is_same(one, other):
                (joined if are_joinable(one, other) else kept)[key] = None
            if self.left < 0:
                return Compared("keep")
        if not isinstance(first, yaml.MappingNode) or not isinstance(second, yaml.MappingNode):
            return Compared("join" if joined else "keep" if kept else "same")
        if not (differ or joined or kept):
            return Compared("same")
        within = self._within(first, second)
        return Compared(within) if within else Compared("merge", (*joined,), (*kept,))

    def _within(self, first: yaml.Node, second: yaml.Node) -> Literal["first", "second", ""]:
        """Which of two mappings has nothing that the other one has not; empty: neither."""
        waiting = [(first, second)]
        less, more = True, True
        while waiting and (less or more):
            one, other = waiting.pop()
            if isinstance(one, yaml.MappingNode) and isinstance(other, yaml.MappingNode):
                self.left -= len(one.value) + len(other.value)
                ones, others = _by_name(one), _by_name(other)
                less &= ones.keys() <= others.keys()
                more &= others.keys() <= ones.keys()
                waiting += [(ones[name], others[name]) for name in ones if name in others]
            elif not self._is_same(one, other):
                less &= _is_empty(one)
                more &= _is_empty(other)
        if self.left < 0:
            return ""
        return "first" if less else "second" if more else ""

    def _is_same(self, one: yaml.Node, other: yaml.Node) -> bool:
        """Whether two values are equal; what is too long is not looked at."""
        waiting = [(one, other)]
        while waiting and self.left >= 0:
            one, other = waiting.pop()
            self.left -= 1
            if one is other:
                continue
            if type(one) is not type(other) or one.tag != other.tag or len(one.value) != len(other.value):
                return False
            if isinstance(one, yaml.ScalarNode):
                if one.value != other.value:
                    return False
                continue
            self.left -= len(one.value)
            if isinstance(one, yaml.SequenceNode):
                waiting += zip(one.value, other.value, strict=True)
                continue
            if not isinstance(one, yaml.MappingNode) or not isinstance(other, yaml.MappingNode):
                return False
            ones, others = _by_name(one), _by_name(other)
            if ones.keys() != others.keys():
                return False
            waiting += [(ones[name], others[name]) for name in ones]
        return True


def _is_empty(node: yaml.Node) -> bool:
    return node.tag == NULL or (isinstance(node, yaml.CollectionNode) and not node.value)


def are_joinable(one: yaml.Node, other: yaml.Node) -> bool:
    """Whether two values are lists of mappings of which no two have the same name."""
    if not isinstance(one, yaml.SequenceNode) or not isinstance(other, yaml.SequenceNode):
        return False
    items = [*one.value, *other.value]
    if not all(isinstance(item, yaml.MappingNode) for item in items):
        return False
    names = [value.value for item in items for key, value in item.value if key_of(key) == "name"]
    texts = [name for name in names if isinstance(name, str)]
    return len({*texts}) == len(names)


def is_additive(name: str, first: yaml.Node) -> bool:
    """Whether all keys of the values of a field can stand together, whatever they are."""
    return name in _ADDITIVE and isinstance(first, yaml.MappingNode)


def advice(name: str, compared: Compared) -> str:
    """What to do about two values of a key that stands where it belongs, as the beginning of a sentence."""
    match compared.how:
        case "empty":
            return "Remove the one that is empty"
        case "same":
            return "Remove one, as both say the same"
        case "first" | "second":
            other = "second" if compared.how == "first" else "first"
            return f"Remove the {compared.how}, as the {other} has all of it"
        case "join":
            return f"Write the items of both below one `{name}:`"
        case "keep":
            return KEEP_ONE
    parts = [f"Write what stands below both under one `{name}:`"]
    if compared.joined:
        parts.append(f"with the items of both {_listed(compared.joined, 'lists of a key', ' and ')}")
    if compared.kept:
        parts.append(f"and keep one {_listed(compared.kept, 'of each key that is in both', ' and one ')}")
    return ", ".join(parts) if len(parts) > 1 else f"{parts[0]}, which keeps all of it"


def _listed(keys: Sequence[str], many: str, word: str) -> str:
    return word.join(f"`{key}`" for key in keys) if len(keys) <= _FEW else many


def _by_name(mapping: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {key_of(key): value for key, value in mapping.value}
