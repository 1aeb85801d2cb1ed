"""The type in CEL of the values of a schema."""

from __future__ import annotations

from typing import Any

_TYPES = {"string": "string", "integer": "int", "number": "double", "boolean": "bool"}
_FORMATS = {"byte": "bytes", "date": "timestamp", "date-time": "timestamp", "duration": "duration"}
_DEEPEST = 4


def cel_type(schema: Any, depth: int = _DEEPEST) -> str:
    """The type: `int`, `list<string>`; `dyn` for an object, or where it depends on the value.

    That a value may be null makes no difference: an expression cannot compare a text with null.
    """
    if not isinstance(schema, dict) or depth == 0:
        return "dyn"
    type_, format_ = schema.get("type"), schema.get("format")
    if not isinstance(type_, str):
        return "dyn"
    if type_ == "string" and isinstance(format_, str) and format_ in _FORMATS:
        return _FORMATS[format_]
    if type_ in _TYPES:
        return _TYPES[type_]
    if type_ == "array":
        return f"list<{cel_type(schema.get('items'), depth - 1)}>"
    values = schema.get("additionalProperties")
    if type_ == "object" and isinstance(values, dict):
        return f"map<{cel_type(values, depth - 1)}>"
    return "dyn"
