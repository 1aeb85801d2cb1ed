"""The conditions in the schemas of a CustomResourceDefinition: they restrict values, and define nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import forbidden
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.schema_keywords import (
    LIST_TYPE,
    PRESERVE,
    at_key,
    is_empty,
    unsupported_keywords,
)
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import THIS_TOO, Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, Fields
from knotwork.snippets.yaml.values import is_false, items, literal

CONDITIONS = ("allOf", "anyOf", "oneOf")
_UNDEFINED = ("default", LIST_TYPE, "x-kubernetes-map-type")
"""What a condition has not, whatever its value."""
_EMPTY = ("type", "title", "description", "x-kubernetes-list-map-keys", "x-kubernetes-validations")
_FALSE = (
    *("additionalProperties", "nullable", PRESERVE),
    *("x-kubernetes-int-or-string", "x-kubernetes-embedded-resource"),
)
_FILLED = frozenset(
    (
        *("not", "properties", "required", "example", "externalDocs", "items", "additionalProperties"),
        *(*_UNDEFINED, *_EMPTY[-2:]),
    )
)
"""The keywords that make a difference in the condition for numbers and texts even when they are empty."""
_DEEPEST = 40
_OUTSIDE = "Write it outside of the condition, in the schema itself."
_SEVERAL_TYPES = "A schema has one type: write `x-kubernetes-preserve-unknown-fields: true` in its place."
_OF_TYPES = {
    frozenset(("string", "integer")): "Write `x-kubernetes-int-or-string: true` in the schema in its place."
}
"""What stands in place of a condition that names several types."""


def conditions(manifest: Manifest, fields: Fields, *, root: bool) -> Iterator[Violation]:
    """What is wrong with the conditions of a schema.

    A schema may name types in one of them: in `anyOf` of an integer and a string, in that order and with
    nothing else. That one may also stand in the first of `allOf`.
    """
    for name in (*CONDITIONS, "not"):
        if not (branches := _branches(fields, name)):
            continue
        named: list[yaml.Node] = []
        types = {
            str(literal(value))
            for node in branches
            if (value := given(manifest.pairs(node), "type")) is not None
        }
        several = _OF_TYPES.get(frozenset(types), _SEVERAL_TYPES) if len(types) > 1 else _OUTSIDE
        for index, node in enumerate(branches):
            branch = manifest.pairs(node)
            if name == "anyOf" and _is_int_or_string(manifest, branches):
                yield from unsupported_keywords(branch)
                continue
            first = name == "allOf" and index == 0 and _is_int_or_string(manifest, _branches(branch, "anyOf"))
            if first:
                branch = {key: pair for key, pair in branch.items() if key != "anyOf"}
            if (value := given(branch, "type")) is not None and not is_empty(value):
                named.append(branch["type"][0])
            others = {key: pair for key, pair in branch.items() if key != "type"}
            yield from _condition(manifest, fields, others, 1, root=root)
        if named:
            leading, *further = named
            wrong = at_node(INVALID_VALUE, leading, forbidden("must be empty to be structural"), several)
            yield replace(wrong, related=tuple(place(key, THIS_TOO) for key in further))


def _branches(fields: Fields, name: str) -> Sequence[yaml.Node]:
    value = given(fields, name)
    if value is None:
        return ()
    return (value,) if name == "not" else tuple(items(value))


def _condition(
    manifest: Manifest, owner: Fields, fields: Fields, depth: int, *, root: bool
) -> Iterator[Violation]:
    """What is wrong with one condition, and with those in it. `owner` defines the fields.

    `root`: whether they are conditions of a whole object. Only there the API server refuses what is not
    defined; elsewhere it drops the field, so that the condition never sees it.
    """
    if depth > _DEEPEST:
        return
    yield from unsupported_keywords(fields)
    for name in (*_UNDEFINED, *_EMPTY, *_FALSE):
        node = given(fields, name)
        if node is None or (name in _EMPTY and is_empty(node)) or (name in _FALSE and is_false(node)):
            continue
        must_be = "undefined" if name in _UNDEFINED else "empty" if name in _EMPTY else "false"
        if name == "additionalProperties":
            must_be = "undefined"
        yield at_key(fields, name, forbidden(f"must be {must_be} to be structural"), _OUTSIDE)
    known = manifest.pairs(given(owner, "properties"))
    for name, (key, value) in manifest.pairs(given(fields, "properties")).items():
        if name in known:
            below = manifest.pairs(known[name][1])
            yield from _condition(manifest, below, manifest.pairs(value), depth + 1, root=root)
        elif known and given(owner, "additionalProperties") is None and not manifest.partial:
            message = "a property of a condition must be defined in the schema itself, too"
            help_ = "A condition cannot define a field: define it outside, too."
            wrong = at_node(INVALID_VALUE, key, message, help_)
            yield wrong if root else replace(wrong, severity="warning")
    inner = given(fields, "items")
    if isinstance(inner, yaml.MappingNode):
        below = manifest.pairs(given(owner, "items"))
        yield from _condition(manifest, below, manifest.pairs(inner), depth + 1, root=root)
    for name in (*CONDITIONS, "not"):
        for node in _branches(fields, name):
            yield from _condition(manifest, owner, manifest.pairs(node), depth + 1, root=root)


def _is_int_or_string(manifest: Manifest, branches: Sequence[yaml.Node]) -> bool:
    """Whether it is the one condition that names types, with nothing else in it."""
    branch_fields = [manifest.pairs(node) for node in branches]
    types = [literal(given(fields, "type")) for fields in branch_fields]
    return types == ["integer", "string"] and all(
        name == "type" or _is_as_none(name, value)
        for fields in branch_fields
        for name, (_, value) in fields.items()
    )


def _is_as_none(name: str, value: yaml.Node) -> bool:
    """Whether a keyword of that condition is as if it were not there, or no schema may have it."""
    if value.tag == NULL or name == "dependencies":
        return True
    if name == "items" and isinstance(value, yaml.SequenceNode):
        return is_empty(value)
    return is_false(value) or (name not in _FILLED and is_empty(value))
