"""The expressions in a CustomResourceDefinition: `x-kubernetes-validations`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from knotwork.snippets.cel.environment import is_installed
from knotwork.snippets.cel.expressions import (
    expression_violations,
    unchecked,
    violation_in,
)
from knotwork.snippets.cel.properties import known_properties, wrong_property
from knotwork.snippets.cel.types import cel_type
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import plain
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import is_true, items

_RULES = "x-kubernetes-validations"
_DEEPEST = 60


@lint("apiextensions.k8s.io/CustomResourceDefinition", fields=(_RULES,))
def crd_expressions(manifest: Manifest) -> Iterator[Violation]:
    """The rules of a definition that do not compile."""
    for version, node in enumerate(items(given(manifest.spec, "versions"))):
        schema = given(manifest.pairs(given(manifest.pairs(node), "schema")), "openAPIV3Schema")
        where = f"spec.versions[{version}].schema.openAPIV3Schema"
        for at, path, depth in _schemas(manifest, schema, where, 0):
            for index, rule in enumerate(items(given(manifest.pairs(at), _RULES))):
                if not is_installed():
                    yield unchecked(rule)
                    return
                yield from _rule(manifest, at, rule, f"{path}.{_RULES}[{index}]", root=depth == 0)


def _schemas(
    manifest: Manifest, node: yaml.Node | None, path: str, depth: int
) -> Iterator[tuple[yaml.Node, str, int]]:
    """A schema and those below it, with their paths and depths."""
    if node is None or depth > _DEEPEST:
        return
    fields = manifest.pairs(node)
    yield node, path, depth
    for name in fields:
        if name in ("items", "additionalProperties"):
            yield from _schemas(manifest, fields[name][1], f"{path}.{name}", depth + 1)
        elif name == "properties":
            for property_, (_, below) in manifest.pairs(fields[name][1]).items():
                yield from _schemas(manifest, below, f"{path}.properties[{property_}]", depth + 1)


def _rule(
    manifest: Manifest, schema: yaml.Node, rule: yaml.Node, where: str, *, root: bool
) -> Iterator[Violation]:
    fields = manifest.pairs(rule)
    body: Any = plain(schema)
    type_ = "dyn" if is_true(given(fields, "optionalOldSelf")) else cel_type(body)
    variables = (("self", cel_type(body)), ("oldSelf", type_))
    for name, returns in (("rule", "bool"), ("messageExpression", "string")):
        node = given(fields, name)
        if not isinstance(node, yaml.ScalarNode):
            continue
        violations = list(expression_violations(node, f"{where}.{name}", variables, returns))
        yield from violations
        if not violations and is_literal(node.value):
            wrong = wrong_property(node.value, variables, returns, body, root=root)
            if wrong is not None:
                yield violation_in(node, wrong, f"{where}.{name}", known_properties(body))
