"""The size of YAML: nodes, levels and aliases, counted before anything recurses over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ALLOWED_ASCII = bytes((0x09, 0x0A, 0x0D, *range(0x20, 0x7F)))


class Extent(NamedTuple):
    """The counts up to an offset of a text."""

    at: int
    """The offset of the event that was counted last."""
    nodes: int
    depth: int
    aliases: int


def not_allowed(text: str) -> re.Match[str] | None:
    """The first character of a text that YAML does not allow."""
    if text.isascii() and not text.encode().translate(None, _ALLOWED_ASCII):
        return None  # quicker than a search, for most texts
    return _NOT_ALLOWED.search(text)


def extents(text: str, loader: Any) -> Iterator[Extent]:
    """The extent at each event of a text; raises yaml.YAMLError where it cannot be read on.

    A composer recurses: at some hundred thousand levels libyaml's ends the process.
    """
    depth = aliases = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=loader)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        at = 0 if event.start_mark is None else event.start_mark.index
        yield Extent(at, nodes, depth, aliases)


def expanded_size(root: yaml.Node, most: int, too_far: Callable[[int, bool], Exception]) -> int:
    """How many nodes a tree is with its aliases written out.

    Raises what `too_far` makes of an offset, and of whether a node stands in itself, when there would be
    more than `most`. Recursion ends with the levels of the text.
    """
    return _size(root, most, too_far, {})


def _size(
    node: yaml.Node, most: int, too_far: Callable[[int, bool], Exception], sizes: dict[int, int]
) -> int:
    if isinstance(node, yaml.ScalarNode):
        return 1
    size = sizes.get(id(node))
    if size == 0:
        raise too_far(node.start_mark.index, True)
    if size is None:
        sizes[id(node)] = 0
        pairs = isinstance(node, yaml.MappingNode)
        children = (child for pair in node.value for child in pair) if pairs else node.value
        size = 1 + sum(_size(child, most, too_far, sizes) for child in children)
        if size > most:
            raise too_far(node.start_mark.index, False)
        sizes[id(node)] = size
    return size
