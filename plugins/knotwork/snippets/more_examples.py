"""A second example below the first in one block, without `---` between them: its keys are no mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.snippets.marks_of_wrong import has_both_marks
from knotwork.snippets.snippet import Mode
from knotwork.snippets.titled_parts import begins_titled_part
from knotwork.snippets.validation import Context
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import (
    DUPLICATE_KEY,
    is_another_example,
    repeated_paragraphs,
    together,
)
from knotwork.snippets.yaml.nodes import key_of, nodes

_APART = "Put `---` between two examples, or give each its block."
_OR_ONE = "Keep one. If they are two examples, put `---` between them."
_EXAMPLES = 3
_HEAD = ("apiVersion", "kind")


def with_examples(
    violations: Sequence[Violation], mode: Mode, text: str, root: yaml.Node | None, context: Context
) -> list[Violation]:
    """The violations of a text; as infos where they are about keys that begin another example.

    In a note the fields at the top of what is no manifest may be two examples, and in a proposal what a
    comment stands above; so is in a manifest what begins a part with a title. `root`: that of the document.
    """
    keys = sorted(violation.start for violation in violations if violation.rule is DUPLICATE_KEY)
    if not keys or root is None:
        return [*violations]
    others, unsure = set[int](), set[int]()
    if mode == "syntax":
        others = repeated_paragraphs(root, {*keys}, text)
    elif mode in ("fragment", "other") or context.proposal:
        others = {key for key in keys if is_another_example(text, key)}
        others |= set(_with_others(root, keys, others)) if others else set()
    if mode == "full" and not context.file:
        unsure = {key for key in keys if begins_titled_part(text, key, root.start_mark.index)}
    if mode in ("fragment", "syntax", "other") and not context.file:
        unsure = {*keys} if has_both_marks(text) else {*_keys_of(root), *_often(root, keys)}
    return together([_as_example(violation, others, unsure) for violation in violations], root)


def _as_example(violation: Violation, others: set[int], unsure: set[int]) -> Violation:
    if violation.rule is DUPLICATE_KEY and violation.start in others | unsure:
        return replace(
            violation, severity="info", help=_APART if violation.start in others else _OR_ONE, repair=None
        )
    return violation


def _with_others(root: yaml.Node, keys: Sequence[int], others: Set[int]) -> Iterator[int]:
    """Those of some repeated keys that follow others of their mapping, which begin an example."""
    for node in nodes(root):
        begun = False
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            at = key.start_mark.index
            begun = at in others or (begun and at in keys)
            if begun:
                yield at


def _often(root: yaml.Node, keys: Sequence[int]) -> Iterator[int]:
    """Those of some repeated keys that their mapping has three times or more, as examples of one field."""
    for node in nodes(root):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        names = Counter(key_of(key) for key, _ in pairs)
        yield from (
            key.start_mark.index
            for key, _ in pairs
            if names[key_of(key)] >= _EXAMPLES and key.start_mark.index in keys
        )


def _keys_of(root: yaml.Node) -> Iterator[int]:
    """The offsets of the keys at the top of what has neither an apiVersion nor a kind."""
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    if not any(key_of(key) in _HEAD for key, _ in pairs):
        yield from (key.start_mark.index for key, _ in pairs)
