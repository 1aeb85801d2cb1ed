"""A schema: one type for Kubernetes' own definitions and for those of custom resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from knotwork.snippets.schema.value_forms import Limit

Type = Literal[
    "",  # anything
    "string",
    "integer",
    "number",
    "boolean",
    "object",
    "array",
    "quantity",  # a string or a number
    "int-or-string",
]


@dataclass(frozen=True, slots=True)
class Keywords:
    """The keywords that only schemas of custom resources have."""

    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: bool = False
    exclusive_maximum: bool = False
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    min_properties: int | None = None
    max_properties: int | None = None
    unique_items: bool = False
    all_of: tuple[Schema, ...] = ()
    any_of: tuple[Schema, ...] = ()
    one_of: tuple[Schema, ...] = ()
    not_: Schema | None = None


@dataclass(frozen=True, slots=True)
class CelRule:
    """An expression that must be true of a value: an entry of `x-kubernetes-validations`."""

    expression: str
    message: str = ""
    message_expression: str = ""
    field_path: str = ""
    """The field that it is about, below the value: `.spec.size`."""


PlainField = tuple[frozenset[str], str, "Schema | None"]
"""The tags of the scalars that are valid in a field whatever they say, the tag of a list or mapping that is
then checked by the field's schema, and that schema."""


@dataclass(frozen=True, slots=True)
class PlainFields:
    """What a schema says of the fields of a mapping, so that most need no further look."""

    known: Mapping[str, PlainField]
    others: PlainField
    """Every other field."""
    checked: frozenset[str]
    """The fields whose values are checked beyond their schemas: those of `enums` and `limits`."""
    due: frozenset[str]
    """The fields that must be there: those of `required` and `needed`."""


@dataclass(slots=True, eq=False)
class Schema:
    """The values that are valid. Built once, then not changed; a schema may refer to itself."""

    type: Type = ""
    name: str = ""
    """The definition's short name, `Container`; empty for one without a name."""
    nullable: bool = True
    """Whether null, or no value at all, is valid, as in Kubernetes' own optional fields."""
    fields: Mapping[str, Schema] = field(default_factory=dict)
    closed: bool = False
    """Whether a field that is not in `fields` is an error."""
    values: Schema | None = None
    """The schema of every field that is not in `fields` (`additionalProperties`); None: anything."""
    items: Schema | None = None
    """The schema of every item of an array; None: anything."""
    required: tuple[str, ...] = ()
    enum: tuple[Any, ...] = ()
    """The valid values; empty: any."""
    format: str = ""
    """`int32`, `int64`, `byte`, `double`, `date-time`; custom resources may have others."""
    language: str = ""
    """What a text of it is written in, as its description says: `JSON`, `YAML`; empty: it does not say so."""
    list_type: Literal["", "map", "set", "atomic"] = ""
    list_keys: tuple[str, ...] = ()
    """The fields whose values together are unique in a list of type `map`."""
    keywords: Keywords | None = None
    enums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The valid values of fields that the published schema only calls strings, by field."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """What the values of fields must be beyond their schemas, by field."""
    needed: tuple[str, ...] = ()
    """The fields that the API server requires and the schema does not."""
    embedded: bool = False
    """Whether it is a whole object, with apiVersion, kind and metadata."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """The values of fields that are not there, which the API server adds before it validates."""
    drops: frozenset[str] = frozenset()
    """Of a custom resource: the fields that the API server removes where they are null."""
    unlisted_null: bool = False
    """Of a custom resource: whether null has its type, and is none of the values of `enum`."""
    rules: tuple[CelRule, ...] = ()
    has_rules: bool = False
    """Whether it, or a schema below it, has rules."""
    has_embedded: bool = False
    """Of a custom resource: whether there are whole objects in it."""
    definition: str = ""
    """Of a custom resource: the apiVersion of its definition."""
    in_part: bool = False
    """Of a custom resource: whether its definition is shown in part, or has mistakes."""
    stored: bool = False
    """Of a custom resource: whether its definition has a version that is stored, this or another one."""
    cluster_wide: bool = False
    """Of a custom resource: whether its objects are in no namespace."""
    plural: str = ""
    """Of a custom resource: its name in the addresses of the API, `backups`."""
    deprecation: str = ""
    """Of a custom resource: what the API server warns of its version; empty: nothing."""
    scalars: frozenset[str] | None = None
    """The tags of scalars that are valid whatever they say; None until it is first looked at."""
    plain: PlainFields | None = None
    """What is known of its fields at once; None until it is first looked at."""


ANYTHING = Schema()
