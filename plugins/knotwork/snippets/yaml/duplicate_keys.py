"""Keys that one mapping has twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.model.line_offsets import line_above, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.violation import Violation, is_error, places_of
from knotwork.snippets.yaml.merged_values import ELSEWHERE, KEEP_ONE, MERGE, Comparison, advice, is_additive
from knotwork.snippets.yaml.nodes import NULL, STRING, Pair, key_of, nodes
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
_STUCK = lazy_regex(r"-[A-Za-z]")
"""An item of a list without the space after its dash."""
_REFUSED_TWICE = ": programs take the last, or refuse both."
_LOST = ": programs take the last, which has no {}, or refuse both."
_BY_KUBECTL = ": the API server refuses both, kubectl alone takes the last."
_OR_NEW_ITEM = f"{KEEP_ONE}, begin a new item with `- `"
_MANY = 5
"""So many repeated keys of one mapping have one cause, and are one finding."""
_FEWEST = 2
_NAMED = 3
"""So many names of what is lost are written."""
_HEAD = ("apiVersion", "kind", "metadata")


def duplicate_keys(root: yaml.Node) -> Iterator[Violation]:
    """A violation for every key that Kubernetes reads as a key above it in the same mapping."""
    seen: set[int] = set()
    items: set[int] = set()
    stack = [root]
    comparison = Comparison()
    while stack:
        node = stack.pop()
        if id(node) in seen or type(node) is yaml.ScalarNode:
            continue
        seen.add(id(node))
        if not isinstance(node, yaml.MappingNode):
            stack += node.value
            if isinstance(node, yaml.SequenceNode) and not node.flow_style:
                items |= {id(item) for item in node.value}
            continue
        stack += [value for _, value in node.value if type(value) is not yaml.ScalarNode]
        keys = {key.value for key, _ in node.value if key.tag == STRING}
        if len(keys) < len(node.value):  # a key is there twice, or is not a string
            stack += [key for key, _ in node.value]
            yield from _of_mapping(node, comparison, is_item=id(node) in items)


def _of_mapping(node: yaml.MappingNode, comparison: Comparison, *, is_item: bool) -> Iterator[Violation]:
    first: dict[str, Pair] = {}
    empty: yaml.Node | None = None
    names = [key_of(key) for key, _ in node.value]
    is_two = is_item and names.count(names[0]) > 1
    stuck = next((name for name in names if _STUCK.match(name)), "")
    for key, value in node.value:
        name = key_of(key)
        if name and name in first and not is_placeholder(name):
            key_above, value_above = first[name]
            compared = comparison.compared(value_above, value)
            if stuck:
                what = f"Write `- {stuck[1:]}:`, as a space is missing after `-`, or keep one"
            elif empty is not None and key_above.start_mark.index < empty.start_mark.index:
                what = f"Indent below `{empty.value}:`, which is empty, what belongs there, or keep one"
            elif is_item and not compared.loses_nothing and (is_two or type(value) is yaml.ScalarNode):
                what = f"{_OR_NEW_ITEM}{ELSEWHERE}"
            elif key.value != key_above.value:
                what = f'Quote them, if both are names: "{key_above.value}" and "{key.value}"'
            elif compared.how in ("merge", "join") and not is_additive(name, value):
                what = MERGE
            else:
                what = f"{advice(name, compared)}{ELSEWHERE}"
            yield _violation(key, key_above, what, _lost(value_above, value))
        else:
            first[name] = key, value
            if value.tag == NULL and not value.value:
                empty = key


def _lost(first: yaml.Node, last: yaml.Node) -> str:
    """What a program loses that takes the last of two values; empty: nothing is known."""
    if not isinstance(first, yaml.MappingNode) or not isinstance(last, yaml.MappingNode):
        return ""
    kept = {key_of(key) for key, _ in last.value}
    names = list(dict.fromkeys(name for key, _ in first.value if (name := key_of(key)) not in kept))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(f"`{name}`" for name in names[:_NAMED]) + more


def _violation(key: yaml.Node, first: yaml.Node, what: str, lost: str) -> Violation:
    """The violation of a key that stands above it already; `what` is to be done, or is to be tried: MERGE.

    `lost`: what the first has and the last has not.
    """
    message = f'key "{key_of(key)}" already set in map'
    related = ((first.start_mark.index, first.end_mark.index, "the first is here"),)
    if key.value != first.value:
        message = f'{message}: "{first.value}" and "{key.value}" are the same key'
    start, end = key.start_mark.index, key.end_mark.index
    to_try = what if what == MERGE else ""
    what = f"{KEEP_ONE}{ELSEWHERE}" if to_try else what
    help_ = f"{what}{_LOST.format(lost) if lost else _REFUSED_TWICE}"
    if key.value == first.value and key.start_mark.column == 0:
        help_ += " Two variants need `---` between them."
    return Violation(DUPLICATE_KEY, start, end, message, help_, related=related, change=to_try, advice=what)


def with_advice(violation: Violation, what: str) -> Violation:
    """The violation of a key of a document for Kubernetes, with other advice, without its end."""
    return for_kubernetes(replace(violation, advice=f"{what}{ELSEWHERE}"))


def for_kubernetes(violation: Violation) -> Violation:
    """The violation in a document for Kubernetes, whose programs disagree about such keys."""
    return replace(violation, help=f"{violation.advice}{_BY_KUBECTL}")


def to_do(violation: Violation) -> str:
    """What is to be done about a repeated key that stands where it belongs."""
    return violation.advice.removesuffix(ELSEWHERE)


def is_another_example(text: str, start: int) -> bool:
    """Whether an empty line or a comment stands above a key, as between examples in one block."""
    above = _line_above(text, start)
    return above is not None and (not above or above.startswith("#"))


def _line_above(text: str, start: int) -> str | None:
    """The line above that of an offset, without the spaces around it; None: there is none."""
    line = line_start(text, start)
    return text[line_above(text, line) : line].strip() if line else None


def repeated_paragraphs(root: yaml.Node, keys: Set[int], text: str) -> set[int]:
    """Those of some repeated keys in paragraphs that repeat the first key of their mapping, and another one.

    Such a paragraph is another example or entry, without `---` or `- ` above it. The keys are named by their
    offsets.
    """
    repeated: set[int] = set()
    for mapping in nodes(root):
        pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
        begins: int | None = None
        for key, _ in pairs:
            at = key.start_mark.index
            if at in keys and key_of(key) == key_of(pairs[0][0]) and _line_above(text, at) == "":
                begins = at
            elif begins is not None and at in keys:
                repeated |= {begins, at}
    return repeated


def together(violations: Sequence[Violation], root: yaml.Node) -> list[Violation]:
    """The violations of a document; of the repeated keys of a mapping, if there are many, the first.

    So is that of a second head, with what is repeated below it: another manifest without all of its fields.
    """
    keys = {own.start for own in violations if own.rule is DUPLICATE_KEY and is_error(own)}
    if len(keys) < _FEWEST:
        return [*violations]
    below: dict[int, list[yaml.Node]] = {}
    left_out: set[int] = set()
    heads: set[int] = set()
    for mapping in nodes(root):
        pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
        repeated = [key for key, _ in pairs if key.start_mark.index in keys]
        second = mapping is root and len(repeated) >= _FEWEST and key_of(repeated[0]) in _HEAD
        if len(repeated) >= _MANY or second:
            below[repeated[0].start_mark.index] = repeated[1:]
            left_out |= {key.start_mark.index for key in repeated[1:]}
            heads |= {repeated[0].start_mark.index} if second else set()
    return [
        _with_places(violation, below.get(violation.start, ()), violation.start in heads)
        if violation.rule is DUPLICATE_KEY
        else violation
        for violation in violations
        if violation.rule is not DUPLICATE_KEY or violation.start not in left_out
    ]


def _with_places(violation: Violation, others: Sequence[yaml.Node], is_head: bool) -> Violation:
    """The violation with the other keys; `is_head`: with it another manifest may begin."""
    if not others:
        return violation
    if is_head:
        another = "Put `---` above it if another manifest begins here, or keep one of each"
        violation = replace(violation, advice=another, help=f"{another}{_REFUSED_TWICE}")
    more = f"{len(others)} more key{'s' if len(others) > 1 else ''} below"
    related = (*violation.related, *places_of(others))
    return replace(violation, message=f"{violation.message}, and {more}", related=related)
