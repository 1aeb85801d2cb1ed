"""The expressions in admission policies, in match conditions of webhooks, and in selectors of devices."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.cel.environment import STRING_OR_NULL, Variables, is_installed
from knotwork.snippets.cel.expressions import expression_violations, unchecked, violation_in
from knotwork.snippets.cel.properties import known_properties, undefined, wrong_property
from knotwork.snippets.cel.requests import SCHEMAS
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, text

_GROUP = "admissionregistration.k8s.io"
_POLICIES = (f"{_GROUP}/ValidatingAdmissionPolicy", f"{_GROUP}/MutatingAdmissionPolicy")
_WEBHOOKS = (f"{_GROUP}/ValidatingWebhookConfiguration", f"{_GROUP}/MutatingWebhookConfiguration")
_DEVICES = ("DeviceClass", "ResourceClaim", "ResourceClaimTemplate")

Place = tuple[yaml.Node | None, str, Variables, str]
"""An expression's node, its path, what it can read, and the type of its value; empty: any."""


def _of(*names: str) -> Variables:
    return tuple((name, "dyn") for name in names)


_REQUEST = ("object", "oldObject", "request", "authorizer")
_WITH_PARAMETERS = _of(*_REQUEST, "params", "namespaceObject")
_ALONE = _of(*_REQUEST, "namespaceObject")
_IN_POLICY_ALONE = _of(*_REQUEST, "namespaceObject", "variables")
_IN_POLICY = _of(*_REQUEST, "params", "namespaceObject", "variables")


@lint(*_POLICIES, fields=("expression", "valueExpression", "messageExpression"))
def policy_expressions(manifest: Manifest) -> Iterator[Violation]:
    """The expressions of an admission policy."""
    yield from _violations(_of_policy(manifest))
    yield from _unknown_variables(manifest)


@lint(*_WEBHOOKS, fields=("matchConditions",))
def webhook_expressions(manifest: Manifest) -> Iterator[Violation]:
    """The match conditions of webhooks."""
    yield from _violations(
        place
        for index, webhook in enumerate(items(manifest.value("webhooks")))
        for place in _conditions(manifest, manifest.pairs(webhook), f"webhooks[{index}]", _ALONE)
    )


@lint(*(f"resource.k8s.io/{kind}" for kind in _DEVICES), fields=("cel",))
def device_expressions(manifest: Manifest) -> Iterator[Violation]:
    """The selectors of devices."""
    yield from _violations(_of_devices(manifest))


def _violations(places: Iterator[Place]) -> Iterator[Violation]:
    for node, where, variables, returns in places:
        if node is not None and not is_installed():
            yield unchecked(node)
            return
        violations = list(expression_violations(node, where, variables, returns))
        yield from violations or _unknown_fields(node, where, variables, returns)


def _unknown_fields(
    node: yaml.Node | None, where: str, variables: Variables, returns: str
) -> Iterator[Violation]:
    """The first field that the request, or the namespace, does not have for expressions."""
    if not isinstance(node, yaml.ScalarNode) or not is_literal(node.value) or not is_installed():
        return
    for variable, schema in SCHEMAS.items():
        if (variable, "dyn") in variables and variable in node.value:
            wrong = wrong_property(node.value, variables, returns, schema, variable=variable)
            if wrong is not None:
                yield violation_in(node, wrong, where, known_properties(schema))
                return


def _of_policy(manifest: Manifest) -> Iterator[Place]:
    spec = manifest.spec
    has_parameters = "paramKind" in spec or manifest.partial
    matched, inside = (_WITH_PARAMETERS, _IN_POLICY) if has_parameters else (_ALONE, _IN_POLICY_ALONE)
    yield from _conditions(manifest, spec, "spec", matched)
    for name, field, returns in (
        ("variables", "expression", ""),
        ("validations", "expression", "bool"),
        ("validations", "messageExpression", "string"),
        ("auditAnnotations", "valueExpression", STRING_OR_NULL),
    ):
        for index, item in enumerate(items(given(spec, name))):
            node = given(manifest.pairs(item), field)
            # a message may not depend on who may do what
            read = tuple(variable for variable in inside if variable[0] != "authorizer")
            of_message = field == "messageExpression"
            if of_message and text(node) == "":
                continue  # the same as none
            yield node, f"spec.{name}[{index}].{field}", read if of_message else inside, returns
    for index, item in enumerate(items(given(spec, "mutations"))):
        fields = manifest.pairs(item)
        for name, returns in (("applyConfiguration", "Object"), ("jsonPatch", "list(JSONPatch)")):
            node = given(manifest.pairs(given(fields, name)), "expression")
            yield node, f"spec.mutations[{index}].{name}.expression", inside, returns


def _conditions(manifest: Manifest, fields: Fields, where: str, variables: Variables) -> Iterator[Place]:
    for index, item in enumerate(items(given(fields, "matchConditions"))):
        node = given(manifest.pairs(item), "expression")
        yield node, f"{where}.matchConditions[{index}].expression", variables, "bool"


def _of_devices(manifest: Manifest) -> Iterator[Place]:
    fields, where = manifest.spec, "spec"
    if manifest.kind == "ResourceClaimTemplate":
        fields, where = manifest.pairs(given(fields, "spec")), "spec.spec"
    owners = [(fields, where)]
    requests = given(manifest.pairs(given(fields, "devices")), "requests")
    for index, request in enumerate(items(requests)):
        at = f"{where}.devices.requests[{index}]"
        own = manifest.pairs(request)
        owners += [(own, at), (manifest.pairs(given(own, "exactly")), f"{at}.exactly")]
        owners += [
            (manifest.pairs(one), f"{at}.firstAvailable[{number}]")
            for number, one in enumerate(items(given(own, "firstAvailable")))
        ]
    for owner, at in owners:
        for index, selector in enumerate(items(given(owner, "selectors"))):
            node = given(manifest.pairs(given(manifest.pairs(selector), "cel")), "expression")
            if isinstance(node, yaml.ScalarNode) and "cel.bind" in node.value:
                continue  # a macro that only the API server has
            yield node, f"{at}.selectors[{index}].cel.expression", _of("device"), "bool"


_VARIABLE = lazy_regex(
    r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|//[^\n]*|(?<![\w.])variables\s*\.\s*([A-Za-z_]\w*)"""
)


def _unknown_variables(manifest: Manifest) -> Iterator[Violation]:
    """Expressions that read a variable which the policy does not define, or only further below."""
    defined: list[str] = []
    for item in items(given(manifest.spec, "variables")):
        defined.append(text(given(manifest.pairs(item), "name")) or "")
    if manifest.partial or not is_installed():
        return
    for node, where, variables, _ in _of_policy(manifest):
        if not isinstance(node, yaml.ScalarNode) or ("variables", "dyn") not in variables:
            continue
        number = re.match(r"spec\.variables\[(\d+)\]", where)
        known = defined[: int(number[1])] if number else defined
        for match in _VARIABLE.finditer(node.value):
            if match[1] is not None and match[1] not in known:
                wrong = undefined(node.value, match.start(1), match[1])
                yield violation_in(node, wrong, where, known)
                break
