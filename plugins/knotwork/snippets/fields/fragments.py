"""Fragments of manifests: the schema at a path such as `Pod.spec.containers[]`, the type of a block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

import yaml
from msgspec import Struct

from knotwork.model.nearest import did_you_mean
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.walk import Leniency, fits, schema_violations
from knotwork.snippets.schema.builtin import BuiltinSchemas, schemas_of
from knotwork.snippets.schema.schema import ANYTHING, Schema
from knotwork.snippets.yaml.nodes import key_of

Custom = Mapping[tuple[str, str], Schema]

_PARTIAL = Leniency(required=False)
_STEP = lazy_regex(r"\.([\w/~-]+)|\[\d*\]")
_MOST = 5
"""The most types that may fit; a block that fits more is of no certain type."""
_VAGUE = ("JSONSchemaProps", "Event", "Scale", "ScaleSpec", "Scheduling")
"""Types that nobody shows a part of, with fields that others have too."""
_USUAL = (
    "Container",
    "ContainerPort",
    "Pod",
    "Deployment",
    "DeploymentSpec",
    "DeploymentStrategy",
    "Role",
    "PolicyRule",
    "Probe",
    "ResourceRequirements",
    "Toleration",
)
"""The types that are meant where others fit as well, and that two fields tell."""
_PREFERRED = (*_USUAL, "PodSpec")
"""The types that are meant where others fit as well, the first of them."""
_FEW = 2
"""How many types may have a field with a name of several words, for it to tell one by itself."""
_SEVERAL_WORDS = lazy_regex("[a-z][A-Z]")
_SUCCESSORS = {"ReplicationController": "Deployment", "ReplicationControllerSpec": "DeploymentSpec"}
"""What is meant by a part of these: they require less, so that a part fits them sooner."""
_TELLING = 3
"""How many fields, at any depth, tell that a block is of a type that is not usual."""


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


def fitting(root: yaml.Node, known: BuiltinSchemas) -> str:
    """The name of the type that a block clearly is a part of; empty when there is none.

    One or two common fields tell nothing: `status: new`, or `path` and `port`, stand in all kinds of files;
    `automountServiceAccountToken` alone does. Nor do fields that several types have, unless one of these is
    the usual one. The type of a list is that of its items: `list of Container`.
    """
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root]
    names = [frozenset(_names(node)) for node in nodes]
    if not names or not all(names) or len(names) > 100:
        return ""
    index = _types_by_field(known.minor)
    types: dict[str, Schema] = {}
    for schema in index.get(min(names[0]), ()):
        if schema.name in types or not all(fields <= schema.fields.keys() for fields in names):
            continue
        if all(_is_clear(node, schema, index) and _fits(node, schema, index) for node in nodes):
            types[schema.name] = schema
            if len(types) > _MOST:
                return ""
    meant = {_successor(nodes, name, known) for name in types}
    name = next(iter(meant)) if len(meant) == 1 else next(filter(meant.__contains__, _PREFERRED), "")
    return name if root is nodes[0] or not name else f"list of {name}"


def _is_clear(node: yaml.Node, schema: Schema, index: Mapping[str, Sequence[Schema]]) -> bool:
    """Whether the fields of a block are enough to tell that it is of a type."""
    fields = sum(1 for _ in islice(_fields(node, schema), _TELLING))
    if fields == _TELLING or (len(node.value) > 1 and schema.name in _USUAL):
        return True
    return _names_type(node, index)


def _fits(node: yaml.Node, schema: Schema, index: Mapping[str, Sequence[Schema]]) -> bool:
    """Whether a block is of a type; what a telling field stands in, or a Pod's `spec`, may be incomplete."""
    if fits(node, schema):
        return True
    is_part = schema.name == "PodSpec" or _names_type(node, index)
    return is_part and not any(schema_violations(node, schema, leniency=_PARTIAL))


def _names_type(node: yaml.Node, index: Mapping[str, Sequence[Schema]]) -> bool:
    """Whether a field of a block has a name of several words that few types have."""
    return any(
        _SEVERAL_WORDS.search(name) and len({of.name for of in index.get(name, ())}) <= _FEW
        for name in _names(node)
    )


def _fields(root: yaml.Node, schema: Schema) -> Iterator[str]:
    """The names in a block that are fields of its schema, at any depth."""
    waiting = [(root, schema)]
    while waiting:
        node, of = waiting.pop()
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                below = of.fields.get(key_of(key))
                if below is not None:
                    yield key_of(key)
                    waiting.append((value, below))
        elif isinstance(node, yaml.SequenceNode) and of.items is not None:
            waiting.extend((item, of.items) for item in node.value)


def _successor(nodes: Sequence[yaml.Node], name: str, known: BuiltinSchemas) -> str:
    """The type that is meant by a part of a type."""
    for schema in known.named(_SUCCESSORS.get(name, "")):
        if not any(schema_violations(node, schema, leniency=_PARTIAL) for node in nodes):
            return schema.name
    return name


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
