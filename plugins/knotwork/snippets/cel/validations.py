"""An object of a custom resource against the rules of its definition (`x-kubernetes-validations`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from msgspec.structs import replace

from knotwork.snippets.cel.environment import is_installed, outcome
from knotwork.snippets.cel.presence import needing_fields
from knotwork.snippets.cel.properties import RESERVED, escaped
from knotwork.snippets.fields.added_defaults import with_defaults
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.schema.schema import CelRule, Schema
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import key_of, pairs, value_of
from knotwork.snippets.yaml.paths import Path
from knotwork.snippets.yaml.placeholders import is_literal

_DEEPEST = 40
_MOST = 10_000
"""The most values of an object that rules are evaluated for."""
_EVALUATIONS = 500
"""The most rules that are evaluated for one document."""
_CONVERTED = frozenset(("base64", "date", "datetime", "duration"))
"""The formats whose values CEL does not read as texts."""
_READABLE = ("name", "generateName")
"""The fields of metadata that rules can read."""


class _Unreadable(Exception):
    """A value that rules cannot be evaluated for here: a placeholder, a time, too large."""


def rule_violations(root: yaml.Node, schema: Schema) -> list[Violation]:
    """The rules that an object breaks, in the order of offsets; none without the library.

    The object must fit its schema otherwise: the API server evaluates rules only then.
    """
    if not is_installed():
        return []
    walk = _Walk()
    walk.check(root, schema, None, root=True)
    # of several at one place the first is reported: it is not one that may be filled in
    return sorted(walk.violations, key=lambda violation: (violation.start, violation.lacking))


class _Walk:
    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.evaluations = 0

    def check(
        self, node: yaml.Node, schema: Schema, path: Path, *, root: bool = False, depth: int = 0
    ) -> None:
        """Evaluate the rules of a schema and of those below it."""
        if not schema.has_rules or depth > _DEEPEST:
            return
        if schema.rules:
            try:
                value = _Reader().read(node, schema, 0, root=root)
            except _Unreadable:
                pass
            else:
                for rule in schema.rules:
                    self.violations += self._broken(rule, schema, value, node)
        if isinstance(node, yaml.MappingNode):
            for name, below_node in _fields(node, schema).items():
                below = schema.fields.get(name, schema.values)
                if below is not None:
                    self.check(below_node, below, (path, name), depth=depth + 1)
        elif isinstance(node, yaml.SequenceNode) and schema.items is not None:
            for index, item in enumerate(node.value):
                self.check(item, schema.items, (path, index), depth=depth + 1)

    def _broken(self, rule: CelRule, schema: Schema, value: Any, node: yaml.Node) -> Iterator[Violation]:
        self.evaluations += 1
        if self.evaluations > _EVALUATIONS:
            return
        result = outcome(rule.expression, value)
        lacking = bool(result.missing)
        if result.missing and _knows(schema, result.missing, 0):
            message = invalid(node, f"no such key: {result.missing}")
        elif result.value is False:
            lacking = bool(outcome(needing_fields(rule.expression), value).missing)
            own = outcome(rule.message_expression, value).value if rule.message_expression else None
            stated = own if isinstance(own, str) and own.strip() else rule.message
            message = invalid(node, stated or f"failed rule: {_short(rule.expression)}")
        else:
            return
        place = _place(node, rule.field_path)
        help_ = f"The CustomResourceDefinition requires `{_short(rule.expression)}`."
        violation = at_node(INVALID_VALUE, place, " ".join(message.split()), help_)
        end = violation.end if isinstance(place, yaml.ScalarNode) else violation.start + 1
        yield replace(violation, end=end, lacking=lacking)


def _knows(schema: Schema, name: str, depth: int) -> bool:
    """Whether a schema has a field, at whatever place; a rule that reads any other is itself wrong."""
    if depth > _DEEPEST:
        return False
    parts = (schema.items, schema.values, *schema.fields.values())
    return any(escaped(field) == name for field in schema.fields) or any(
        part is not None and _knows(part, name, depth + 1) for part in parts
    )


def _short(expression: str) -> str:
    text = " ".join(expression.split())
    return text if len(text) <= 100 else f"{text[:99]}…"


def _place(node: yaml.Node, field_path: str) -> yaml.Node:
    """The value that a rule is about, as far as it is there."""
    for step in field_path.strip(".").split(".") if field_path else ():
        below = (
            next((value for key, value in pairs(node) if key_of(key) == step), None)
            if isinstance(node, yaml.MappingNode)
            else None
        )
        if below is None:
            break
        node = below
    return node


def _fields(node: yaml.MappingNode, schema: Schema) -> dict[str, yaml.Node]:
    """The fields of a mapping without nulls that the API server drops, with those that it adds."""
    filled = with_defaults(node, schema.defaults, schema.drops)
    return {key_of(key): value for key, value in filled.value}


class _Reader:
    """Reads the value of a node as CEL has it: without what its schema does not know."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def read(self, node: yaml.Node, schema: Schema, depth: int, *, root: bool = False) -> Any:
        """The value; `root`: of a whole object. Raises _Unreadable."""
        self.read_so_far += 1
        if self.read_so_far > _MOST or depth > _DEEPEST:
            raise _Unreadable
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node, schema)
        if isinstance(node, yaml.SequenceNode):
            items = schema.items
            return [] if items is None else [self.read(item, items, depth + 1) for item in node.value]
        assert isinstance(node, yaml.MappingNode), "a node is a scalar, a list or a mapping"
        value: dict[str, Any] = {}
        for name, below_node in _fields(node, schema).items():
            below = schema.fields.get(name, schema.values)
            if below is None or (_is_null(below_node) and not below.nullable):
                continue
            written = escaped(name) if name in schema.fields else name
            if root and name == "metadata":
                value[name] = self._metadata(below_node)
            elif written is not None and not (_is_null(below_node) and name in schema.fields):
                value[written] = self.read(below_node, below, depth + 1)
                if written != name and name in RESERVED:
                    value[name] = value[written]
        return value

    @staticmethod
    def _metadata(node: yaml.Node) -> dict[str, str]:
        fields = pairs(node) if isinstance(node, yaml.MappingNode) else ()
        return {
            key_of(key): value.value
            for key, value in fields
            if key_of(key) in _READABLE and isinstance(value, yaml.ScalarNode)
        }


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and value_of(node) is None


def _scalar(node: yaml.ScalarNode, schema: Schema) -> Any:
    value = value_of(node)
    if schema.format in _CONVERTED or (isinstance(value, str) and not is_literal(value)):
        raise _Unreadable
    return float(value) if schema.type == "number" and isinstance(value, int) else value
