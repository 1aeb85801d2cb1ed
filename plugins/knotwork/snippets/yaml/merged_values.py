"""What to do about two values of one key: merge the mappings, join the lists, or keep one of them.

labels: {app: web}
labels: {tier: front}       nothing is lost where both stand below one `labels:`
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.snippets.yaml.nodes import NULL, key_of

REMOVE = "Remove "
"""How the advice begins that loses nothing."""
ELSEWHERE = ", or indent the one that belongs elsewhere"
"""The end of all advice: what else may be meant."""
_KEEP_ONE = f"Keep one{ELSEWHERE}"
_MOST = 20_000
"""The most nodes of one document that are compared."""
_FEW = 3
"""The most keys that are named."""


class Comparison:
    """The comparisons of the values of repeated keys in one document, which are limited in number."""

    def __init__(self) -> None:
        self.left = _MOST

    def help(self, name: str, first: yaml.Node, second: yaml.Node) -> str:
        """What to do about two values of a key, as the beginning of a sentence."""
        if NULL in (first.tag, second.tag) and first.tag != second.tag:
            return f"{REMOVE}the one that is empty{ELSEWHERE}"
        compared = self._compared(first, second)
        if compared is None:
            return _KEEP_ONE
        differ, contradicting = compared
        if not differ and not contradicting:
            return f"{REMOVE}one, as both say the same{ELSEWHERE}"
        if type(first) is not type(second) or isinstance(first, yaml.ScalarNode):
            return _KEEP_ONE
        if isinstance(first, yaml.SequenceNode):
            return f"Write the items of both below one `{name}:`{ELSEWHERE}"
        both = f"Write what stands below both under one `{name}:`"
        if not contradicting:
            return f"{both}, which keeps all of it{ELSEWHERE}"
        listed = " and one ".join(f"`{key}`" for key in contradicting[:_FEW])
        kept = f"one {listed}" if len(contradicting) <= _FEW else "one of each key that is in both"
        return f"{both}, and keep {kept}{ELSEWHERE}"

    def _compared(self, first: yaml.Node, second: yaml.Node) -> tuple[bool, Sequence[str]] | None:
        """Whether one of two values has more, and the keys that contradict; None: they are too long."""
        differ = False
        contradicting: dict[str, None] = {}
        waiting = [("", first, second, False)]
        while waiting:
            key, one, other, in_list = waiting.pop()
            self.left -= 1
            if one is other:
                continue
            if isinstance(one, yaml.CollectionNode) and type(one) is type(other):
                self.left -= len(one.value) + len(other.value)
            if self.left < 0:
                return None
            if isinstance(one, yaml.MappingNode) and isinstance(other, yaml.MappingNode):
                ones, others = _by_name(one), _by_name(other)
                differ |= ones.keys() != others.keys()
                waiting += [(name, ones[name], others[name], in_list) for name in ones if name in others]
            elif isinstance(one, yaml.SequenceNode) and isinstance(other, yaml.SequenceNode):
                differ |= len(one.value) != len(other.value)
                waiting += [("", *pair, True) for pair in zip(one.value, other.value, strict=False)]
            elif type(one) is not type(other) or one.tag != other.tag or one.value != other.value:
                differ |= in_list
                contradicting |= {} if in_list else {key: None}
        return differ, [*contradicting]


def _by_name(mapping: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {key_of(key): value for key, value in mapping.value}
