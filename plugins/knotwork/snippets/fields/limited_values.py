"""Values that are out of the limits that the API server sets beyond the schemas."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, at_least, at_most, between, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.schema.value_forms import Form, Limit
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import STRING
from knotwork.snippets.yaml.placeholders import is_placeholder_node
from knotwork.snippets.yaml.values import literal_name, number, text

_LEAST = -(2**63)


def out_of_limits(node: yaml.Node, limit: Limit) -> Iterator[Violation]:
    """The violations of a limit by the value of a field."""
    if isinstance(node, yaml.ScalarNode):
        value = number(node)
        if value is not None:
            yield from _number(node, value, limit)
        elif limit.filled and text(node) == "":
            yield at_node(MISSING_FIELD, node, f"{REQUIRED}: must not be empty", "Write it.")
        elif limit.form is not None:
            yield from _text(node, limit)
    elif isinstance(node, yaml.CollectionNode) and not is_placeholder_node(node):
        if limit.filled and not node.value:
            yield at_node(MISSING_FIELD, node, f"{REQUIRED}: must not be empty", "Write at least one.")
        if limit.most is not None and len(node.value) > limit.most:
            message = f"Too many: {len(node.value)}: must have at most {limit.most} items"
            yield at_node(INVALID_VALUE, node.value[limit.most], message, "Remove some of them.")
        one = is_placeholder_node(node, for_one_value=True)
        if limit.form is not None and isinstance(node, yaml.SequenceNode) and not one:
            for item in node.value:
                if isinstance(item, yaml.ScalarNode) and item.tag == STRING and not item.value:
                    yield from _empty(item, limit.form)
                else:
                    yield from _text(item, limit)


def _number(node: yaml.Node, value: int, limit: Limit) -> Iterator[Violation]:
    low, high = limit.low, limit.high
    if not _LEAST <= value < -_LEAST:
        return  # no number of the field's type, which is reported
    if low is not None and value < low:
        must, help_ = at_least(low), f"Write {low} or more."
    elif high is not None and value > high:
        must, help_ = at_most(high), f"Write {high} or less."
    else:
        return
    if low is not None and high is not None:
        must = between(low, high)
    yield at_node(INVALID_VALUE, node, invalid(node, must), help_)


def _empty(item: yaml.Node, form: Form) -> Iterator[Violation]:
    """An empty text in a list, which is none of the form."""
    if not form.pattern.fullmatch(""):
        yield at_node(INVALID_VALUE, item, invalid(item, f"must be {form.what}"), form.help)


def _text(node: yaml.Node, limit: Limit) -> Iterator[Violation]:
    written = literal_name(node)
    if written and limit.form is not None and not limit.form.pattern.fullmatch(written):
        yield at_node(INVALID_VALUE, node, invalid(node, f"must be {limit.form.what}"), limit.form.help)
