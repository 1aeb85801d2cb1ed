"""The schemas in a CustomResourceDefinition: what the API server calls a structural schema.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import SchemaNode, schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal

_PRESERVE, _INT_OR_STRING = "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string"
_LIST_TYPE, _MAP_KEYS = "x-kubernetes-list-type", "x-kubernetes-list-map-keys"
_MAP_TYPE, _EMBEDDED = "x-kubernetes-map-type", "x-kubernetes-embedded-resource"
_UNSUPPORTED = ("$ref", "id", "definitions", "dependencies", "patternProperties", "additionalItems")
_NOT_IN_CONDITIONS = (
    *("type", "additionalProperties", "default", "title", "description", "nullable", "externalDocs"),
    *(_PRESERVE, _INT_OR_STRING, _EMBEDDED, _LIST_TYPE, _MAP_KEYS, _MAP_TYPE),
    "x-kubernetes-validations",
)
_CONDITIONS = ("allOf", "anyOf", "oneOf")
_DEEPEST = 40


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("openAPIV3Schema",))
def structural_schemas(manifest: Manifest) -> Iterator[Violation]:
    """What is not structural in the schemas of a definition."""
    seen: set[int] = set()
    for schema in schema_nodes(manifest):
        if id(schema.node) not in seen:
            seen.add(id(schema.node))
            yield from _type(schema, partial=manifest.partial)
            yield from _extensions(schema)
            yield from _unsupported(schema)
            yield from _list_map(manifest, schema)
            yield from _set(manifest, schema)
            yield from _whole(manifest, schema)
            for name in (*_CONDITIONS, "not"):
                yield from _conditions(manifest, schema.fields, schema.fields, name, 0)


def _at(fields: Fields, name: str, message: str, help_: str | None = None) -> Violation:
    """The violation at the key of a field."""
    return at_node(INVALID_VALUE, fields[name][0], message, help_)


def _type(schema: SchemaNode, *, partial: bool) -> Iterator[Violation]:
    fields, path = schema.fields, schema.path
    free = is_true(given(fields, _INT_OR_STRING)) or is_true(given(fields, _PRESERVE))
    type_ = literal(given(fields, "type"))
    if (
        ("type" not in fields or literal(fields["type"][1]) == "")
        and not free
        and not partial
        and not _is_misspelt(fields)
    ):
        if {"$ref", *_CONDITIONS}.isdisjoint(fields) or not fields:
            where = {
                "root": "It must not be empty at the root",
                "field": "It must not be empty for specified object fields",
                "item": "It must not be empty for specified array items",
            }[schema.level]
            guess = "object" if schema.level == "root" or "properties" in fields else "string"
            yield missing(schema.node, "type", path, f"{where}: add `type: {guess}`, or the type it has.")
    elif (
        type_ is not None
        and type_ != "object"
        and (schema.level == "root" or is_true(given(fields, _EMBEDDED)))
    ):
        where = "at the root" if schema.level == "root" else f"if {_EMBEDDED} is true"
        node = given(fields, "type")
        assert node is not None, "the type was read"
        yield at_node(INVALID_VALUE, node, invalid(node, f"must be object {where}"))
    if type_ == "array" and "items" not in fields and not partial and not may_be_there("items", fields):
        yield missing(schema.node, "items", path, "Say what the items are: add `items:`.")


def _is_misspelt(fields: Fields) -> bool:
    """Whether the type is there by another name."""
    return "type" not in fields and may_be_there("type", fields)


def _extensions(schema: SchemaNode) -> Iterator[Violation]:
    fields = schema.fields
    if is_false(given(fields, _PRESERVE)):
        yield _at(fields, _PRESERVE, "must be true or undefined", "Remove it: false is the default.")
    if is_true(given(fields, _INT_OR_STRING)):
        for name in (_PRESERVE, _EMBEDDED):
            if is_true(given(fields, name)):
                yield _at(fields, name, f"must be false if {_INT_OR_STRING} is true")
    type_ = literal(given(fields, "type"))
    if _LIST_TYPE in fields and type_ is not None and type_ != "array":
        yield _at(fields, _LIST_TYPE, f"is for arrays, and the type is {type_}")


def _unsupported(schema: SchemaNode) -> Iterator[Violation]:
    fields = schema.fields
    for name in _UNSUPPORTED:
        if given(fields, name) is not None:
            yield _at(fields, name, forbidden("not supported in a CustomResourceDefinition"))
    if is_true(given(fields, "uniqueItems")):
        help_ = f"Write `{_LIST_TYPE}: set` instead."
        yield _at(fields, "uniqueItems", forbidden("cannot be set to true"), help_)
    if isinstance(given(fields, "items"), yaml.SequenceNode):
        yield _at(fields, "items", "must be a schema object and not an array")
    additional = given(fields, "additionalProperties")
    if additional is not None and (isinstance(additional, yaml.MappingNode) or is_false(additional)):
        properties = given(fields, "properties")
        if isinstance(properties, yaml.MappingNode) and properties.value:
            message = forbidden("additionalProperties and properties are mutual exclusive")
            help_ = "Fields that are not in `properties` are pruned anyway: remove `additionalProperties`."
            yield _at(fields, "additionalProperties", message, help_)
        elif schema.level == "root":
            yield _at(fields, "additionalProperties", "must not be used at the root")


def _whole(manifest: Manifest, schema: SchemaNode) -> Iterator[Violation]:
    """What is in every object: its kind, version and metadata, of which only the name may be formed."""
    embedded = is_true(given(schema.fields, _EMBEDDED))
    if schema.level != "root" and not embedded:
        return
    properties = manifest.pairs(given(schema.fields, "properties"))
    for name, type_ in (("apiVersion", "string"), ("kind", "string"), ("metadata", "object")):
        node = given(manifest.pairs(given(properties, name)), "type")
        written = literal(node)
        if node is not None and written is not None and written != type_:
            yield at_node(INVALID_VALUE, node, invalid(node, f"must be {type_}"), f"Write `type: {type_}`.")
    if embedded and not properties and not is_true(given(schema.fields, _PRESERVE)) and not manifest.partial:
        message = f"`properties` must not be empty if {_EMBEDDED} is true without {_PRESERVE}"
        yield _at(schema.fields, _EMBEDDED, message, f"Add `{_PRESERVE}: true`.")
    if schema.level == "root":
        metadata = manifest.pairs(given(properties, "metadata"))
        for name, (key, _) in manifest.pairs(given(metadata, "properties")).items():
            if name not in ("name", "generateName"):
                message = forbidden("must not specify anything other than name and generateName")
                yield at_node(INVALID_VALUE, key, message, "Remove it: metadata is implicitly specified.")


def _set(manifest: Manifest, schema: SchemaNode) -> Iterator[Violation]:
    """The items of a set are compared as wholes."""
    item = manifest.pairs(given(schema.fields, "items"))
    name = {"array": _LIST_TYPE, "object": _MAP_TYPE}.get(literal(given(item, "type")) or "")
    if literal(given(schema.fields, _LIST_TYPE)) != "set" or name is None or manifest.partial:
        return
    message = f"must be atomic as item of a list with {_LIST_TYPE}=set"
    node = given(item, name)
    if node is None and name == _MAP_TYPE and not may_be_there(name, item):
        help_ = f"Add `{name}: atomic` to its items, or write `{_LIST_TYPE}: map`."
        yield _at(schema.fields, _LIST_TYPE, f"`items.{name}` {message}", help_)
    elif node is not None and literal(node) not in (None, "atomic"):
        yield at_node(INVALID_VALUE, node, invalid(node, message), "Write `atomic`.")


def _list_map(manifest: Manifest, schema: SchemaNode) -> Iterator[Violation]:
    """The keys of a list that is like a map: fields of its items that are always there."""
    fields, path = schema.fields, schema.path
    if literal(given(fields, _LIST_TYPE)) != "map":
        if given(fields, _MAP_KEYS) is not None and literal(given(fields, _LIST_TYPE)) is not None:
            yield _at(fields, _MAP_KEYS, f"is only for {_LIST_TYPE}: map")
        return
    keys = given(fields, _MAP_KEYS)
    if keys is None and not manifest.partial:
        yield missing(
            schema.node, _MAP_KEYS, path, f"Name the fields that make an item unique: `{_MAP_KEYS}:`."
        )
    item = manifest.pairs(given(fields, "items"))
    properties = manifest.pairs(given(item, "properties"))
    required = {literal(node) for node in items(given(item, "required"))}
    for key in items(keys) if properties and not manifest.partial else ():
        name = literal(key)
        if name is None:
            continue
        if name not in properties:
            message = invalid(key, "not in the properties of the items")
            yield at_node(INVALID_VALUE, key, message)
        elif name not in required and "default" not in manifest.pairs(properties[name][1]):
            message = invalid(key, "must be a required property of the items, or have a default")
            yield at_node(
                INVALID_VALUE, key, message, "Add it to `required:` of the items, or give it a default."
            )


def _conditions(
    manifest: Manifest, owner: Fields, fields: Fields, name: str, depth: int
) -> Iterator[Violation]:
    """The conditions of a schema: they restrict values, and define nothing. `owner` defines the fields."""
    value = given(fields, name)
    if value is None or depth > _DEEPEST:
        return
    if name in _CONDITIONS and _is_int_or_string(manifest, owner, value):
        return
    for node in [value] if name == "not" else items(value):
        yield from _condition(manifest, owner, manifest.pairs(node), depth + 1)


def _condition(manifest: Manifest, owner: Fields, fields: Fields, depth: int) -> Iterator[Violation]:
    if depth > _DEEPEST:
        return
    for not_here in _NOT_IN_CONDITIONS:
        if given(fields, not_here) is not None and not is_false(given(fields, not_here)):
            help_ = "Write it outside of the condition, in the schema itself."
            yield _at(fields, not_here, forbidden("must be undefined to be structural"), help_)
    known = manifest.pairs(given(owner, "properties"))
    for name, (key, value) in manifest.pairs(given(fields, "properties")).items():
        if name in known:
            below = manifest.pairs(known[name][1])
            yield from _condition(manifest, below, manifest.pairs(value), depth + 1)
        elif known and given(owner, "additionalProperties") is None and not manifest.partial:
            message = "a property of a condition must be defined in the schema itself, too"
            yield at_node(
                INVALID_VALUE, key, message, "A condition cannot define a field: define it outside, too."
            )
    inner = given(fields, "items")
    if isinstance(inner, yaml.MappingNode):
        below = manifest.pairs(given(owner, "items"))
        yield from _condition(manifest, below, manifest.pairs(inner), depth + 1)
    for name in (*_CONDITIONS, "not"):
        yield from _conditions(manifest, owner, fields, name, depth + 1)


def _is_int_or_string(manifest: Manifest, owner: Fields, value: yaml.Node) -> bool:
    """Whether it is the one condition that names types: a number or a text."""
    if not is_true(given(owner, _INT_OR_STRING)):
        return False
    types = [literal(given(manifest.pairs(item), "type")) for item in items(value)]
    inner = [given(manifest.pairs(item), "anyOf") for item in items(value)]
    return sorted(filter(None, types)) == ["integer", "string"] or any(
        node is not None and _is_int_or_string(manifest, owner, node) for node in inner
    )
