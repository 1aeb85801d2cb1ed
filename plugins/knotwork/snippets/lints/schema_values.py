"""Values in the schemas of a CustomResourceDefinition: patterns that can be read, defaults that are valid."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.patterns import is_pattern
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.crds import property_schema
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields, plain
from knotwork.snippets.yaml.values import literal


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("pattern", "default"))
def schema_values(manifest: Manifest) -> Iterator[Violation]:
    """Patterns and defaults that the API server refuses."""
    seen: set[int] = set()
    built: dict[int, Schema] = {}
    for schema in schema_nodes(manifest):
        if id(schema.node) in seen:
            continue
        seen.add(id(schema.node))
        pattern = given(schema.fields, "pattern")
        written = literal(pattern)
        if pattern is not None and written and not is_pattern(written):
            help_ = "The syntax is Go's: without `(?=`, `(?!`, `(?<` and references."
            yield at_node(
                INVALID_VALUE, pattern, invalid(pattern, "must be a valid regular expression"), help_
            )
        default = given(schema.fields, "default")
        of_values = built.get(id(schema.node))
        if of_values is None and default is not None:
            of_values = property_schema(plain(schema.node))
        if of_values is not None:
            # defaults below are checked by its parts: to build those again takes quadratic time
            built.update((id(node), part) for node, part in _parts(manifest, schema.fields, of_values))
            if default is not None:
                yield from schema_violations(default, of_values, index=manifest.index)


def _parts(manifest: Manifest, fields: Fields, schema: Schema) -> Iterator[tuple[yaml.Node, Schema]]:
    """The nodes of the schemas directly below one, with what they say of values."""
    for name, (_, node) in fields.items():
        if name == "items" and schema.items is not None:
            yield node, schema.items
        elif name == "additionalProperties" and schema.values is not None:
            yield node, schema.values
        elif name == "properties":
            for property_, (_, below) in manifest.pairs(node).items():
                if property_ in schema.fields:
                    yield below, schema.fields[property_]
