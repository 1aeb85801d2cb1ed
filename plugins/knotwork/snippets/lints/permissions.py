"""Roles and bindings: rules that allow nothing, and subjects that cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import equivalences
from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.suggestions import any_of, listed_already, written_instead
from knotwork.snippets.lints.fields import given, is_nulled, missing, warning
from knotwork.snippets.lints.forms import SUBDOMAIN, checked_name
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Repair, Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, text

_RULE, _SUBJECT = "io.k8s.api.rbac.v1.PolicyRule", "io.k8s.api.rbac.v1.Subject"
_OF_RESOURCES = ("apiGroups", "resources", "resourceNames")
CORE = ("core", "v1")
"""What is written for the core group, which has no name; that is a finding of its own."""
_GROUP = "rbac.authorization.k8s.io"


@lint("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole")
def role(manifest: Manifest) -> Iterator[Violation]:
    """The rules of a Role or a ClusterRole."""
    for index, node in enumerate(items(manifest.value("rules"))):
        fields = manifest.pairs(node)
        if not isinstance(node, yaml.MappingNode) or not fields.keys() <= known_fields(_RULE):
            continue  # the schema check reports misspelt fields
        where = f"rules[{index}]"
        verbs = given(fields, "verbs")
        if isinstance(verbs, yaml.SequenceNode) and not verbs.value:
            yield at_node(
                MISSING_FIELD,
                verbs,
                f"{REQUIRED}: verbs must contain at least one value",
                "Say what is allowed, or remove the rule: RBAC only allows, it forbids nothing.",
            )
        for name in ("apiGroups", "resources"):
            listed = [literal(item) for item in items(given(fields, name))]
            for item in items(given(fields, name)):
                yield from _matching_nothing(name, item, listed)
        if items(given(fields, "nonResourceURLs")):
            yield from _of_urls(manifest, fields)
        elif not manifest.partial:
            yield from _of_resources(node, fields, where)


@lint("rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding")
def binding(manifest: Manifest) -> Iterator[Violation]:
    """The subjects of a RoleBinding or a ClusterRoleBinding, and what they are bound to."""
    reference = manifest.pairs(manifest.value("roleRef"))
    kind = given(reference, "kind")
    if kind is not None and manifest.kind == "ClusterRoleBinding" and text(kind) == "Role":
        message = invalid(kind, "a ClusterRoleBinding can only reference a ClusterRole")
        yield at_node(INVALID_VALUE, kind, message, "Write `ClusterRole`, or make it a RoleBinding.")
    for index, node in enumerate(items(manifest.value("subjects"))):
        fields = manifest.pairs(node)
        match text(given(fields, "kind")):
            case "ServiceAccount":
                yield from _account(manifest, node, fields, f"subjects[{index}]")
            case "User" | "Group":
                yield from _person(given(fields, "apiGroup"))
            case _:
                pass


def _matching_nothing(field: str, node: yaml.Node, listed: Collection[str | None]) -> Iterator[Violation]:
    """A group or a resource that the API server accepts, and that there cannot be; `listed`: all of them."""
    written = literal(node)
    if not written:
        return
    better = None
    if written[-1] in "\"'":
        message, help_ = invalid(node, "no name of the API ends with a quote"), "Remove the quote."
    elif field == "resources" and written != written.lower():
        message = invalid(node, "no resource has upper-case letters")
        help_ = "Resources are lower-case and plural: `pods`, `deployments`."
    elif field == "apiGroups" and written in CORE:
        message, help_ = invalid(node, "not an API group"), "The group of pods and services is empty."
        better = '""'
    elif field == "apiGroups" and "/" in written:
        message, help_ = invalid(node, "an apiVersion, not an API group"), "Write it without version."
        better = written.partition("/")[0]
    else:
        return
    if better is not None and better.strip('"') in listed:
        help_, better = listed_already(better), None
    violation = warning(node, message, help_)
    change = (node.start_mark.index, node.end_mark.index, better or "")
    yield replace(violation, repair=Repair(f"Write `{better}`", (), (change,)) if better else None)


def _of_urls(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    key = fields["nonResourceURLs"][0]
    if manifest.kind == "Role":
        yield at_node(
            INVALID_VALUE,
            key,
            forbidden("namespaced rules cannot apply to non-resource URLs"),
            "Make it a ClusterRole.",
        )
        return
    also = [name for name in _OF_RESOURCES if items(given(fields, name))]
    if also:
        message = forbidden(f"a rule cannot apply to both non-resource URLs and {any_of(also, 'and')}")
        yield at_node(ONE_OF, key, message, "Make two rules of it.")


def _of_resources(node: yaml.Node, fields: Fields, where: str) -> Iterator[Violation]:
    for name, help_ in (
        ("apiGroups", 'Name them, such as `[apps]`; pods, services and the like are in `[""]`.'),
        ("resources", "Name them, such as `[pods]`."),
    ):
        if name not in fields or is_nulled(fields, name):
            yield missing(node, name, where, help_)
        elif isinstance(fields[name][1], yaml.SequenceNode) and not items(fields[name][1]):
            yield at_node(
                MISSING_FIELD, fields[name][1], f"{REQUIRED}: must contain at least one value", help_
            )


def _person(group: yaml.Node | None) -> Iterator[Violation]:
    written = literal(group)
    if group is not None and written and written != _GROUP:
        message = f'Unsupported value: {quoted(written)}: supported values: "{_GROUP}"'
        violation = at_node(INVALID_VALUE, group, message, f"Write `apiGroup: {_GROUP}`, or leave it out.")
        yield replace(violation, repair=written_instead(group, _GROUP, equivalences(written, _GROUP)))


def _account(manifest: Manifest, node: yaml.Node, fields: Fields, where: str) -> Iterator[Violation]:
    group = given(fields, "apiGroup")
    if group is not None and literal(group):
        message = f'Unsupported value: {quoted(group.value)}: supported values: ""'
        yield at_node(INVALID_VALUE, group, message, "Remove `apiGroup:`; only a User and a Group have it.")
    yield from checked_name(given(fields, "name"), SUBDOMAIN, suggest=False)
    if (
        manifest.kind == "ClusterRoleBinding"
        and (
            "namespace" not in fields
            or is_nulled(fields, "namespace")
            or text(given(fields, "namespace")) == ""
        )
        and fields.keys() <= known_fields(_SUBJECT)
        and not manifest.partial
    ):
        yield missing(
            node, "namespace", where, "A ClusterRoleBinding must say in which namespace the account is."
        )
