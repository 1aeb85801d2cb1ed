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
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.lints.schema_conditions import CONDITIONS, conditions
from knotwork.snippets.lints.schema_formats import INT_OR_STRING
from knotwork.snippets.lints.schema_keywords import (
    LIST_TYPE,
    PRESERVE,
    at_key,
    is_empty,
    unsupported_keywords,
)
from knotwork.snippets.lints.schema_nodes import SchemaNode, schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_false, is_true, items, literal

_INT_OR_STRING, _MAP_KEYS = "x-kubernetes-int-or-string", "x-kubernetes-list-map-keys"
_MAP_TYPE, _EMBEDDED = "x-kubernetes-map-type", "x-kubernetes-embedded-resource"


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("openAPIV3Schema",))
def structural_schemas(manifest: Manifest) -> Iterator[Violation]:
    """What is not structural in the schemas of a definition."""
    seen: set[int] = set()
    for schema in schema_nodes(manifest):
        if id(schema.node) not in seen:
            seen.add(id(schema.node))
            yield from _type(schema, partial=manifest.partial)
            yield from _extensions(schema)
            yield from unsupported_keywords(schema.fields)
            yield from _additional(schema)
            yield from _list_map(manifest, schema)
            yield from _set(manifest, schema)
            yield from _whole(manifest, schema)
            yield from conditions(manifest, schema.fields, root=schema.level == "root")


def _type(schema: SchemaNode, *, partial: bool) -> Iterator[Violation]:
    fields, path = schema.fields, schema.path
    free = is_true(given(fields, _INT_OR_STRING)) or is_true(given(fields, PRESERVE))
    type_ = literal(given(fields, "type"))
    if (
        ("type" not in fields or literal(fields["type"][1]) == "")
        and not free
        and not partial
        and not _is_misspelt(fields)
    ):
        if {"$ref", *CONDITIONS}.isdisjoint(fields) or not fields:
            where = {
                "root": "It must not be empty at the root",
                "field": "It must not be empty for specified object fields",
                "item": "It must not be empty for specified array items",
            }[schema.level]
            guess = "object" if schema.level == "root" or "properties" in fields else "string"
            help_ = f"add `type: {guess}`, or the type it has."
            if literal(given(fields, "format")) == INT_OR_STRING:
                help_ = f"write `{_INT_OR_STRING}: true` in place of the format."
            yield missing(schema.node, "type", path, f"{where}: {help_}")
    elif type_ and type_ != "object" and (schema.level == "root" or is_true(given(fields, _EMBEDDED))):
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
    if is_true(given(fields, _INT_OR_STRING)):
        for name in (PRESERVE, _EMBEDDED):
            if is_true(given(fields, name)):
                yield at_key(fields, name, f"must be false if {_INT_OR_STRING} is true")
    type_ = literal(given(fields, "type"))
    for name, needed, plural in ((LIST_TYPE, "array", "arrays"), (_MAP_TYPE, "object", "objects")):
        if given(fields, name) is not None and type_ is not None and type_ != needed:
            yield at_key(fields, name, f"is for {plural}, and the type is {type_}")


def _additional(schema: SchemaNode) -> Iterator[Violation]:
    fields = schema.fields
    additional = given(fields, "additionalProperties")
    if schema.level == "root" and is_true(additional):
        yield at_key(fields, "additionalProperties", "must not be used at the root")
    if additional is not None and literal(additional):
        message = invalid(additional, "boolean or JSON schema expected")
        yield at_node(INVALID_VALUE, additional, message, "Write a schema: `{type: string}`.")
    if additional is not None and (isinstance(additional, yaml.MappingNode) or is_false(additional)):
        properties = given(fields, "properties")
        if isinstance(properties, yaml.MappingNode) and properties.value:
            message = forbidden("additionalProperties and properties are mutual exclusive")
            help_ = "Fields that are not in `properties` are pruned anyway: remove `additionalProperties`."
            yield at_key(fields, "additionalProperties", message, help_)
        elif schema.level == "root":
            yield at_key(fields, "additionalProperties", "must not be used at the root")


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
    if embedded and not properties and not is_true(given(schema.fields, PRESERVE)) and not manifest.partial:
        message = f"`properties` must not be empty if {_EMBEDDED} is true without {PRESERVE}"
        yield at_key(schema.fields, _EMBEDDED, message, f"Add `{PRESERVE}: true`.")
    if schema.level == "root":
        metadata = manifest.pairs(given(properties, "metadata"))
        yield from _defaults(manifest, properties)
        for name, (key, value) in metadata.items():
            if name not in ("type", "properties", "default") and value.value and not is_false(value):
                message = forbidden("must not specify anything other than name and generateName")
                yield at_node(INVALID_VALUE, key, message, "Remove it: metadata is implicitly specified.")
        for name, (key, _) in manifest.pairs(given(metadata, "properties")).items():
            if name not in ("name", "generateName"):
                message = forbidden("must not specify anything other than name and generateName")
                yield at_node(INVALID_VALUE, key, message, "Remove it: metadata is implicitly specified.")


def _defaults(manifest: Manifest, properties: Fields) -> Iterator[Violation]:
    for name in ("apiVersion", "kind", "metadata"):
        fields = manifest.pairs(given(properties, name))
        if given(fields, "default") is not None:
            message = forbidden(f"must not be set in top-level {name}")
            yield at_key(fields, "default", message, "Remove it: every object has one.")


def _set(manifest: Manifest, schema: SchemaNode) -> Iterator[Violation]:
    """The items of a set are compared as wholes."""
    item = manifest.pairs(given(schema.fields, "items"))
    if literal(given(schema.fields, LIST_TYPE)) in ("set", "map") and is_true(given(item, "nullable")):
        message = forbidden(f"cannot be nullable when {LIST_TYPE} is set or map")
        yield at_key(item, "nullable", message, "Remove it.")
    name = {"array": LIST_TYPE, "object": _MAP_TYPE}.get(literal(given(item, "type")) or "")
    if literal(given(schema.fields, LIST_TYPE)) != "set" or name is None or manifest.partial:
        return
    message = f"must be atomic as item of a list with {LIST_TYPE}=set"
    node = given(item, name)
    if node is None and name == _MAP_TYPE and not may_be_there(name, item):
        help_ = f"Add `{name}: atomic` to its items, or write `{LIST_TYPE}: map`."
        yield at_key(schema.fields, LIST_TYPE, f"`items.{name}` {message}", help_)
    elif node is not None and literal(node) not in (None, "atomic"):
        yield at_node(INVALID_VALUE, node, invalid(node, message), "Write `atomic`.")


def _list_map(manifest: Manifest, schema: SchemaNode) -> Iterator[Violation]:
    """The keys of a list that is like a map: fields of its items that are always there."""
    fields, path = schema.fields, schema.path
    if literal(given(fields, LIST_TYPE)) != "map":
        written, keys = literal(given(fields, LIST_TYPE)), given(fields, _MAP_KEYS)
        none = LIST_TYPE not in fields and not manifest.partial
        if keys is not None and not is_empty(keys) and (written is not None or none):
            yield at_key(fields, _MAP_KEYS, f"is only for {LIST_TYPE}: map")
        return
    keys = given(fields, _MAP_KEYS)
    if keys is None and not manifest.partial:
        yield missing(
            schema.node, _MAP_KEYS, path, f"Name the fields that make an item unique: `{_MAP_KEYS}:`."
        )
    item = manifest.pairs(given(fields, "items"))
    properties = manifest.pairs(given(item, "properties"))
    yield from _item_of_map(manifest, item, keys)
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


def _item_of_map(manifest: Manifest, item: Fields, keys: yaml.Node | None) -> Iterator[Violation]:
    """Items are objects, and each of their keys is a value that is there, once."""
    node = given(item, "type")
    if node is not None and literal(node) not in (None, "", "object"):
        message = invalid(node, f"must be object if parent array's {LIST_TYPE} is map")
        yield at_node(INVALID_VALUE, node, message, f"Write `{LIST_TYPE}: set`, or `type: object`.")
    yield from named_once(items(keys))
    for key in items(keys):
        own = manifest.pairs(given(manifest.pairs(given(item, "properties")), literal(key) or ""))
        type_ = given(own, "type")
        if type_ is not None and literal(type_) in ("array", "object"):
            message = invalid(type_, f"must be a scalar type if parent array's {LIST_TYPE} is map")
            yield at_node(INVALID_VALUE, type_, message, "Make another field the key.")
        if is_true(given(own, "nullable")):
            message = forbidden(f"this property is in {_MAP_KEYS}, so it cannot be nullable")
            yield at_key(own, "nullable", message, "Remove it.")
