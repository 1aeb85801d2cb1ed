"""The schemas of a CustomResourceDefinition, and those below them, with their paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import yaml
from msgspec import Struct

from knotwork.snippets.lints.fields import given
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items

_DEEPEST = 60


class SchemaNode(Struct, frozen=True):
    """A schema of the fields of a resource; not one that is a condition, as under `anyOf`."""

    node: yaml.MappingNode
    fields: Fields
    path: str
    """For people, and as the API server writes it: `spec.versions[0].schema.openAPIV3Schema.items`."""
    level: Literal["root", "field", "item"]
    of_values: bool
    """Whether it stands under `items` or `additionalProperties`, where the published schema ends."""


def schema_nodes(manifest: Manifest) -> Iterator[SchemaNode]:
    """All schemas of a definition, a whole one before its parts; an alias comes at each of its places."""
    for version, node in enumerate(items(given(manifest.spec, "versions"))):
        schema = given(manifest.pairs(given(manifest.pairs(node), "schema")), "openAPIV3Schema")
        path = f"spec.versions[{version}].schema.openAPIV3Schema"
        yield from _below(manifest, schema, path, "root", 0, of_values=False)


def _below(
    manifest: Manifest,
    node: yaml.Node | None,
    path: str,
    level: Literal["root", "field", "item"],
    depth: int,
    *,
    of_values: bool,
) -> Iterator[SchemaNode]:
    if not isinstance(node, yaml.MappingNode) or depth > _DEEPEST:
        return
    fields = manifest.pairs(node)
    yield SchemaNode(node, fields, path, level, of_values)
    for name, (_, value) in fields.items():
        if name == "items":
            yield from _below(manifest, value, f"{path}.items", "item", depth + 1, of_values=True)
        elif name == "additionalProperties":
            yield from _below(manifest, value, f"{path}.{name}", "field", depth + 1, of_values=True)
        elif name == "properties":
            for property_, (_, below) in manifest.pairs(value).items():
                where = f"{path}.properties.{property_}"
                yield from _below(manifest, below, where, "field", depth + 1, of_values=False)
