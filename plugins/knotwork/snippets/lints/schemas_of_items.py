"""Schemas of items and values in a CustomResourceDefinition, which the published schema says nothing of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.walk import schema_violations
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.builtin import NEWEST, schemas_of
from knotwork.snippets.violation import Violation

_PROPERTIES = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("items", "additionalProperties"))
def schemas_of_items(manifest: Manifest) -> Iterator[Violation]:
    """What stands under `items` and `additionalProperties` is a schema, too."""
    if manifest.api_version != "apiextensions.k8s.io/v1":
        return
    schema = schemas_of(NEWEST).by_full_name(_PROPERTIES)
    seen: set[int] = set()
    for part in schema_nodes(manifest):
        if part.of_values and id(part.node) not in seen:
            seen.add(id(part.node))
            for wrong in schema_violations(part.node, schema, index=manifest.index):
                if wrong.rule is UNKNOWN_FIELD:  # the API server drops it without a word
                    wrong = replace(wrong, severity="warning")
                in_part = wrong.path == "" and ": " in wrong.message
                yield replace(wrong, message=f"{part.path}.{wrong.message}") if in_part else wrong
