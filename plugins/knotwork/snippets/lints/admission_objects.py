"""What webhooks and admission policies are for, and the names of what policies record."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, duplicate_value, invalid, quoted, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate, named_once
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, text

_GROUP = "admissionregistration.k8s.io"
_RULES = {
    **dict.fromkeys(
        ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"), ("webhooks[].rules[]",)
    ),
    **dict.fromkeys(
        ("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"),
        ("spec.matchConstraints.resourceRules[]", "spec.matchConstraints.excludeResourceRules[]"),
    ),
    **dict.fromkeys(
        ("ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding"),
        ("spec.matchResources.resourceRules[]", "spec.matchResources.excludeResourceRules[]"),
    ),
}
_POLICIES = ("ValidatingAdmissionPolicy", "MutatingAdmissionPolicy")
_LISTED = {"apiGroups": "API groups", "apiVersions": "API versions"}


@lint(*(f"{_GROUP}/{kind}" for kind in _RULES), fields=(*_LISTED, "resources", "operations"))
def rules(manifest: Manifest) -> Iterator[Violation]:
    """A `*` stands for everything, and alone."""
    for path in _RULES.get(manifest.kind, ()):
        for node, _ in nodes_at(manifest, path):
            rule = manifest.pairs(node)
            for name, what in _LISTED.items():
                yield from _alone(items(given(rule, name)), what)
            yield from _named(rule)
            yield from _alone(items(given(rule, "operations")), "operations")
            yield from named_once(items(given(rule, "resourceNames")))
            if manifest.kind.startswith("MutatingAdmissionPolicy") and "exclude" not in path:
                yield from _mutable(rule)
            named = [item for item in items(given(rule, "resources")) if "/" not in (text(item) or "/")]
            if named and text(named[-1]) != "*":  # the API server looks at the last one only
                yield from _alone(named, "resources without subresources")


def _mutable(rule: Fields) -> Iterator[Violation]:
    """What is deleted is not changed before."""
    for node in items(given(rule, "operations")):
        if text(node) == "DELETE":
            message = unsupported("DELETE", ("*", "CONNECT", "CREATE", "UPDATE"))
            yield at_node(UNKNOWN_VALUE, node, message, "Remove it: what is deleted cannot be changed.")


@lint(f"{_GROUP}/ValidatingAdmissionPolicy", fields=("auditAnnotations",))
def records(manifest: Manifest) -> Iterator[Violation]:
    """What a policy records has keys of its own."""
    first: dict[str, yaml.Node] = {}
    for node, _ in nodes_at(manifest, "spec.auditAnnotations[].key"):
        written = literal(node)
        if written and first.setdefault(written, node) is not node:
            yield duplicate(node, duplicate_value(quoted(written)), first[written], "Give it another key.")


def _named(rule: Fields) -> Iterator[Violation]:
    """Versions and resources have names; `pods/*` is all of pods, and `*/*` everything."""
    for name in ("apiVersions", "resources"):
        for node in items(given(rule, name)):
            if text(node) == "":
                yield at_node(MISSING_FIELD, node, REQUIRED, "Name it, or write `*`.")
    listed = items(given(rule, "resources"))
    seen: set[str] = set()
    for node in listed:
        written = literal(node) or ""
        resource, slash, below = written.partition("/")
        if written == "*/*" and len(listed) > 1:
            message = invalid(node, "if '*/*' is present, must not specify other resources")
            yield at_node(INVALID_VALUE, node, message, "Keep it alone, or remove it.")
        elif slash and not {f"{resource}/*", f"*/{below}"}.isdisjoint(seen):
            whole = f"{resource}/*" if f"{resource}/*" in seen else f"*/{below}"
            message = invalid(node, f"if '{whole}' is present, must not specify {written}")
            yield at_node(INVALID_VALUE, node, message, "Remove it.")
        seen.add(written)


@lint(*(f"{_GROUP}/{kind}" for kind in _POLICIES), fields=("matchConstraints",))
def constraints(manifest: Manifest) -> Iterator[Violation]:
    """A policy is for some resources."""
    node = given(manifest.spec, "matchConstraints")
    fields = manifest.pairs(node)
    rules = given(fields, "resourceRules")
    if manifest.partial or node is None:
        return
    if isinstance(rules, yaml.SequenceNode) and not rules.value:
        yield at_node(MISSING_FIELD, rules, REQUIRED, "Say what the policy is for.")
    elif fields and not may_be_there("resourceRules", fields):
        yield missing(node, "resourceRules", "spec.matchConstraints", "Say what the policy is for.")


def _alone(nodes: list[yaml.Node], what: str) -> Iterator[Violation]:
    stars = [node for node in nodes if text(node) == "*"]
    if stars and len(nodes) > 1:
        message = invalid(stars[0], f"if '*' is present, must not specify other {what}")
        yield at_node(INVALID_VALUE, stars[0], message, "Keep it alone, or remove it.")
