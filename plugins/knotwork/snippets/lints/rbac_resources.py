"""Resources and verbs of roles that do not exist: the API server accepts them, and they allow nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache

import yaml
from msgspec.structs import replace

from knotwork.model.nearest import nearest_names
from knotwork.snippets.commands.kubectl_table import type_names
from knotwork.snippets.fields.api_errors import invalid, quoted
from knotwork.snippets.fields.suggestions import any_of, help_of_known, listed_already, perhaps
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.permissions import CORE
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import bundled_kinds
from knotwork.snippets.schema.project_kinds import kinds_of_projects, versions_in_projects
from knotwork.snippets.schema.projects import OPENSHIFT
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import items, literal

_GROUPS = ("", "apps", "batch", "autoscaling", "networking.k8s.io", "rbac.authorization.k8s.io")
"""Groups whose resources are all known: no definition and no other server can add some."""
_GONE = "extensions"
"""A group that no supported minor serves. Roles keep it beside those that its resources moved to."""
_VERBS = ("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection")
_OTHERS = frozenset(("bind", "escalate", "impersonate", "use", "approve", "sign", "proxy"))
"""Verbs that are about other things than resources of these groups, or about more than those."""
_ELSEWHERE = {
    "put": "update",
    "post": "create",
    "read": "get",
    "write": "update",
    "edit": "update",
    "remove": "delete",
    "view": "get",
    "describe": "get",
    "apply": "patch",
}
"""What HTTP, kubectl or other programs call what a verb of Kubernetes does."""
_OF_OPENSHIFT = frozenset(
    """appliedclusterresourcequotas buildlogs clusterresourcequotas deploymentconfigrollbacks
    generatedeploymentconfigs imagestreamimages podsecuritypolicyreviews podsecuritypolicyselfsubjectreviews
    podsecuritypolicysubjectreviews processedtemplates resourcequotausages templateconfigs
    templateinstances""".split()
)
"""What its roles name in the core group beside its kinds, as OpenShift 3 had it."""
_VIRTUAL = {"signers": "certificates.k8s.io"}
"""Resources that only roles name, with their groups: there are no such objects."""
_REMOVE = "Remove it, if the rule that names it with its group allows enough."
_LIKE = 4
"""The fewest letters of a verb that is compared."""


@lint("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole", fields=("resources",))
def rules_about_nothing(manifest: Manifest) -> Iterator[Violation]:
    """Resources that none of a rule's groups has, and misspelt verbs."""
    rules = manifest.maps(manifest.value("rules"))
    granted = {
        (literal(group), literal(name))
        for rule in rules
        for group in items(given(rule, "apiGroups"))
        for name in items(given(rule, "resources"))
    }
    for rule in rules:
        written_groups = (literal(node) for node in items(given(rule, "apiGroups")))
        groups = ["" if group in CORE else group for group in written_groups]
        verbs = [(node, literal(node)) for node in items(given(rule, "verbs"))]
        listed_verbs = frozenset(verb for _, verb in verbs)
        for node, verb in verbs:
            meant = _meant(verb, groups)
            if meant:
                yield _no_verb(node, meant, listed_verbs)
        if not groups or any(group != _GONE and group not in resources_of_groups() for group in groups):
            continue
        closed = all(group in _GROUPS for group in groups)
        if any(verb is None or verb in _OTHERS or ":" in verb for _, verb in verbs):
            continue
        known = {name for group in groups for name in resources_of_groups().get(group or "", ())}
        listed = frozenset(literal(node) or "" for node in items(given(rule, "resources")))
        for node in items(given(rule, "resources")):
            written = literal(node) or ""
            name = written.partition("/")[0]
            if not name or not name.islower() or not name.isalpha() or name in known:
                continue
            is_singular = any(singulars().get(other) == name for other in known)
            if closed or is_singular or _is_known(name, groups, granted):
                yield _unknown(node, name, known, groups, granted, listed)


def _no_verb(node: yaml.Node, meant: str, listed: Set[str | None]) -> Violation:
    """The violation of another word for a verb; `listed` are those of its rule."""
    if meant in listed:
        return warning(node, invalid(node, "not a verb"), listed_already(meant))
    return warning(node, invalid(node, f"not a verb{perhaps(meant)}"), help_of_known(_VERBS, meant))


def _meant(verb: str | None, groups: Sequence[str | None]) -> str | None:
    """The verb that another word is meant as; None: it is one, or may be."""
    if not verb or verb in _VERBS or verb in _OTHERS or ":" in verb:
        return None
    if verb.lower() in _VERBS:
        return verb.lower()
    if verb in _ELSEWHERE and all(group in _GROUPS for group in groups):
        return _ELSEWHERE[verb]
    return next(iter(nearest_names(verb, _VERBS)), None) if len(verb) >= _LIKE else None


def _is_known(name: str, groups: Sequence[str | None], granted: Set[tuple[str | None, str | None]]) -> bool:
    """Whether a resource is one of Kubernetes, where a definition could add one of another name to a group.

    What a role names in a group that is gone, and in the one it moved to, may be for old clusters.
    """
    elsewhere = [group for group, names in resources_of_groups().items() if name in names]
    return bool(elsewhere) and not (_GONE in groups and any((group, name) in granted for group in elsewhere))


def _unknown(
    node: yaml.Node,
    name: str,
    known: set[str],
    groups: Sequence[str | None],
    granted: Set[tuple[str | None, str | None]],
    listed: Set[str],
) -> Violation:
    """The violation of a resource that is not among those of the groups.

    `granted`: the groups and resources that the rules of the role name; `listed`: those of this rule.
    """
    elsewhere = [group for group, names in resources_of_groups().items() if name in names]
    elsewhere += [_VIRTUAL[name]] if name in _VIRTUAL else []
    plural = next((other for other in sorted(known) if singulars().get(other) == name), None)
    help_ = "`kubectl api-resources` lists their names."
    names = any_of([f'"{group}"' for group in groups], "and")
    whose = f"group {names} has" if len(groups) == 1 else f"groups {names} have"
    message = invalid(node, f"the API {whose} no such resource")
    if plural:
        part = (literal(node) or "").removeprefix(name)  # `/token`
        message = invalid(node, f"resources are plural{perhaps(f'{plural}{part}')}")
        if f"{plural}{part}" in listed:
            message, help_ = invalid(node, "resources are plural"), listed_already(f"{plural}{part}")
    elif elsewhere:
        help_ = _of_groups(sorted(elsewhere), any(other.partition("/")[0] in known for other in listed))
        if any((group, literal(node)) in granted for group in elsewhere):
            help_ = _REMOVE
    else:
        near = nearest_names(name, tuple(sorted(known)))
        message = invalid(node, f"no such resource{perhaps(near[0])}") if near else message
        if near and near[0] in listed:
            return warning(node, invalid(node, "no such resource"), listed_already(near[0]))
        is_granted = any(other == name and group not in groups for group, other in granted)
        help_ = help_ if near else _REMOVE if is_granted else _of_definitions(name)
        if not near and not name.endswith("s"):  # a name that stands for one: `foo`
            return replace(warning(node, message, help_), severity="info")
    return warning(node, message, help_)


def _of_groups(groups: Sequence[str], with_others: bool) -> str:
    """The help for a resource of other groups; `with_others`: the groups of its rule have others of it."""
    names = any_of([quoted(group) for group in groups])
    if not with_others:
        return f"Write {names} in `apiGroups:`."
    return (
        f"Add {names} to `apiGroups:`, or write a rule of its own: those here are right for other resources."
    )


def _of_definitions(name: str) -> str:
    """The help for a resource that only a definition can have."""
    kind = next((kind for kind in kinds_of_projects() if type_names(kind)[1] == name), "")
    versions, _ = versions_in_projects(kind)
    apis = [quoted(version.rpartition("/")[0]) for version in versions]
    if apis:
        return f"Write {any_of(apis)} in the `apiGroups:` of a rule for it, if it is that of {kind}."
    return "A rule for a custom resource has the API group of its definition in `apiGroups:`."


@cache
def resources_of_groups() -> Mapping[str, frozenset[str]]:
    """The resources of each group, in any bundled minor; those of OpenShift 3 have none."""
    names: dict[str, set[str]] = {}
    for api_version, kind in bundled_kinds():
        if not kind.endswith("List"):
            names.setdefault(api_version.rpartition("/")[0], set()).add(type_names(kind)[1])
    names[""] |= {"componentstatuses", *_OF_OPENSHIFT, *(type_names(kind)[1] for kind in OPENSHIFT)}
    return {group: frozenset(known) for group, known in names.items()}


@cache
def singulars() -> Mapping[str, str]:
    """The singular of each resource, by its plural."""
    return {type_names(kind)[1]: type_names(kind)[0] for _, kind in bundled_kinds()}
