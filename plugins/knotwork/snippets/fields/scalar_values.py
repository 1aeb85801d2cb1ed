"""Which scalars a schema allows: their types, and what else it says of a value of the right type."""

from __future__ import annotations

import math
from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE, has_slash, is_choice, one_to_choose
from knotwork.snippets.fields.foreign_nulls import help_for_null
from knotwork.snippets.fields.formats import CHECKED, help_for, is_data, is_of_format, name_of
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.quantities import amount
from knotwork.snippets.fields.suggestions import did_you_mean, help_of_known, meant, only_by, written_instead
from knotwork.snippets.fields.wrong_types import TAGS
from knotwork.snippets.schema.schema import Schema, Type
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import INTEGER, STRING, value_of
from knotwork.snippets.yaml.placeholders import TYPE_NAMES, is_literal, is_literal_name, is_placeholder

_RANGES = {"int32": (-(2**31), 2**31), "int64": (-(2**63), 2**63)}
_TOO_HIGH = 2.0**128 - 2.0**103
"""What is lower becomes a number of 32 bits: it lies in the middle between the highest of them and 2**128."""
_CHECKED_FORMATS = frozenset((*_RANGES, "date-time", "float", *CHECKED))
_NUMBERS = frozenset(("integer", "number"))
_FEW_DIGITS = 10
"""A number with fewer is within every range."""
_WORDS_IN_CAPITALS = lazy_regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_CAPITALS = lazy_regex(r"[A-Z][A-Z0-9_]*")
_TIME = lazy_regex(r"\d{4}-\d\d-\d\d[Tt]\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?:[Zz]|[+-]\d\d:\d\d)")


def is_restricted(schema: Schema) -> bool:
    """Whether a schema says more of a scalar than its type."""
    return bool(schema.enum) or schema.keywords is not None or schema.format in _CHECKED_FORMATS


def valid_tags(schema: Schema) -> frozenset[str]:
    """The tags of scalars that are valid whatever they say."""
    if is_restricted(schema):
        schema.scalars = frozenset()
    else:
        schema.scalars = TAGS[schema.type] - {STRING} if schema.type == "quantity" else TAGS[schema.type]
    return schema.scalars


def is_plainly_valid(node: yaml.Node, schema: Schema) -> bool:
    """Whether a node is a valid scalar, as most are: one of an enum, a number of few digits, a quantity."""
    if schema.keywords is not None:
        return False
    written, type_ = node.value, schema.type
    if node.tag == INTEGER:
        return type_ in _NUMBERS and not schema.enum and len(written) < _FEW_DIGITS and written.isdecimal()
    if node.tag != STRING or schema.format:
        return False
    if schema.enum:
        return type_ == "string" and written in schema.enum
    return type_ == "quantity" and amount(written) is not None


def is_to_be_filled_in(node: yaml.ScalarNode, schema: Schema) -> bool:
    """Whether a scalar of another type is a placeholder: `<port>`, and `PORT` where a number is due.

    So is `ADMIN_GROUPS` where mappings are due; a word in capitals may be the one item of a list of texts.
    """
    if is_placeholder(node.value):
        return True
    type_ = schema.type
    if type_ == "object" or (type_ == "array" and schema.items is not None and schema.items.type == "object"):
        return not node.style and _WORDS_IN_CAPITALS.fullmatch(node.value) is not None
    if type_ in _NUMBERS and (node.value in TYPE_NAMES or _CAPITALS.fullmatch(node.value) is not None):
        return not node.style
    return type_ == "boolean" and node.value in TYPE_NAMES and not node.style


def is_text(node: yaml.ScalarNode, type_: Type) -> bool:
    """Whether a scalar with an unknown tag, which is read as a string, has the right type."""
    return node.tag not in TAGS[""] and STRING in TAGS[type_]


def restricted_values(node: yaml.ScalarNode, schema: Schema) -> Iterator[Violation]:
    """The violations of a scalar of the right type: of its enum, its format, its range."""
    value = value_of(node)
    if schema.enum and value not in schema.enum and not is_choice(node.value, schema.enum):
        yield _unknown_value(node, schema)
    if schema.format == "date-time" and isinstance(value, str) and not _TIME.fullmatch(value):
        message = invalid(node, "must be a date and time of RFC 3339")
        help_ = help_for_null(node) or "Write it as `2026-01-31T23:59:00Z`."
        yield at_node(INVALID_VALUE, node, message, help_)
    if isinstance(value, str) and schema.format in CHECKED:
        yield from _of_format(node, value, schema.format)
    low, high = _RANGES.get(schema.format, (None, None))
    if low is not None and high is not None and isinstance(value, int) and not low <= value < high:
        message = invalid(node, f"must be a number of {schema.format[3:]} bits")
        yield at_node(INVALID_VALUE, node, message, f"The highest is {high - 1}.")
    if schema.format == "float" and isinstance(value, int | float) and _TOO_HIGH <= abs(value) < math.inf:
        message = invalid(node, "must be a number of 32 bits")
        yield at_node(INVALID_VALUE, node, message, "The highest is about 3.4e38.")


def _of_format(node: yaml.ScalarNode, value: str, format_: str) -> Iterator[Violation]:
    """The violation of a format; words in place of base64 may stand for what is there later."""
    if is_of_format(value, format_) or not (is_literal(value) and is_literal_name(value)):
        return
    message = invalid(node, f"must be of type {name_of(format_)}")
    violation = at_node(INVALID_VALUE, node, message, help_for(format_))
    if format_ != "base64" or is_data(value):
        yield violation
    else:
        message = f"{message}; it is taken for a placeholder"
        yield replace(violation, message=message, severity="info")


def _unknown_value(node: yaml.ScalarNode, schema: Schema) -> Violation:
    known = [str(value) for value in schema.enum]
    if has_slash(node.value, known):
        return one_to_choose(node, node.value, known)
    best = meant(node.value, known)
    message = unsupported(node.value, known, did_you_mean(node.value, known))
    repair = written_instead(node, best, only_by(node.value, best, known)) if best else None
    return replace(at_node(UNKNOWN_VALUE, node, message, help_of_known(known, best)), repair=repair)
