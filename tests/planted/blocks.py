"""A block of manifests without a fault, with the place of every field; and a fault that was planted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

FOLDER = Path(__file__).parent / "manifests"
_FREE = frozenset(
    "labels annotations matchLabels nodeSelector data stringData parameters hard default defaultRequest "
    "limits requests capacity properties".split()
)
"""Fields below which names are chosen by who writes them."""


@dataclass(frozen=True)
class Defect:
    """A block with one fault."""

    kind: str
    """What is wrong, for the table: `field: letter missing`."""
    text: str
    rules: frozenset[str]
    """The rules that may find it."""
    line: int
    """The place in the block at which it is to be found, 1-based."""
    column: int
    suggestion: str = ""
    """What the finding must offer, in its message, help or fix; empty: nothing certain can be said."""


@dataclass(frozen=True)
class Field:
    """A field of a block, or an item of a list, which has no key."""

    path: tuple[str, ...]
    """From its document: `spec`, `containers`, `-`, `name`."""
    kind: str
    """That of its document."""
    key: yaml.ScalarNode | None
    value: yaml.Node

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def is_free(self) -> bool:
        """Whether no schema knows its name."""
        inside_selector = self.kind == "Service" and "selector" in self.path[:-1]
        named = self.kind == "LimitRange" and self.path[:2] == ("spec", "limits") and len(self.path) < 5
        return inside_selector or (not named and not _FREE.isdisjoint(self.path[:-1]))

    @property
    def text(self) -> str:
        """Its scalar; empty for a list or mapping."""
        return self.value.value if isinstance(self.value, yaml.ScalarNode) else ""


class Block:
    """The text of a block and its fields."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.documents = [node for node in yaml.compose_all(text, yaml.SafeLoader) if node is not None]
        self.fields = [field for root in self.documents for field in _fields(root, (), _kind(root))]
        self.lines = text.splitlines(keepends=True)

    def where(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        before = self.text[:offset]
        return before.count("\n") + 1, offset - before.rfind("\n")

    def with_text(self, start: int, end: int, new: str) -> str:
        """The block with other text between two offsets."""
        return self.text[:start] + new + self.text[end:]

    def defect(
        self, kind: str, rules: str, change: tuple[int, int, str], at: int, suggestion: str = ""
    ) -> Defect:
        """A fault that a change makes; `at` is the offset at which it is to be found."""
        return Defect(kind, self.with_text(*change), frozenset(rules.split()), *self.where(at), suggestion)


Planter = Callable[[Block, Random], Iterator[Defect]]
"""Makes the faults of some kinds in a block."""


def blocks() -> list[Block]:
    """The blocks that faults are planted in; nothing is found in them."""
    return [Block(file.stem, file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]


def start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def end(node: yaml.Node) -> int:
    return int(node.end_mark.index)


def _kind(root: yaml.Node) -> str:
    return next(value.value for key, value in root.value if key.value == "kind")


def _fields(node: yaml.Node, path: tuple[str, ...], kind: str) -> Iterator[Field]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, key.value)
            yield Field(here, kind, key, value)
            yield from _fields(value, here, kind)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield Field((*path, "-"), kind, None, item)
            yield from _fields(item, (*path, "-"), kind)
