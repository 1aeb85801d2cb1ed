"""The expressions in a CustomResourceDefinition: `x-kubernetes-validations`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from knotwork.snippets.cel.environment import Flaw, Variables, is_installed
from knotwork.snippets.cel.expressions import (
    expression_violations,
    unchecked,
    violation_in,
)
from knotwork.snippets.cel.items import wrong_item_property
from knotwork.snippets.cel.properties import known_properties, wrong_property
from knotwork.snippets.cel.types import cel_type
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.schema_nodes import schema_nodes
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_true, items, literal

_RULES = "x-kubernetes-validations"


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=(_RULES,))
def crd_expressions(manifest: Manifest) -> Iterator[Violation]:
    """The rules of a definition that do not compile."""
    for schema in schema_nodes(manifest):
        rules = items(given(schema.fields, _RULES))
        if rules and not is_installed():
            yield unchecked(rules[0])
            return
        body: Any = plain(schema.node) if rules else None
        for index, rule in enumerate(rules):
            root = schema.level == "root"
            yield from _rule(manifest, body, rule, f"{schema.path}.{_RULES}[{index}]", root=root)


def _rule(manifest: Manifest, body: Any, rule: yaml.Node, where: str, *, root: bool) -> Iterator[Violation]:
    """What is wrong with a rule. `body`: the schema that it belongs to."""
    fields = manifest.pairs(rule)
    type_ = "dyn" if is_true(given(fields, "optionalOldSelf")) else cel_type(body)
    variables = (("self", cel_type(body)), ("oldSelf", type_))
    optional, written = given(fields, "optionalOldSelf"), literal(given(fields, "rule"))
    if optional is not None and is_true(optional) and written and "oldSelf" not in written:
        message = invalid(optional, "may not be set if oldSelf is not used in rule")
        yield at_node(INVALID_VALUE, optional, message, "Remove it.")
    for name, returns in (("rule", "bool"), ("messageExpression", "string")):
        node = given(fields, name)
        if not isinstance(node, yaml.ScalarNode) or (name == "messageExpression" and not node.value.strip()):
            continue
        violations = list(expression_violations(node, f"{where}.{name}", variables, returns))
        yield from violations
        if not violations and is_literal(node.value):
            wrong = _wrong(node.value, variables, returns, body, root=root, old=not is_true(optional))
            if wrong is not None:
                yield violation_in(node, wrong, f"{where}.{name}", known_properties(body))


def _wrong(
    expression: str, variables: Variables, returns: str, body: Any, *, root: bool, old: bool
) -> Flaw | None:
    """The first field that is read and not there: of the object, of the `old` one, or of their items."""
    for variable in ("self", "oldSelf") if old else ("self",):
        wrong = wrong_property(expression, variables, returns, body, root=root, variable=variable)
        wrong = wrong or wrong_item_property(expression, body, root=root, variable=variable)
        if wrong is not None:
            return wrong
    return None
