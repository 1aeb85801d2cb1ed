"""What a schema says of the fields of a mapping, read once: most fields then need no further look."""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.fields.scalar_values import valid_tags
from knotwork.snippets.schema.schema import PlainField, PlainFields, Schema
from knotwork.snippets.yaml.nodes import MAPPING, SEQUENCE

_COLLECTIONS: Mapping[str, str] = {"object": MAPPING, "array": SEQUENCE}
_UNKNOWN: PlainField = (frozenset(), "", None)


def plain_fields(schema: Schema) -> PlainFields:
    """The fields of a schema, which keeps them."""
    checked = frozenset((*schema.enums, *schema.limits))
    known = {name: _UNKNOWN if name in checked else _plain(below) for name, below in schema.fields.items()}
    known |= dict.fromkeys(checked, _UNKNOWN)
    others = _UNKNOWN if schema.values is None else _plain(schema.values)
    schema.plain = PlainFields(known, others, checked, frozenset((*schema.required, *schema.needed)))
    return schema.plain


def _plain(below: Schema) -> PlainField:
    return valid_tags(below), _COLLECTIONS.get(below.type, ""), below
