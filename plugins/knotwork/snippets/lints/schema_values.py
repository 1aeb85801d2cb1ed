"""Values in the schemas of a CustomResourceDefinition: patterns that can be read, defaults that are valid."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.patterns import is_pattern
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.crds import property_schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.values import literal


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("pattern", "default"))
def schema_values(manifest: Manifest) -> Iterator[Violation]:
    """Patterns and defaults that the API server refuses."""
    seen: set[int] = set()
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
        if default is not None:
            yield from schema_violations(default, property_schema(plain(schema.node)), index=manifest.index)
