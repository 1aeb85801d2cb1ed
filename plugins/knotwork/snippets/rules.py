"""All rules about snippets, by their codes, in the order of lists and of the handbook."""

from __future__ import annotations

from collections.abc import Mapping

from knotwork.snippets.cel.expressions import INVALID_EXPRESSION
from knotwork.snippets.commands.kubectl import KUBECTL_COMMAND
from knotwork.snippets.contradicted_definitions import CONTRADICTED_DEFINITION
from knotwork.snippets.directives import UNKNOWN_STATE
from knotwork.snippets.fences import UNMARKED_MANIFEST
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API, REMOVED_API
from knotwork.snippets.fields.apis import NO_SCHEMA, UNKNOWN_KIND
from knotwork.snippets.fields.duplicate_items import DUPLICATE_ITEM
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD
from knotwork.snippets.fields.quantities import INVALID_QUANTITY
from knotwork.snippets.fields.strange_keys import UNQUOTED_KEY
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.fields.wrong_types import WRONG_TYPE
from knotwork.snippets.lints import RULES as LINTS
from knotwork.snippets.results import UNEXPECTED_PASS
from knotwork.snippets.rule import SnippetRule, in_order
from knotwork.snippets.schema.json_schema import JSON_SCHEMA
from knotwork.snippets.text_violations import TEXT_RULES
from knotwork.snippets.yaml.elisions import LONE_ELLIPSIS
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR

_OUTSIDE = (
    *TEXT_RULES,
    MISSING_SEPARATOR,
    LONE_ELLIPSIS,
    UNMARKED_MANIFEST,
    UNKNOWN_STATE,
    UNEXPECTED_PASS,
    NO_SCHEMA,
    UNKNOWN_KIND,
    REMOVED_API,
    DEPRECATED_API,
    JSON_SCHEMA,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    UNQUOTED_KEY,
    UNKNOWN_VALUE,
    INVALID_VALUE,
    EMPTY_FIELD,
    DUPLICATE_ITEM,
    INVALID_QUANTITY,
    INVALID_EXPRESSION,
    KUBECTL_COMMAND,
    CONTRADICTED_DEFINITION,
)
"""Those that are found before a manifest's fields are looked at together: in its text and by its schema."""
RULES: Mapping[str, SnippetRule] = {rule.code: rule for rule in in_order({*_OUTSIDE, *LINTS})}
