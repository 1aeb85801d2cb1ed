"""The metadata of custom resources, and of the whole objects in them (`x-kubernetes-embedded-resource`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knotwork.snippets.schema.schema import ANYTHING, Keywords, Schema


def complete(schema: Schema, metadata: Schema) -> None:
    """Give a custom resource and all objects in it the metadata that every object has.

    What a definition says of names holds, too.
    """
    schema.fields = {**schema.fields, "metadata": _metadata(schema, metadata)}
    schema.has_embedded = _completed(_parts(schema), metadata)


def _completed(schemas: Sequence[Schema], metadata: Schema) -> bool:
    """Complete the objects in parts of a schema; whether there are any."""
    has_some = False
    for schema in schemas:
        has_some |= _completed(_parts(schema), metadata) or schema.embedded
        if schema.embedded:
            schema.fields = {**schema.fields, "metadata": _metadata(schema, metadata)}
    return has_some


def _metadata(schema: Schema, metadata: Schema) -> Schema:
    own = schema.fields.get("metadata")
    if own is None or not own.fields:
        return metadata
    own.closed = False
    return replace(metadata, keywords=Keywords(all_of=(own,)), plain=None)


def _parts(schema: Schema) -> list[Schema]:
    """The schemas below one, without that of metadata, which is every object's own."""
    fields = [field for name, field in schema.fields.items() if name != "metadata"]
    parts = (*fields, schema.values, schema.items)
    return [part for part in parts if part is not None and part is not ANYTHING]
