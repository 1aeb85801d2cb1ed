"""Objects other than pods that the API server takes and warns about: fields without effect, or given up.

Sources: `GetWarningsForService` in pkg/api/service, and `WarningsOnCreate` of the kinds in pkg/registry.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.quantities import amount_of
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.forms import INVALID_NAME
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.service_types import shown_type
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal, literal_name, number, text

_HINTS = "service.kubernetes.io/topology-aware-hints"
_SECRETS = "kubernetes.io/enforce-mountable-secrets"
_STATIC = ".static.k8s.io"
_RESOURCES = ("cpu", "memory", "ephemeral-storage", "storage")
_COMPLETIONS, _PARALLELISM = 100_000, 10_000
_NO_EFFECT = "It has no effect here, and can be removed."


@lint("Service")
def services(manifest: Manifest) -> Iterator[Violation]:
    """Fields of a Service that nothing reads, or that are to go."""
    spec, kind = manifest.spec, shown_type(manifest)
    headless = kind == "ClusterIP" and text(given(spec, "clusterIP")) == "None"
    outside = given(spec, "externalIPs")
    if headless:
        for name in ("loadBalancerIP", "externalIPs", "sessionAffinity"):
            value = given(spec, name)
            if value is not None and literal(value) != "None" and (items(value) or literal(value)):
                yield warning(spec[name][0], "is ignored for headless services", _NO_EFFECT)
    elif outside is not None and items(outside) and kind == "ExternalName":
        yield warning(spec["externalIPs"][0], 'is ignored when spec.type is "ExternalName"', _NO_EFFECT)
    elif outside is not None and items(outside) and kind is not None and manifest.since(36):
        message = "is deprecated and may no longer be implemented in some clusters"
        yield warning(spec["externalIPs"][0], message, "Use a load balancer, or a Gateway.", since=36)
    external = given(spec, "externalName")
    if external is not None and literal(external) and kind not in (None, "ExternalName"):
        message = 'is ignored when spec.type is not "ExternalName"'
        yield warning(spec["externalName"][0], message, f"{_NO_EFFECT} Or write `type: ExternalName`.")
    near = given(spec, "trafficDistribution")
    if near is not None and literal(near) == "PreferClose" and manifest.since(35):
        message = '"PreferClose" is deprecated; use "PreferSameZone"'
        yield warning(near, message, "Write `PreferSameZone`: it means the same.", since=35)
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    if _HINTS in annotations and manifest.since(27):
        message = "is deprecated, please use service.kubernetes.io/topology-mode instead"
        written = (literal(annotations[_HINTS][1]) or "").lower()
        help_ = "Write `service.kubernetes.io/topology-mode: Auto`." if written == "auto" else None
        yield warning(annotations[_HINTS][0], message, help_, since=27)


@lint("Node", fields=("externalID", "configSource"))
def nodes(manifest: Manifest) -> Iterator[Violation]:
    """Fields of a Node that nothing reads."""
    for name, message in (
        ("externalID", "this field is deprecated, and is unused by Kubernetes"),
        ("configSource", "the feature is removed"),
    ):
        if given(manifest.spec, name) is not None and "uid" not in manifest.metadata:
            yield warning(manifest.spec[name][0], message, _NO_EFFECT)


@lint("ServiceAccount", fields=(_SECRETS,))
def mountable_secrets(manifest: Manifest) -> Iterator[Violation]:
    """A limit of the secrets that pods use."""
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    if _SECRETS in annotations and manifest.since(32):
        message = "deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"
        yield warning(annotations[_SECRETS][0], message, since=32)


@lint("ResourceQuota", fields=("hard",))
def quotas(manifest: Manifest) -> Iterator[Violation]:
    """More is guaranteed than may be used."""
    hard = manifest.pairs(given(manifest.spec, "hard"))
    for name in _RESOURCES:
        plain = name if name in ("cpu", "memory") and f"requests.{name}" not in hard else f"requests.{name}"
        least, most = given(hard, plain), given(hard, f"limits.{name}")
        low, high = amount_of(least), amount_of(most)
        if least is not None and most is not None and low is not None and high is not None and low > high:
            message = f"{plain} ({least.value}) should be less than limits.{name} ({most.value})"
            yield warning(least, message, "Raise the limit.")


@lint("batch/Job", fields=("completions",))
def many_indexes(manifest: Manifest) -> Iterator[Violation]:
    """More indexes than can be kept track of."""
    node = given(manifest.spec, "completions")
    completions, parallelism = number(node), number(given(manifest.spec, "parallelism"))
    if (
        node is not None
        and text(given(manifest.spec, "completionMode")) == "Indexed"
        and (completions or 0) > _COMPLETIONS
        and (parallelism or 0) > _PARALLELISM
    ):
        message = (
            "In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than "
            "10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail"
        )
        yield warning(node, message, "Lower one of them.")


@lint("apps/StatefulSet", fields=("revisionHistoryLimit",))
def endless_history(manifest: Manifest) -> Iterator[Violation]:
    """A negative number of revisions: all of them."""
    node = given(manifest.spec, "revisionHistoryLimit")
    kept = number(node)
    if node is not None and kept is not None and kept < 0:
        message = "a negative value retains all historical revisions; a value >= 0 is recommended"
        yield warning(node, message, "Write 0 or more.")


@lint("discovery.k8s.io/EndpointSlice", fields=("addressType",))
def names_as_addresses(manifest: Manifest) -> Iterator[Violation]:
    """A slice with names in place of addresses."""
    node = manifest.value("addressType")
    if node is not None and literal(node) == "FQDN" and manifest.since(33):
        help_ = "Use a Service of `type: ExternalName`."
        yield warning(node, "FQDN endpoints are deprecated", help_, since=33)


@lint(
    *(
        f"admissionregistration.k8s.io/{name}"
        for name in (
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
            "MutatingWebhookConfiguration",
        )
    )
)
def reserved_names(manifest: Manifest) -> Iterator[Violation]:
    """A name that only files of the API server may have."""
    node = given(manifest.metadata, "name")
    if node is not None and (literal_name(node) or "").endswith(_STATIC) and manifest.since(36):
        message = (
            f'names ending with "{_STATIC}" are reserved for static manifest-based configurations and cannot '
            "be managed via the API"
        )
        violation = at_node(INVALID_NAME, node, message, "Name it otherwise, unless it is such a file.")
        yield replace(violation, severity="info")  # nobody ends a name so but for such a file
