"""Formats in the schemas of a CustomResourceDefinition that nothing checks.

Source: `GetUnrecognizedFormats` in k8s.io/apiextensions-apiserver, of which the API server warns since 1.36.
"""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.suggestions import did_you_mean
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import literal, text

_TEXTS = (
    *("bsonobjectid", "uri", "email", "hostname", "ipv4", "ipv6", "cidr", "mac"),
    *("uuid", "uuid3", "uuid4", "uuid5", "isbn", "isbn10", "isbn13", "creditcard", "ssn"),
    *("hexcolor", "rgbcolor", "byte", "password", "date", "duration", "date-time"),
    *("k8s-short-name", "k8s-long-name"),
)
_OF_TYPE = {
    "integer": ("int32", "int64"),
    "number": ("float", "double"),
    "string": _TEXTS,
    None: _TEXTS,
}
_PLAIN = {name.replace("-", "") for name in _TEXTS}


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=("format",))
def schema_formats(manifest: Manifest) -> Iterator[Violation]:
    """A format that is ignored, so that every value is allowed."""
    if not manifest.since(36):
        return
    seen: set[int] = set()
    for schema in schema_nodes(manifest):
        node = given(schema.fields, "format")
        written = literal(node)
        if node is None or not written or id(node) in seen:
            continue
        seen.add(id(node))
        type_ = text(given(schema.fields, "type"))
        known = _OF_TYPE.get(type_, ())
        if written in known or (known is _TEXTS and written.replace("-", "") in _PLAIN):
            continue
        message = f'unrecognized format "{written}"{did_you_mean(written, known)}'
        help_ = "It is ignored: say it with `pattern:`, or remove it."
        if type_ == "number" and written in _OF_TYPE.get("integer", ()):
            help_ = "It is ignored: write `type: integer`, or remove it."
        elif type_ != "string":
            help_ = "It is ignored: remove it."
        yield warning(node, message, help_)
