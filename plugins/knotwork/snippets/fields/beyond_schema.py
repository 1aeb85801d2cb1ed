"""What the API server demands of a field's value beyond its schema: a value of a list, a form, a limit."""

from __future__ import annotations

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.enum_values import unlisted_values
from knotwork.snippets.fields.limited_values import out_of_limits
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import STRING


def beyond_schema(name: str, value: yaml.Node, schema: Schema) -> list[Violation]:
    """The violations of the value of a field; `schema`: that of the mapping with the field.

    A value of another type is reported as that.
    """
    violations: list[Violation] = []
    takes_list = name in schema.fields and schema.fields[name].type == "array"
    is_list = isinstance(value, yaml.SequenceNode)
    if name in schema.enums:
        if name in schema.required and value.tag == STRING and not value.value:
            violations.append(at_node(MISSING_FIELD, value, f"{REQUIRED}: must not be empty", "Write it."))
        if is_list or not takes_list:
            violations += unlisted_values(schema.enums[name], schema.name, name, value)
    if name in schema.limits and (takes_list or not is_list):
        violations += out_of_limits(value, schema.limits[name])
    return violations
