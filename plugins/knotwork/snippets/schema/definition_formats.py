"""The formats of a CustomResourceDefinition that the API server checks; it ignores others, and hyphens.

Source: apiextensions-apiserver, pkg/apiserver/validation/formats.go.
"""

from __future__ import annotations

FORMATS = {
    "integer": ("int32", "int64"),
    "number": ("float", "double"),
    "string": (
        *("bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac"),
        *("uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn"),
        *("hexcolor", "rgbcolor", "byte", "password", "date", "duration", "date-time"),
        *("k8s-short-name", "k8s-long-name"),
    ),
}
"""Those that it knows, by the type of the value."""
_DEFAULTS = {"integer": "int64", "number": ""}
_STRICTER = {"byte": "base64", "date-time": "datetime"}
_OF_TEXTS = {
    name.replace("-", ""): _STRICTER.get(name, name) for name in FORMATS["string"] if name != "password"
}
"""Those of texts that are checked, without hyphens, by their names here; any text may be a password."""


def format_of_definition(type_: str, written: object) -> str:
    """The format of a field that is checked, by its name here; empty: none.

    `datetime` and `base64` are stricter than the `date-time` and `byte` of Kubernetes' own objects.
    """
    written = written if isinstance(written, str) else ""
    if type_ in _DEFAULTS:
        return written if written in FORMATS[type_] else _DEFAULTS[type_]
    return _OF_TEXTS.get(written.replace("-", ""), "") if type_ in ("", "string") else ""
