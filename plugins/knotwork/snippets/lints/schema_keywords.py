"""Keywords of JSON Schema that a CustomResourceDefinition cannot have, wherever they stand in its schemas.

The API server reads some of them only when they hold something: `definitions: {}` is as if it were not there,
and `dependencies: {}` is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import forbidden
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true

LIST_TYPE, PRESERVE = "x-kubernetes-list-type", "x-kubernetes-preserve-unknown-fields"
_UNSUPPORTED = ("$ref", "dependencies", "additionalItems")
_UNSUPPORTED_UNLESS_EMPTY = ("id", "$schema", "definitions", "patternProperties")


def unsupported_keywords(fields: Fields) -> Iterator[Violation]:
    """The keywords of a schema, or of a condition, that no schema may have."""
    for name in (*_UNSUPPORTED, *_UNSUPPORTED_UNLESS_EMPTY):
        node = given(fields, name)
        if node is not None and not (name in _UNSUPPORTED_UNLESS_EMPTY and is_empty(node)):
            yield at_key(fields, name, forbidden("not supported in a CustomResourceDefinition"))
    if is_true(given(fields, "uniqueItems")):
        help_ = f"Write `{LIST_TYPE}: set` instead."
        yield at_key(fields, "uniqueItems", forbidden("cannot be set to true"), help_)
    items = given(fields, "items")
    if isinstance(items, yaml.SequenceNode) and items.value:
        yield at_key(fields, "items", "must be a schema object and not an array")
    if is_false(given(fields, PRESERVE)):
        yield at_key(fields, PRESERVE, "must be true or undefined", "Remove it: false is the default.")


def is_empty(node: yaml.Node) -> bool:
    """Whether a value is an empty text, list or mapping."""
    return not node.value


def at_key(fields: Fields, name: str, message: str, help_: str | None = None) -> Violation:
    """The violation at the key of a field."""
    return at_node(INVALID_VALUE, fields[name][0], message, help_)
