"""Values that are out of the limits that the API server sets beyond the schemas."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.schema.limits import Limit
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_placeholder_node
from knotwork.snippets.yaml.values import literal_name, number, text

_SHOWN = 60


def out_of_limits(node: yaml.Node, name: str, limit: Limit) -> Iterator[Violation]:
    """The violations of a limit by the value of the field of that name."""
    if isinstance(node, yaml.ScalarNode):
        value = number(node)
        if value is not None:
            yield from _number(node, name, value, limit)
        elif limit.filled and text(node) == "":
            yield at_node(MISSING_FIELD, node, f"{name} is empty", "Write it.")
        elif limit.form is not None:
            yield from _text(node, name, limit)
    elif isinstance(node, yaml.CollectionNode) and not is_placeholder_node(node):
        if limit.filled and not node.value:
            yield at_node(MISSING_FIELD, node, f"{name} is empty", "List one, or more.")
        if limit.most is not None and len(node.value) > limit.most:
            message = f"{name} has {len(node.value)} items, and may have {limit.most}"
            yield at_node(INVALID_VALUE, node.value[limit.most], message, "Remove some of them.")
        if limit.form is not None and isinstance(node, yaml.SequenceNode):
            for item in node.value:
                yield from _text(item, name, limit)


def _number(node: yaml.Node, name: str, value: int, limit: Limit) -> Iterator[Violation]:
    if limit.low is not None and value < limit.low:
        yield at_node(
            INVALID_VALUE, node, f"{name} {value} is less than {limit.low}", f"Write {limit.low} or more."
        )
    elif limit.high is not None and value > limit.high:
        yield at_node(
            INVALID_VALUE, node, f"{name} {value} is more than {limit.high}", f"Write {limit.high} or less."
        )


def _text(node: yaml.Node, name: str, limit: Limit) -> Iterator[Violation]:
    written = literal_name(node)
    if written and limit.form is not None and not limit.form.pattern.fullmatch(written):
        shown = " ".join(written[:_SHOWN].split("\n"))
        yield at_node(INVALID_VALUE, node, f'{name} "{shown}" is no {limit.form.what}', limit.form.help)
