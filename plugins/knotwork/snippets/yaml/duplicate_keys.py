"""Keys that one mapping has twice."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import STRING, key_of
from knotwork.snippets.yaml.placeholders import is_placeholder

DUPLICATE_KEY = snippet_rule(
    "duplicate-key",
    "error",
    "yaml",
    """
    A mapping has the same key twice.

    The API server rejects such a manifest; most other programs silently keep the last value. For Kubernetes,
    `y`, `yes`, `on` and `true` are the same key.

    Bad:

    ```yaml {k8s="invalid:duplicate-key"}
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: debug
      LEVEL: info
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: keys
    data:
      LEVEL: info
    ```

    Remove one of them. To show two alternatives, use two blocks.
    """,
    position=7,
)
_PARAGRAPH = lazy_regex(r"(?<=\n\n)(?!\n)")


def duplicate_keys(root: yaml.Node) -> Iterator[Violation]:
    """A violation for every key that Kubernetes reads as a key above it in the same mapping."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen or type(node) is yaml.ScalarNode:
            continue
        seen.add(id(node))
        if not isinstance(node, yaml.MappingNode):
            stack += node.value
            continue
        stack += [value for _, value in node.value if type(value) is not yaml.ScalarNode]
        keys = {key.value for key, _ in node.value if key.tag == STRING}
        if len(keys) < len(node.value):  # a key is there twice, or is not a string
            stack += [key for key, _ in node.value]
            yield from _of_mapping(node)


def _of_mapping(node: yaml.MappingNode) -> Iterator[Violation]:
    first: dict[str, yaml.Node] = {}
    for key, _ in node.value:
        name = key_of(key)
        if name and name in first and not is_placeholder(name):
            yield _violation(name, key, first[name])
        else:
            first[name] = key


def _violation(name: str, key: yaml.Node, first: yaml.Node) -> Violation:
    message = f'key "{name}" already set in map'
    if key.value != first.value:
        message = f'key "{name}" already set in map: "{first.value}" and "{key.value}" are the same key'
    related = ((first.start_mark.index, first.end_mark.index, "the first is here"),)
    help_ = "Keep one: programs take the last, or refuse both."
    if key.start_mark.column == 0:
        help_ += " Two variants need `---` between them."
    return Violation(
        DUPLICATE_KEY,
        key.start_mark.index,
        key.end_mark.index,
        message,
        help_,
        related=related,
    )


def is_another_example(text: str, start: int) -> bool:
    """Whether an empty line or a comment stands above a key, as between examples in one block."""
    line = text.rfind("\n", 0, start) + 1
    above = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line].strip()
    return line > 0 and (not above or above.startswith("#"))


def repeated_paragraphs(keys: Iterable[int], text: str) -> set[int]:
    """Those of some repeated keys in paragraphs that repeat the first key of a text, and another one.

    Such a paragraph is another document, without `---` above it. The keys are named by their offsets.
    """
    first = text.lstrip().partition(":")[0] + ":"
    paragraphs = [match.start() for match in _PARAGRAPH.finditer(text)]
    within: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        if index := bisect_right(paragraphs, key):
            within[paragraphs[index - 1]].append(key)
    return {
        key
        for paragraph, repeated in within.items()
        if repeated[0] == paragraph and len(repeated) > 1 and text.startswith(first, paragraph)
        for key in repeated
    }
