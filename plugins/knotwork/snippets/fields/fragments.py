"""Fragments of manifests: the schema at a path such as `Pod.spec.containers[]`, the types of a block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import yaml
from msgspec import Struct

from knotwork.model.nearest import did_you_mean
from knotwork.snippets.fields.walk import fits
from knotwork.snippets.schema.builtin import BuiltinSchemas, schemas_of
from knotwork.snippets.schema.schema import ANYTHING, Schema
from knotwork.snippets.yaml.nodes import key_of

Custom = Mapping[tuple[str, str], Schema]

_STEP = re.compile(r"\.([\w/~-]+)|\[\d*\]")
_MOST = 5
"""The most types that may fit; a block that fits more is of no certain type."""
_VAGUE = ("JSONSchemaProps", "Event")


class UnknownPath(Struct, frozen=True):
    """A path that does not exist."""

    message: str
    """A sentence about the step that does not exist, with a suggestion."""


def at_path(known: BuiltinSchemas, path: str, custom: Custom) -> Schema | UnknownPath:
    """The schema at a path: `Probe`, `Pod.spec.containers[]`, `apps/v1/Deployment.spec`."""
    first = re.match(r"(?:(?P<version>[\w./-]+)/)?(?P<name>[A-Z]\w*)", path)
    if first is None:
        return UnknownPath("A path begins with a kind or a type: `Pod.spec`, `Probe`.")
    schema = _type(known, first["version"] or "", first["name"], custom)
    if isinstance(schema, UnknownPath):
        return schema
    way = first["name"]
    for step in _STEP.finditer(path, first.end()):
        below = _below(schema, step[1], way)
        if isinstance(below, UnknownPath):
            return below
        schema, way = below, way + step[0]
    return schema


def fitting(root: yaml.Node, known: BuiltinSchemas) -> tuple[str, ...]:
    """The names of the types that a block fits, best known first; none when there are many.

    The types of a list are those of its items: `list of Container`.
    """
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root]
    names = [frozenset(_names(node)) for node in nodes]
    if not names or not all(names) or len(names) > 100:
        return ()
    index = _types_by_field(known.minor)
    types: dict[str, Schema] = {}
    for schema in index.get(min(names[0]), ()):
        if schema.name in types or not all(fields <= schema.fields.keys() for fields in names):
            continue
        if all(fits(node, schema) for node in nodes):
            types[schema.name] = schema
            if len(types) > _MOST:
                return ()
    return tuple(types) if root is nodes[0] else tuple(f"list of {name}" for name in types)


def _names(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        yield from (key_of(key) for key, _ in node.value)


@cache
def _types_by_field(minor: str) -> Mapping[str, tuple[Schema, ...]]:
    """The types that have a field, by the name of the field."""
    types: dict[str, list[Schema]] = {}
    for schema in schemas_of(minor).definitions():
        if schema.closed and not schema.name.endswith(("List", "Status")) and schema.name not in _VAGUE:
            for name in schema.fields:
                types.setdefault(name, []).append(schema)
    return {name: tuple(schemas) for name, schemas in types.items()}


def _type(known: BuiltinSchemas, version: str, name: str, custom: Custom) -> Schema | UnknownPath:
    for (api_version, kind), custom_schema in custom.items():
        if kind == name and version in ("", api_version):
            return custom_schema
    if version:
        full = known.kinds().get((version, name))
        if full is None:
            return UnknownPath(f"Kubernetes {known.minor} has no {version} {name}.")
        return known.by_full_name(full)
    if versions := known.versions_of(name):
        return known.by_full_name(known.kinds()[versions[0], name])
    if definitions := known.named(name):
        return definitions[0]
    hint = did_you_mean(name, {full.rpartition(".")[2] for full in known.kinds().values()})
    return UnknownPath(f"Kubernetes {known.minor} has no kind or type {name}{hint or '.'}")


def _below(schema: Schema, field: str | None, way: str) -> Schema | UnknownPath:
    """The schema of a field; for None, that of an item of a list. `way` is the path so far."""
    if field is None:
        if schema.items is not None:
            return schema.items
        return ANYTHING if schema is ANYTHING or not schema.type else UnknownPath(f"{way} is no list.")
    below = schema.fields.get(field, schema.values)
    if below is not None:
        return below
    if schema.type == "array":
        return UnknownPath(f"{way} is a list: write `{way}[].{field}`.")
    if not schema.closed:
        return ANYTHING
    return UnknownPath(f"{way} has no field {field}{did_you_mean(field, schema.fields) or '.'}")
