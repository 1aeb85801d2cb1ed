"""The formats of a CustomResourceDefinition that the API server checks; it ignores others, and hyphens.

Source: apiextensions-apiserver, pkg/apiserver/validation/formats.go.
"""

from __future__ import annotations

_OF_NUMBERS = {"integer": ("int32", "int64"), "number": ("float", "double")}
_DEFAULTS = {"integer": "int64", "number": ""}
_OF_TEXTS = {
    name.replace("-", ""): name
    for name in (
        *("bsonobjectid", "cidr", "creditcard", "date", "datetime", "duration", "email", "hexcolor"),
        *("hostname", "ipv4", "ipv6", "isbn", "isbn10", "isbn13", "mac", "rgbcolor", "ssn", "uri"),
        *("uuid", "uuid3", "uuid4", "uuid5", "k8s-short-name", "k8s-long-name"),
    )
}
_OF_TEXTS["byte"] = "base64"


def format_of_definition(type_: str, written: object) -> str:
    """The format of a field that is checked, by its name here; empty: none.

    `datetime` and `base64` are stricter than the `date-time` and `byte` of Kubernetes' own objects.
    """
    written = written if isinstance(written, str) else ""
    if type_ in _OF_NUMBERS:
        return written if written in _OF_NUMBERS[type_] else _DEFAULTS[type_]
    return _OF_TEXTS.get(written.replace("-", ""), "") if type_ in ("", "string") else ""
