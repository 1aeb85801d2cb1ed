"""Whether a field can be meant with a value: `hostIP: 10.0.0.1` is no slip for `hostIPC`, a boolean."""

from __future__ import annotations

import yaml

from knotwork.snippets.fields.wrong_types import TAGS
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.placeholders import is_placeholder


def may_have(schema: Schema, value: yaml.Node) -> bool:
    """Whether a value has the type of a schema, or one that is easily written for it: a number in quotes.

    What is within a list or mapping may be wrong; of a mapping one field has to be known.
    """
    match value:
        case yaml.MappingNode():
            if schema.type not in ("object", "") and not (schema.items and schema.items.fields):
                return False
            known = schema.fields or (schema.items.fields if schema.items is not None else {})
            return not known or not value.value or any(key_of(key) in known for key, _ in value.value)
        case yaml.SequenceNode():
            if schema.type not in ("array", ""):
                return False
            return schema.items is None or not value.value or may_have(schema.items, value.value[0])
        case yaml.ScalarNode():
            if value.tag == NULL or is_placeholder(value.value) or value.tag in TAGS[schema.type]:
                return True
            if schema.items is not None:
                return may_have(schema.items, value)
            return schema.type == "string" or (schema.type in _NUMBERS and value.value.strip().isdigit())
    return False


_NUMBERS = frozenset(("integer", "number", "int-or-string"))
