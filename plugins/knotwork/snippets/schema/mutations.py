"""The custom resources that the API server may change before it validates them.

A webhook of a MutatingWebhookConfiguration, or a MutatingAdmissionPolicy, may fill in what a definition
requires. Source: `AdmissionToValidateObjectFunc` of k8s.io/apiserver, whose mutating part comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

import yaml

from knotwork.snippets.yaml.values import items, text, value_at

MUTATING = ("MutatingWebhookConfiguration", "MutatingAdmissionPolicy")
"""The kinds of objects that say what is changed."""
_EVERY = frozenset(("*", "*/*"))
_AT_CREATION = frozenset(("*", "CREATE"))
Resource = tuple[str, str]
"""The group and the plural name of a resource; `*` as its name: every one of the group."""


def mutated_resources(root: yaml.Node | None) -> Iterator[Resource]:
    """The resources that a document has changed when they are made, of the groups that it names.

    One that is for all groups says nothing of any.
    """
    kind = text(value_at(root, "kind"))
    if kind == MUTATING[0]:
        for webhook in items(value_at(root, "webhooks")):
            yield from _of_rules(value_at(webhook, "rules"))
    elif kind == MUTATING[1]:
        yield from _of_rules(value_at(value_at(value_at(root, "spec"), "matchConstraints"), "resourceRules"))


def is_mutated(group: str, plural: str, resources: Set[Resource]) -> bool:
    """Whether a resource is one of those."""
    return (group, plural) in resources or (group, "*") in resources


def _of_rules(rules: yaml.Node | None) -> Iterator[Resource]:
    for rule in items(rules):
        operations = {text(item) for item in items(value_at(rule, "operations"))}
        if operations and operations.isdisjoint(_AT_CREATION):
            continue
        names = [text(item) for item in items(value_at(rule, "resources"))]
        for item in items(value_at(rule, "apiGroups")):
            group = text(item)
            if group and group != "*":
                yield from ((group, "*" if name in _EVERY else name) for name in names if name)
