"""The keywords in schemas of custom resources: a pattern, a range, a length, a choice."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import NAMES, Equivalence
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.patterns import matches
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.schema import Keywords, Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import NULL, key_of, pairs, plain, value_of
from knotwork.snippets.yaml.placeholders import is_literal_name, is_placeholder

INVALID_VALUE = snippet_rule(
    "invalid-value",
    "error",
    "fields",
    """
    A value has the right type, but is out of range or not in the required format.

    The API server rejects the manifest: `Invalid value`, `Forbidden`. It has such limits for ports, counts,
    addresses, schedules and images; a CustomResourceDefinition adds those of its own fields.

    Bad:

    ```yaml {k8s="invalid:invalid-value"}
    apiVersion: v1
    kind: Service
    metadata:
      name: limits
    spec:
      ports:
        - port: 80808
    ```

    Good:

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: limits
    spec:
      ports:
        - port: 8080
    ```

    The finding says what is allowed. Rules that a CustomResourceDefinition writes in CEL are evaluated, too,
    where the extra `cel` is installed.
    """,
    position=10,
    in_parts=True,
    safe_by=(*NAMES, Equivalence.QUOTES),
)


_NO_CHOICE = (
    "must validate at least one schema (anyOf)",
    "must validate one and only one schema (oneOf), and validates none",
)
"""What is said of a value that is of none of the schemas it may choose from."""
_TOO_FEW = "must have at least"
Walk = Callable[[yaml.Node, Schema], list[Violation]]
Choice = Callable[[yaml.Node, Schema], bool]


def broken_keywords(node: yaml.Node, schema: Schema, walk: Walk, is_of: Choice) -> Iterator[Violation]:
    """The violations of keywords by a value of the right type; `walk` and `is_of` check the choices."""
    keywords = schema.keywords
    assert keywords is not None, "the schema has keywords"
    for message in _messages(node, schema, keywords):
        yield _violation(node, message)
    for choice in keywords.all_of:
        yield from walk(node, choice)
    choices = [is_of(node, choice) for choice in keywords.any_of]
    if choices and not any(choices):
        yield _violation(node, _NO_CHOICE[0])
    choices = [is_of(node, choice) for choice in keywords.one_of]
    if choices and sum(choices) != 1:
        message = _NO_CHOICE[1].removesuffix("none") + "more than one" if any(choices) else _NO_CHOICE[1]
        yield _violation(node, message)
    if keywords.not_ is not None and is_of(node, keywords.not_):
        yield _violation(node, "must not validate the schema (not)")


def _violation(node: yaml.Node, message: str) -> Violation:
    violation = at_node(INVALID_VALUE, node, invalid(node, message), "The CustomResourceDefinition says so.")
    if isinstance(node, yaml.ScalarNode):
        return violation
    lacking = message.startswith(_TOO_FEW) or (isinstance(node, yaml.MappingNode) and message in _NO_CHOICE)
    return replace(violation, end=violation.start + 1, lacking=lacking)


def _messages(node: yaml.Node, schema: Schema, keywords: Keywords) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode):
        value = value_of(node)
        if is_placeholder(node.value):
            return
        if isinstance(value, str):
            yield from _of_text(value, keywords)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from _of_number(value, keywords)
    elif isinstance(node, yaml.SequenceNode):
        yield from _of_length(len(node.value), keywords.min_items, keywords.max_items, "item", "items")
        if keywords.unique_items and _repeats(node):
            yield "must not have an item twice"
    elif isinstance(node, yaml.MappingNode):
        drops = schema.drops - schema.defaults.keys()
        names = [
            key_of(key) for key, value in pairs(node) if not (value.tag == NULL and key_of(key) in drops)
        ]
        yield from _of_length(len(names), keywords.min_properties, None, "field", "fields")
        if schema.closed and schema.values is None:  # what is unknown is a finding of its own, and pruned
            names = [name for name in names if name in schema.fields]
        yield from _of_length(len(names), None, keywords.max_properties, "field", "fields")


def _of_text(value: str, keywords: Keywords) -> Iterator[str]:
    yield from _of_length(len(value), keywords.min_length, keywords.max_length, "character", "characters")
    if keywords.pattern and not matches(keywords.pattern, value) and is_literal_name(value):
        yield f"should match `{keywords.pattern}`"


def _of_number(value: float, keywords: Keywords) -> Iterator[str]:
    low, high = keywords.minimum, keywords.maximum
    if low is not None and (value < low or (keywords.exclusive_minimum and value == low)):
        yield f"should be greater than {'' if keywords.exclusive_minimum else 'or equal to '}{low:g}"
    if high is not None and (value > high or (keywords.exclusive_maximum and value == high)):
        yield f"should be less than {'' if keywords.exclusive_maximum else 'or equal to '}{high:g}"
    step = keywords.multiple_of
    if step and not math.isclose(value / step, round(value / step), rel_tol=1e-9, abs_tol=1e-9):
        yield f"must be a multiple of {step:g}"


def _of_length(count: int, least: int | None, most: int | None, one: str, many: str) -> Iterator[str]:
    if least is not None and count < least:
        yield f"{_TOO_FEW} {least} {one if least == 1 else many}"
    if most is not None and count > most:
        yield f"must have at most {most} {one if most == 1 else many}"


def _repeats(node: yaml.SequenceNode) -> bool:
    values = [repr(plain(item)) for item in node.value]
    return len({*values}) < len(values)
