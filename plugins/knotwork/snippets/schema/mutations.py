"""The custom resources that the API server may change before it validates them.

A webhook of a MutatingWebhookConfiguration, or a MutatingAdmissionPolicy, may fill in what a definition
requires. Source: `AdmissionToValidateObjectFunc` of k8s.io/apiserver, whose mutating part comes first; which
objects a rule is for: `rules.Matcher`, and `Matcher.Matches` of its `policy/matching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import yaml
from msgspec import Struct

from knotwork.snippets.yaml.values import items, text, value_at

MUTATING = ("MutatingWebhookConfiguration", "MutatingAdmissionPolicy")
"""The kinds of objects that say what is changed."""
_ALL = "*"
_EVERY = frozenset((_ALL, "*/*"))
_AT_CREATION = frozenset((_ALL, "CREATE"))


class Rule(Struct, frozen=True):
    """The objects that a rule is for."""

    groups: frozenset[str]
    versions: frozenset[str]
    resources: frozenset[str]
    scope: str
    """`Cluster`, `Namespaced`, or `*`."""
    names: frozenset[str]
    """The names of the objects; none: every one."""


class Mutation(Struct, frozen=True):
    """A rule for objects that are changed, and rules that except some of them."""

    rule: Rule
    excluded: tuple[Rule, ...] = ()
    exact: bool = False
    """Whether a request is compared in its own version only, not in all in which the object can be had."""

    def is_for(self, resource: Resource, version: str, name: str) -> bool:
        """Whether an object of a resource is changed; empty: its name is made by the API server."""
        return self._fits(self.rule, resource, version, name) and not any(
            self._fits(rule, resource, version, name) for rule in self.excluded
        )

    def _fits(self, rule: Rule, resource: Resource, version: str, name: str) -> bool:
        versions = frozenset((version,)) if self.exact else resource.versions
        return (
            not rule.groups.isdisjoint((resource.group, _ALL))
            and not rule.resources.isdisjoint((*resource.plurals, *_EVERY))
            and not rule.versions.isdisjoint((*versions, _ALL))
            and (rule.scope == _ALL or rule.scope in resource.scopes)
            and (not rule.names or name in rule.names)
        )


class Resource(Struct, frozen=True):
    """A custom resource, as all its definitions have it."""

    group: str
    plurals: frozenset[str]
    versions: frozenset[str]
    scopes: frozenset[str]
    """`Cluster`, `Namespaced`."""


class Mutated(Struct, frozen=True):
    """A custom resource, and what changes its objects before they are validated."""

    resource: Resource
    mutations: tuple[tuple[str, Mutation], ...]
    """With the note or file of each."""

    def places(self, version: str, name: str) -> list[str]:
        """The notes and files that have an object changed."""
        return [place for place, mutation in self.mutations if mutation.is_for(self.resource, version, name)]


def mutations(root: yaml.Node | None) -> Iterator[Mutation]:
    """What a document has changed when it is made, of the groups that it names."""
    kind = text(value_at(root, "kind"))
    if kind == MUTATING[0]:
        first = text(value_at(root, "apiVersion")) == "admissionregistration.k8s.io/v1beta1"
        for webhook in items(value_at(root, "webhooks")):
            policy = text(value_at(webhook, "matchPolicy"))
            exact = policy == "Exact" or (first and not policy)
            for rule in _rules(value_at(webhook, "rules")):
                yield Mutation(rule, exact=exact)
    elif kind == MUTATING[1]:
        constraints = value_at(value_at(root, "spec"), "matchConstraints")
        exact = text(value_at(constraints, "matchPolicy")) == "Exact"
        excluded = tuple(_rules(value_at(constraints, "excludeResourceRules")))
        for rule in _rules(value_at(constraints, "resourceRules")):
            yield Mutation(rule, excluded, exact)


def mutated(resource: Resource, by_place: Iterable[tuple[str, Set[Mutation]]]) -> Mutated | None:
    """What changes the objects of a resource; None: nothing that names its group."""
    of_group = tuple(
        (place, mutation)
        for place, of in by_place
        for mutation in sorted(of, key=repr)
        if resource.group in mutation.rule.groups
    )
    return Mutated(resource, of_group) if of_group else None


def _rules(rules: yaml.Node | None) -> Iterator[Rule]:
    """The rules of a list that are for objects that are made."""
    for rule in items(rules):
        operations = _texts(rule, "operations")
        if operations and operations.isdisjoint(_AT_CREATION):
            continue
        versions = _texts(rule, "apiVersions") or frozenset((_ALL,))
        scope = text(value_at(rule, "scope")) or _ALL
        groups, resources = _texts(rule, "apiGroups"), _texts(rule, "resources")
        yield Rule(groups, versions, resources, scope, _texts(rule, "resourceNames"))


def _texts(rule: yaml.Node, name: str) -> frozenset[str]:
    return frozenset(text(item) or "" for item in items(value_at(rule, name)))
