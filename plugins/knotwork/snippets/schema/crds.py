"""Custom resources: what a CustomResourceDefinition says its objects may hold.

Rules written in CEL (`x-kubernetes-validations`) are not evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from knotwork.snippets.schema.schema import ANYTHING, Keywords, Schema, Type
from knotwork.snippets.yaml.nodes import plain

_DEEPEST = 100
_TYPES: tuple[Type, ...] = ("string", "integer", "number", "boolean", "object", "array")
_KEYWORDS = {
    "pattern": "pattern",
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "minProperties": "min_properties",
    "maxProperties": "max_properties",
    "uniqueItems": "unique_items",
}
_CHOICES = {"allOf": "all_of", "anyOf": "any_of", "oneOf": "one_of"}
_TEXT = Schema(type="string", nullable=False)


def custom_kinds(root: yaml.Node, metadata: Schema) -> dict[tuple[str, str], Schema]:
    """The schemas of the kinds that a CustomResourceDefinition defines, by apiVersion and kind.

    `metadata` is the schema of every object's metadata. Empty for any other document, and for one that
    is too broken to say what it defines.
    """
    return dict(_kinds(plain(root), metadata))


def _kinds(crd: Any, metadata: Schema) -> Iterator[tuple[tuple[str, str], Schema]]:
    if _at(crd, "kind") != "CustomResourceDefinition":
        return
    spec = _at(crd, "spec")
    group, kind = _at(spec, "group"), _at(_at(spec, "names"), "kind")
    if not (isinstance(group, str) and isinstance(kind, str)):
        return
    versions = _at(spec, "versions")
    # v1beta1 could have one version, and one schema for all of them
    for version in (
        versions if isinstance(versions, list) else [{"name": _at(spec, "version"), "served": True}]
    ):
        name = _at(version, "name")
        if isinstance(name, str) and _at(version, "served") is not False:
            body = _at(_at(version, "schema"), "openAPIV3Schema")
            body = body or _at(_at(spec, "validation"), "openAPIV3Schema")
            if isinstance(body, dict):
                yield (f"{group}/{name}", kind), _object(body, f"{group}/{name}", kind, metadata)


def _object(body: dict[str, Any], api_version: str, kind: str, metadata: Schema) -> Schema:
    """The schema of a whole object: what every object has, and what the definition adds."""
    made = _schema(body, _DEEPEST, asked=True)
    fields = {
        **made.fields,
        "apiVersion": Schema(type="string", nullable=False, enum=(api_version,)),
        "kind": Schema(type="string", nullable=False, enum=(kind,)),
        "metadata": metadata,
    }
    made.fields = fields
    made.type, made.nullable, made.name = "object", False, kind
    whole = ("apiVersion", "kind", "metadata")
    made.required = (*whole, *(each for each in made.required if each not in whole))
    return made


def _schema(body: Any, depth: int, *, asked: bool = False) -> Schema:
    """What a part of a structural schema says; `asked`: null does not do.

    The API server drops null where it is not allowed, so that only a field that must be there minds it.
    """
    if not isinstance(body, dict) or depth == 0:
        return ANYTHING
    if body.get("x-kubernetes-int-or-string") is True:
        return Schema(type="int-or-string", nullable=not asked, keywords=_keywords(body, depth))
    if body.get("x-kubernetes-embedded-resource") is True:
        return _embedded(body, depth)
    type_: Type = next((each for each in _TYPES if each == body.get("type")), "")
    required = tuple(each for each in _list(body.get("required")) if isinstance(each, str))
    properties = _dict(body.get("properties"))
    other = body.get("additionalProperties")
    keeps = body.get("x-kubernetes-preserve-unknown-fields") is True
    return Schema(
        type=type_,
        nullable=not asked or body.get("nullable") is True or not type_,
        fields={name: _schema(each, depth - 1, asked=name in required) for name, each in properties.items()},
        closed=type_ == "object" and not keeps and not other,
        values=_schema(other, depth - 1) if isinstance(other, dict) else None,
        items=_schema(body["items"], depth - 1, asked=True) if isinstance(body.get("items"), dict) else None,
        required=required,
        enum=tuple(each for each in _list(body.get("enum")) if isinstance(each, str | int | float | bool)),
        format=str(body.get("format") or ""),
        list_type=_list_type(body),
        list_keys=tuple(
            each for each in _list(body.get("x-kubernetes-list-map-keys")) if isinstance(each, str)
        ),
        keywords=_keywords(body, depth),
    )


def _list_type(body: Mapping[str, Any]) -> Any:
    said = body.get("x-kubernetes-list-type")
    return said if said in ("map", "set", "atomic") else ""


def _embedded(body: Mapping[str, Any], depth: int) -> Schema:
    inner = _schema({**body, "x-kubernetes-embedded-resource": False}, depth)
    inner.embedded, inner.type = True, "object"
    text = {"apiVersion": _TEXT, "kind": _TEXT, "metadata": Schema(type="object")}
    inner.fields = {**text, **inner.fields}
    inner.required = tuple(dict.fromkeys(("apiVersion", "kind", *inner.required)))
    return inner


def _keywords(body: Mapping[str, Any], depth: int) -> Keywords | None:
    """What it says beyond types; None: nothing."""
    found: dict[str, Any] = {}
    for said, name in _KEYWORDS.items():
        if said in body and _is_of(body[said], said):
            found[name] = body[said]
    for said, name in _CHOICES.items():
        choices = tuple(_part(each, depth - 1) for each in _list(body.get(said)))
        if choices:
            found[name] = choices
    if isinstance(body.get("not"), dict):
        found["not_"] = _part(body["not"], depth - 1)
    return Keywords(**found) if found else None


def _part(body: Any, depth: int) -> Schema:
    """A choice: it says nothing of the fields that it does not name."""
    made = _schema(body, depth)
    if made is not ANYTHING:
        made.closed = False
    return made


def _is_of(value: Any, keyword: str) -> bool:
    if keyword == "pattern":
        return isinstance(value, str)
    if keyword.startswith(("exclusive", "unique")):
        return isinstance(value, bool)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
