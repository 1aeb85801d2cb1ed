"""Custom resources: the schemas in a CustomResourceDefinition.

Rules written in CEL (`x-kubernetes-validations`) are kept; `knotwork.snippets.cel` evaluates them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.schema.definition_formats import format_of_definition
from knotwork.snippets.schema.objects_in_schemas import complete
from knotwork.snippets.schema.scaled_resources import limit_replicas
from knotwork.snippets.schema.schema import ANYTHING, CelRule, Keywords, Schema, Type
from knotwork.snippets.schema.versions import deprecation
from knotwork.snippets.schema.whole_definitions import is_whole, stores_version
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
_LANGUAGE = lazy_regex(
    r"\b(?:as|in|is|raw|inline|embedded|serialized|stringified|encoded|a|an|valid)[ ]"
    r"(?:(?:a|raw|inline|embedded|serialized|stringified|encoded|valid|plain|single)[ ])*"
    r"(?P<before>json|ya?ml)\b(?![ -]?(?:path|pointer|patch|key|field|file|tag))"
    r"|\b(?P<behind>json|ya?ml)[- ](?:encoded|formatted|serialized|string|text|document|blob|body|payload)\b",
    re.IGNORECASE,
)
_CHOICES = {"allOf": "all_of", "anyOf": "any_of", "oneOf": "one_of"}
_TEXT = Schema(type="string", nullable=False)


def custom_kinds(
    root: yaml.Node, metadata: Schema, *, in_part: bool = False
) -> dict[tuple[str, str], Schema]:
    """The schemas of the kinds that a CustomResourceDefinition defines, by apiVersion and kind.

    `metadata` is the schema of every object's metadata. `in_part`: the definition is said to be a part:
    there may be other fields. Empty for any other document, and for a definition without group and kind.
    """
    return dict(_kinds(plain(root), metadata, in_part=in_part))


def _language(type_: str, description: Any) -> str:
    """What a text is written in, as its description says."""
    if type_ != "string" or not isinstance(description, str):
        return ""
    described = _LANGUAGE.search(description)
    if described is None:
        return ""
    return "JSON" if (described["before"] or described["behind"]).lower() == "json" else "YAML"


def property_schema(body: Any) -> Schema:
    """The schema that the default of a field must fit: no other defaults are added to it.

    Of anything when the field's schema is no mapping.
    """
    schema = _schema(body, _DEEPEST, required=True)
    _drop_defaults(schema)
    return schema


def _drop_defaults(schema: Schema) -> None:
    """Leave out the defaults of a schema and of those below it."""
    if schema is ANYTHING:
        return
    schema.defaults = {}
    for part in (*schema.fields.values(), schema.values, schema.items, *_choices(schema)):
        if part is not None:
            _drop_defaults(part)


def _kinds(crd: Any, metadata: Schema, *, in_part: bool) -> Iterator[tuple[tuple[str, str], Schema]]:
    if _at(crd, "kind") != "CustomResourceDefinition":
        return
    spec = _at(crd, "spec")
    group, kind = _at(spec, "group"), _at(_at(spec, "names"), "kind")
    if not (isinstance(group, str) and isinstance(kind, str)):
        return
    versions = _at(spec, "versions")
    # in v1beta1 there can be one version, and one schema for all versions
    for version in (
        versions if isinstance(versions, list) else [{"name": _at(spec, "version"), "served": True}]
    ):
        name = _at(version, "name")
        if isinstance(name, str) and _at(version, "served") is not False:
            body = _at(_at(version, "schema"), "openAPIV3Schema")
            body = body or _at(_at(spec, "validation"), "openAPIV3Schema")
            if isinstance(body, dict):
                schema = _object(body, f"{group}/{name}", kind)
                schema.definition = str(_at(crd, "apiVersion"))
                schema.deprecation = deprecation(version, _list(versions), group, kind)
                schema.stored = stores_version(crd)
                schema.cluster_wide = _at(spec, "scope") == "Cluster"
                schema.plural = str(_at(_at(spec, "names"), "plural") or "")
                stub = _is_stub(body)
                keeps = body.get("x-kubernetes-preserve-unknown-fields") is True
                schema.in_part = in_part or (stub and not keeps) or not is_whole(crd, body)
                if schema.in_part or stub or _keeps_unknown(crd):
                    _open(schema, whole=True)
                complete(schema, metadata)
                limit_replicas(schema, version)
                yield (f"{group}/{name}", kind), schema


def _is_stub(body: dict[str, Any]) -> bool:
    """Whether a definition describes nothing: it names no field, as one that is shown in short.

    So does the one that a project starts with, whose only field is `foo`.
    """
    spec = _at(_dict(body.get("properties")).get("spec"), "properties")
    if isinstance(spec, dict) and [*spec] == ["foo"]:
        return True
    return not any(name in body for name in ("properties", "additionalProperties", "allOf", "anyOf", "oneOf"))


def _keeps_unknown(crd: Any) -> bool:
    """Whether the API server keeps fields that a definition does not name: the default of v1beta1."""
    keeps = _at(_at(crd, "spec"), "preserveUnknownFields")
    return keeps is True or (keeps is None and _at(crd, "apiVersion") == "apiextensions.k8s.io/v1beta1")


def _open(schema: Schema, *, whole: bool = False) -> None:
    """Let a schema and those below it have other fields, too; not the metadata of a whole object."""
    schema.closed = False
    below = [field for name, field in schema.fields.items() if not (whole and name == "metadata")]
    for part in (*below, schema.values, schema.items):
        if part is not None and part is not ANYTHING:
            _open(part)


def _object(body: dict[str, Any], api_version: str, kind: str) -> Schema:
    """The schema of a whole object: the fields of every object, and those of the definition."""
    schema = _schema(body, _DEEPEST, required=True)
    fields = {
        **schema.fields,
        "apiVersion": Schema(type="string", nullable=False, enum=(api_version,)),
        "kind": Schema(type="string", nullable=False, enum=(kind,)),
    }
    schema.fields = fields
    schema.type, schema.nullable, schema.name = "object", False, kind
    whole = ("apiVersion", "kind", "metadata")
    schema.required = (*whole, *(name for name in schema.required if name not in whole))
    return schema


def _schema(body: Any, depth: int, *, required: bool = False) -> Schema:
    """The schema of a part of a structural schema; `required`: null is not valid.

    The API server drops null where it is not valid, so that it only matters for a required field.
    """
    if not isinstance(body, dict) or depth == 0:
        return ANYTHING
    if body.get("x-kubernetes-int-or-string") is True:
        schema = Schema(type="int-or-string", nullable=not required, keywords=_keywords(body, depth))
        return _with_rules(schema, body)
    if body.get("x-kubernetes-embedded-resource") is True:
        return _embedded(body, depth)
    type_: Type = next((name for name in _TYPES if name == body.get("type")), "")
    required_fields = tuple(name for name in _list(body.get("required")) if isinstance(name, str))
    properties = _dict(body.get("properties"))
    additional = body.get("additionalProperties")
    keeps = body.get("x-kubernetes-preserve-unknown-fields") is True
    schema = Schema(
        type=type_,
        # null counts as left out, and what is left out has its default
        nullable=not required or body.get("nullable") is True or not type_ or body.get("default") is not None,
        fields={
            name: _schema(below, depth - 1, required=name in required_fields)
            for name, below in properties.items()
        },
        closed=type_ == "object" and not keeps and not additional,
        values=_schema(additional, depth - 1) if isinstance(additional, dict) else None,
        items=_schema(body["items"], depth - 1, required=True)
        if isinstance(body.get("items"), dict)
        else None,
        required=required_fields,
        enum=tuple(value for value in _list(body.get("enum")) if isinstance(value, str | int | float | bool)),
        format=format_of_definition(type_, body.get("format")),
        language=_language(type_, body.get("description")),
        list_type=_list_type(body),
        drops=frozenset(name for name, below in properties.items() if _at(below, "nullable") is not True),
        unlisted_null=body.get("nullable") is True and None not in _list(body.get("enum")),
        list_keys=tuple(
            name for name in _list(body.get("x-kubernetes-list-map-keys")) if isinstance(name, str)
        ),
        keywords=_keywords(body, depth),
        defaults={
            name: below["default"]
            for name, below in properties.items()
            if isinstance(below, dict) and below.get("default") is not None
        },
    )
    if keeps and type_ == "array":
        _open_items(schema)
    for choice in _choices(schema):
        _inherit(choice, schema)
    return _with_rules(schema, body)


def _open_items(schema: Schema) -> None:
    """Let the items of a list that keeps unknown fields have them; fields that they define do not."""
    while schema.items is not None and schema.items is not ANYTHING:
        schema = schema.items
        schema.closed = False


def _with_rules(schema: Schema, body: Mapping[str, Any]) -> Schema:
    """Give a schema its rules about the value as it is, without those about how it may change."""
    schema.rules = tuple(
        CelRule(
            rule["rule"],
            *(str(rule.get(name) or "") for name in ("message", "messageExpression", "fieldPath")),
        )
        for rule in _list(body.get("x-kubernetes-validations"))
        if isinstance(rule, dict) and isinstance(rule.get("rule"), str) and "oldSelf" not in rule["rule"]
    )
    below = (*schema.fields.values(), schema.values, schema.items)
    schema.has_rules = bool(schema.rules) or any(part is not None and part.has_rules for part in below)
    return schema


def _choices(schema: Schema) -> tuple[Schema, ...]:
    keywords = schema.keywords
    if keywords is None:
        return ()
    excluded = () if keywords.not_ is None else (keywords.not_,)
    return (*keywords.all_of, *keywords.any_of, *keywords.one_of, *excluded)


def _inherit(choice: Schema, schema: Schema) -> None:
    """Give a choice the defaults of the schema that it restricts, at all levels."""
    if choice is ANYTHING:
        return
    choice.defaults, choice.drops = {**schema.defaults, **choice.defaults}, schema.drops
    for name, below in choice.fields.items():
        if name in schema.fields:
            _inherit(below, schema.fields[name])
    if choice.items is not None and schema.items is not None:
        _inherit(choice.items, schema.items)
    for inner in _choices(choice):
        _inherit(inner, schema)


def _list_type(body: Mapping[str, Any]) -> Any:
    list_type = body.get("x-kubernetes-list-type")
    return list_type if list_type in ("map", "set", "atomic") else ""


def _embedded(body: Mapping[str, Any], depth: int) -> Schema:
    inner = _schema({**body, "x-kubernetes-embedded-resource": False}, depth)
    inner.embedded, inner.type = True, "object"
    inner.fields = {"apiVersion": _TEXT, "kind": _TEXT, **inner.fields}
    inner.required = tuple(dict.fromkeys(("apiVersion", "kind", *inner.required)))
    return inner


def _keywords(body: Mapping[str, Any], depth: int) -> Keywords | None:
    """The keywords of a schema; None: there are none."""
    keywords: dict[str, Any] = {}
    for keyword, name in _KEYWORDS.items():
        if keyword in body and _is_of(body[keyword], keyword):
            keywords[name] = body[keyword]
    for keyword, name in _CHOICES.items():
        choices = tuple(_choice(choice, depth - 1) for choice in _list(body.get(keyword)))
        if choices:
            keywords[name] = choices
    if isinstance(body.get("not"), dict):
        keywords["not_"] = _choice(body["not"], depth - 1)
    return Keywords(**keywords) if keywords else None


def _choice(body: Any, depth: int) -> Schema:
    """The schema of a choice, which does not restrict the fields that it does not name."""
    schema = _schema(body, depth)
    if schema is not ANYTHING:
        schema.closed = False
    return schema


def _is_of(value: Any, keyword: str) -> bool:
    """Whether the value of a keyword has the right type."""
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
