"""APIs that are removed or deprecated, in Kubernetes and in well-known projects."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.pod_security_levels import in_place_of_policy
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.identity import at_field, identity
from knotwork.snippets.rule import snippet_rule
from knotwork.snippets.schema.builtin import BuiltinSchemas, group_of
from knotwork.snippets.schema.lifecycle import lifecycle
from knotwork.snippets.schema.migrations import WITHOUT_SUCCESSOR, moves_unchanged, new_requirement
from knotwork.snippets.schema.project_versions import discouraged, no_longer_served
from knotwork.snippets.schema.projects import OfProgram, of_program
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import text_of, value_at

REMOVED_API = snippet_rule(
    "removed-api",
    "error",
    "fields",
    """
    A manifest uses an API that this version of Kubernetes no longer has, or does not have yet.

    kubectl answers `no matches for kind`. Old notes and tutorials often have such manifests.

    Bad:

    ```yaml {k8s="invalid:removed-api"}
    apiVersion: policy/v1beta1
    kind: PodDisruptionBudget
    metadata:
      name: web
    spec:
      minAvailable: 1
    ```

    Good:

    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: web
    spec:
      minAvailable: 1
    ```

    `check --fix` writes the new apiVersion when nothing else has to change and the defaults are the same;
    otherwise it is a suggestion. For a block about an older cluster write `{k8s-version="1.29"}`; for a note,
    `version` under `k8s:` in its front matter; for all, `k8s_version` in the settings. Versions that
    well-known projects such as cert-manager and Gateway API no longer serve are infos: which release a
    cluster has is not known. Files of kubeadm and kube-scheduler go with the versions of Kubernetes.
    """,
    position=3,
    safe_by=(Equivalence.API_VERSION,),
)
DEPRECATED_API = snippet_rule(
    "deprecated-api",
    "warning",
    "fields",
    """
    A manifest uses an API that will be removed, or is no longer developed.

    The API server still accepts it, and kubectl prints a warning. The finding names the version that
    deprecated it and, if known, the one that removes it.

    Bad:

    ```yaml {k8s="invalid:deprecated-api"}
    apiVersion: v1
    kind: Endpoints
    metadata:
      name: database
    subsets:
      - addresses: [{ip: 10.0.0.5}]
        ports: [{port: 5432}]
    ```

    Good:

    ```yaml
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: database
    addressType: IPv4
    endpoints:
      - addresses: [10.0.0.5]
    ports: [{port: 5432}]
    ```

    So do versions that a definition in the vault marks as `deprecated`, and the fields of a Kustomization
    that kustomize warns of.

    With `k8s_next` in the settings, what a version up to that one removes is reported even earlier.
    Often more than the name changes, so `check --fix` does not touch it. In a note about an older cluster,
    `{k8s-version="1.29"}` checks the block against that version.
    """,
    position=4,
)


_CLUSTER = lazy_regex(r"v?1\.(\d{1,3})(?:\.|\Z)")
"""The version of a cluster that kubeadm is to make."""


def removed(root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas) -> Violation:
    """The violation for an API that only another minor serves, with a repair if it was replaced."""
    api = lifecycle(api_version, kind)
    name = f"{api_version} {kind}"
    message = f"{name} is not in Kubernetes {known.minor}"
    if api is not None and api.introduced and _minor(api.introduced) > _minor(known.minor):
        message = f"{name} comes with Kubernetes {api.introduced}; this is checked for {known.minor}"
        return at_field(
            root, "apiVersion", REMOVED_API, message, f'Say so: `{{k8s-version="{api.introduced}"}}`.'
        )
    if api is not None and api.removed:
        message = f"{name} was removed in Kubernetes {api.removed}"
    replacement = api.replacement if api is not None else None
    versions = known.versions_of(kind)
    if not replacement and versions:
        replacement = f"{versions[0]} {kind}"
    violation = at_field(
        root,
        "apiVersion",
        REMOVED_API,
        message,
        f"Use {replacement}.{new_requirement(root, api_version, kind)}"
        if replacement
        else _instead(root, kind),
    )
    if api is not None and api.removed:
        violation = replace(violation, api=name, gone=api.removed)
    new, _, new_kind = (replacement or "").partition(" ")
    if new_kind != kind:
        return violation
    by = (Equivalence.API_VERSION,) if moves_unchanged(root, api_version, kind) else ()
    return with_api_version(root, violation, new, known, by)


def _instead(root: yaml.Node, kind: str) -> str | None:
    """What to do instead of a kind that no other API has replaced; None where nothing is known."""
    return in_place_of_policy(root) if kind == "PodSecurityPolicy" else WITHOUT_SUCCESSOR.get(kind)


def deprecated(
    root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas, following: str = ""
) -> Iterator[Violation]:
    """The violation for an API that is served and deprecated, or that a minor up to `following` removes."""
    api = lifecycle(api_version, kind)
    if api is None:
        return
    if not api.deprecated or _minor(api.deprecated) > _minor(known.minor):
        if api.removed and _minor(known.minor) < _minor(api.removed) <= _minor(following):
            message = f"{api_version} {kind} is removed in Kubernetes {api.removed}"
            help_ = f"Use {api.replacement}." if api.replacement else None
            violation = at_field(root, "apiVersion", DEPRECATED_API, message, help_)
            yield replace(violation, severity="info")
        return
    end = f" and removed in {api.removed}" if api.removed else ""
    name = f"{api_version} {kind}"
    message = f"{name} is deprecated since Kubernetes {api.deprecated}{end}"
    better = api.replacement or _preferred(api_version, kind, known)
    help_ = f"Use {better}." if better else None
    violation = at_field(root, "apiVersion", DEPRECATED_API, message, help_)
    yield replace(violation, api=name, gone=api.deprecated)


def _preferred(api_version: str, kind: str, known: BuiltinSchemas) -> str:
    """The API that a minor prefers for a kind of the same group; empty: it is this one."""
    versions = (version for version in known.versions_of(kind) if group_of(version) == group_of(api_version))
    preferred = next(versions, api_version)
    return f"{preferred} {kind}" if preferred != api_version else ""


def deprecated_by_definition(root: yaml.Node, warning: str) -> Iterator[Violation]:
    """The violation for a version of a custom resource that its definition deprecates, in its words."""
    if warning:
        message, _, use = " ".join(warning.split()).partition("; use ")
        yield at_field(root, "apiVersion", DEPRECATED_API, message, f"Use {use}." if use else None)


def gone_from_project(
    root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas
) -> Violation | None:
    """The violation for a version of a custom resource that its project no longer serves, or deprecates.

    An info: which release a cluster has is not known. The programs of Kubernetes have its minors, and theirs
    are errors and warnings.
    """
    if (program := of_program(api_version, kind)) is not None:
        return _of_program(root, api_version, kind, known, program)
    rule, served = REMOVED_API, no_longer_served(api_version, kind)
    message = "is not served since"
    if served is None:
        rule, served = DEPRECATED_API, discouraged(api_version, kind)
        message = "is deprecated since"
    if served is None:
        return None
    new = served.replacement
    help_ = new if new.endswith(".") else f"From that release on use {new}; its fields may differ."
    message = f"{api_version} {kind} {message} {served.project}"
    return replace(at_field(root, "apiVersion", rule, message, help_), severity="info")


def _of_program(
    root: yaml.Node, api_version: str, kind: str, known: BuiltinSchemas, program: OfProgram
) -> Violation | None:
    """The violation for a version of a file that a program of Kubernetes no longer reads, or deprecates."""
    minor, name, new = _minor(known.minor), f"{api_version} {kind}", program.replacement
    help_ = new if new.endswith(".") else f"Use {new}; its fields may differ."
    if minor >= _minor(program.removed):
        message = f"{name} was removed in Kubernetes {program.removed}"
        violation = at_field(root, "apiVersion", REMOVED_API, message, help_)
        cluster = _CLUSTER.match(text_of(value_at(root, "kubernetesVersion")) or "")
        if cluster is not None and int(cluster[1]) < _minor(program.removed):
            of_cluster = f"It is for Kubernetes 1.{cluster[1]}, whose programs read it."
            violation = replace(violation, severity="info", help=of_cluster)
        return replace(violation, api=name, gone=program.removed)
    if program.deprecated and minor >= _minor(program.deprecated):
        end = f" and removed in {program.removed}"
        message = f"{name} is deprecated since Kubernetes {program.deprecated}{end}"
        violation = at_field(root, "apiVersion", DEPRECATED_API, message, help_)
        return replace(violation, api=name, gone=program.deprecated)
    return None


def with_api_version(
    root: yaml.Node, violation: Violation, new: str, known: BuiltinSchemas, by: tuple[Equivalence, ...]
) -> Violation:
    """The violation with a repair that writes another apiVersion, if that serves the kind."""
    node = value_at(root, "apiVersion")
    _, kind, _, _ = identity(root)
    if node is None or known.kind(new, kind or "") is None:
        return violation
    repair = written_instead(node, new, by)
    return replace(violation, repair=replace(repair, title=f"Write `apiVersion: {new}`") if repair else None)


def _minor(version: str) -> int:
    return int(version.partition(".")[2] or 0)
