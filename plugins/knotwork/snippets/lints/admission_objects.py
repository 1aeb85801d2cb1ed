"""What webhooks and admission policies are for, and the names of what policies record."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import duplicate_value, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
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
_LISTED = {"apiGroups": "API groups", "apiVersions": "API versions"}


@lint(*(f"{_GROUP}/{kind}" for kind in _RULES), fields=(*_LISTED, "resources"))
def rules(manifest: Manifest) -> Iterator[Violation]:
    """A `*` stands for everything, and alone."""
    for path in _RULES.get(manifest.kind, ()):
        for node, _ in nodes_at(manifest, path):
            rule = manifest.pairs(node)
            for name, what in _LISTED.items():
                yield from _alone(items(given(rule, name)), what)
            named = [item for item in items(given(rule, "resources")) if "/" not in (text(item) or "/")]
            yield from _alone(named, "resources without subresources")


@lint(f"{_GROUP}/ValidatingAdmissionPolicy", fields=("auditAnnotations",))
def records(manifest: Manifest) -> Iterator[Violation]:
    """What a policy records has keys of its own."""
    first: dict[str, yaml.Node] = {}
    for node, _ in nodes_at(manifest, "spec.auditAnnotations[].key"):
        written = literal(node)
        if written and first.setdefault(written, node) is not node:
            yield duplicate(node, duplicate_value(quoted(written)), first[written], "Give it another key.")


def _alone(nodes: list[yaml.Node], what: str) -> Iterator[Violation]:
    stars = [node for node in nodes if text(node) == "*"]
    if stars and len(nodes) > 1:
        message = invalid(stars[0], f"if '*' is present, must not specify other {what}")
        yield at_node(INVALID_VALUE, stars[0], message, "Keep it alone, or remove it.")
