"""Objects that only show which fields there are: all values are empty, or names of types.

replicas: int
image: ""

So do the bodies of an interface of one's own, whose kinds Kubernetes does not have: `kind: Invoice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from knotwork.snippets.fields.apis import UNKNOWN_KIND
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.intent.absence_rules import OF_FIELDS
from knotwork.snippets.violation import Violation, at_most_info, with_infos
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.placeholders import TYPE_NAMES

_FEWEST = 4
"""So many values are not left empty by accident."""
_TYPES = TYPE_NAMES | {
    *("object", "array", "list", "map", "timestamp", "datetime", "date-time", "date", "time", "uuid", "url"),
    *("number", "decimal", "text", "enum", "any"),
}
_EMPTY = frozenset(("", "null", "~", "0", "false", *_TYPES))
_FEWEST_OF_OWN = 2
"""So many values of a kind that Kubernetes does not have are no names by accident."""
_EXAMPLES = frozenset(
    f"{owner}{thing}"
    for owner in ("", "My", "Some", "Your", "Any", "Example", "Sample")
    for thing in ("Example", "Kind", "Object", "CustomResource", "Thing")
)
"""Kinds that stand for any kind; Kubernetes has none of them."""
_EXAMPLE = "It is no error where it stands for any kind."
_OWN = "It is no error here: its values are names of types, as in a description of an interface."


def as_skeleton(violations: Sequence[Violation], root: yaml.Node | None) -> list[Violation]:
    """The violations of a document; as infos those of an object without any value, or without a head."""
    if not violations or not isinstance(root, yaml.MappingNode):
        return list(violations)
    if _is_skeleton(root) or _has_empty_head(root):
        return [own if _is_misspelt(own) else at_most_info(own) for own in violations]
    if any(map(_is_of_unknown_kind, violations)) and _names_types(root):
        violations = with_infos(violations, _is_of_unknown_kind, lambda _: _OWN)
    if any(own.rule is UNKNOWN_KIND for own in violations) and _names_example(root):
        violations = with_infos(violations, lambda own: own.rule is UNKNOWN_KIND, lambda _: _EXAMPLE)
    if any(violation.rule in OF_FIELDS for violation in violations) and _is_form(root):
        return [at_most_info(own) if own.rule in OF_FIELDS else own for own in violations]
    return list(violations)


def _is_misspelt(violation: Violation) -> bool:
    """Whether it is of a misspelt field, which no object has."""
    return violation.rule is UNKNOWN_FIELD and bool(violation.repair or violation.meant)


def _is_of_unknown_kind(violation: Violation) -> bool:
    """Whether it is of a kind that Kubernetes does not have, nor one that is spelt nearly so."""
    if violation.rule is not UNKNOWN_KIND or violation.meant or violation.repair is not None:
        return False
    return ": " not in violation.message  # it names no other apiVersion


def _names_example(root: yaml.MappingNode) -> bool:
    """Whether the kind stands for any: `kind: Example`, `kind: MyKind`."""
    kind = next((value for key, value in root.value if key_of(key) == "kind"), None)
    return isinstance(kind, yaml.ScalarNode) and kind.value in _EXAMPLES


def _names_types(root: yaml.MappingNode) -> bool:
    """Whether half of the values or more are names of types."""
    values = [*_values(root)]
    named = sum(value in _TYPES for value in values)
    return named >= _FEWEST_OF_OWN and 2 * named >= len(values)


def _has_empty_head(root: yaml.MappingNode) -> bool:
    """Whether neither the apiVersion nor the kind has a value yet."""
    head = {key_of(key): value.value for key, value in root.value if key_of(key) in ("apiVersion", "kind")}
    return len(head) == 2 and not any(head.values())


def _is_form(root: yaml.MappingNode) -> bool:
    """Whether most values are left empty, to be filled in."""
    values = [*_values(root)]
    return values.count("") >= _FEWEST and 3 * values.count("") >= 2 * len(values)


def _is_skeleton(root: yaml.MappingNode) -> bool:
    count = 0
    for value in _values(root):
        if value not in _EMPTY:
            return False
        count += 1
    return count >= _FEWEST


def _values(root: yaml.MappingNode) -> Iterator[str]:
    """The texts of all values but the apiVersion and the kind; empty ones for empty lists and mappings."""
    waiting = [value for key, value in root.value if key_of(key) not in ("apiVersion", "kind")]
    seen = set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode) or not node.value:
            yield node.value.strip().lower() if isinstance(node, yaml.ScalarNode) else ""
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        else:
            waiting += [value for _, value in node.value]
