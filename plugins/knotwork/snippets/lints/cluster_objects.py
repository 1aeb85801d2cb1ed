"""Objects of the cluster: what their fields say together, kind by kind."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.addresses import is_address
from knotwork.snippets.fields.api_errors import (
    REQUIRED,
    duplicate_value,
    forbidden,
    invalid,
    quoted,
    unsupported,
)
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.forms import INVALID_NAME, SUBDOMAIN, checked_name
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.service_types import not_reachable
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_true, items, literal, number, text

_SYSTEM = ("system-cluster-critical", "system-node-critical")
_LEAST_TOKEN = 600
_OLD_CLASS = "kubernetes.io/ingress.class"


@lint("networking.k8s.io/IngressClass")
def parameters(manifest: Manifest) -> Iterator[Violation]:
    """The parameters of an IngressClass, in a namespace or in none."""
    fields = manifest.pairs(given(manifest.spec, "parameters"))
    scope = text(given(fields, "scope")) if "scope" in fields else "Cluster"
    if scope == "Namespace" and "namespace" not in fields and not manifest.partial:
        yield missing(fields["scope"][1], "namespace", "spec.parameters", "The scope Namespace needs it.")
    elif scope == "Cluster" and given(fields, "namespace") is not None:
        key = fields["namespace"][0]
        message = forbidden("`parameters.scope` is set to 'Cluster'")
        yield at_node(INVALID_VALUE, key, message, "Write `scope: Namespace`, or remove it.")


@lint("networking.k8s.io/Ingress", fields=("kubernetes.io/ingress.class",))
def one_class(manifest: Manifest) -> Iterator[Violation]:
    """The class of an Ingress is a field, or the annotation that was there before it."""
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    old = literal(given(annotations, _OLD_CLASS))
    new = literal(given(manifest.spec, "ingressClassName"))
    if old is not None and new is not None and old != new:
        key, value = annotations[_OLD_CLASS]
        message = invalid(value, "must match `ingressClassName` when both are specified")
        yield at_node(ONE_OF, key, message, "Remove the annotation.")


@lint("discovery.k8s.io/EndpointSlice")
def endpoints(manifest: Manifest) -> Iterator[Violation]:
    """The addresses of an EndpointSlice are of its type, and its ports have different names."""
    kind = text(manifest.value("addressType"))
    for endpoint in manifest.maps(manifest.value("endpoints")):
        for node in items(given(endpoint, "addresses")):
            written = literal(node)
            if kind == "FQDN":
                yield from checked_name(node, SUBDOMAIN, suggest=False)
            elif written and kind in ("IPv4", "IPv6"):
                if not is_address(written) or (":" in written) is not (kind == "IPv6"):
                    message = invalid(node, f"must be a valid {kind} address")
                    yield at_node(INVALID_VALUE, node, message, "All addresses must have the `addressType`.")
                else:
                    yield from not_reachable(node)
    first: dict[str, yaml.Node] = {}
    for node in items(manifest.value("ports")):
        port = manifest.pairs(node)
        name = literal(given(port, "name")) if "name" in port else ""
        if name is not None and first.setdefault(name, node) is not node:
            message = duplicate_value(quoted(name))
            yield duplicate(node, message, first[name], "Give each a name of its own.")


@lint("scheduling.k8s.io/PriorityClass")
def own_priorities(manifest: Manifest) -> Iterator[Violation]:
    """Names with `system-` are for Kubernetes' own classes."""
    node = given(manifest.metadata, "name")
    written = literal(node)
    if node is not None and written and written.startswith("system-") and written not in _SYSTEM:
        message = forbidden("priority class names with 'system-' prefix are reserved for system use only")
        yield at_node(INVALID_NAME, node, message, "Choose a name without that prefix.")


@lint("apiregistration.k8s.io/APIService")
def api_service(manifest: Manifest) -> Iterator[Violation]:
    """The name of an APIService is made of its version and group; who it is, is checked or not."""
    node = given(manifest.metadata, "name")
    written = literal(node)
    version, group = (literal(given(manifest.spec, name)) for name in ("version", "group"))
    if node is not None and written and version and group and written != f"{version}.{group}":
        message = invalid(node, f'must be "{version}.{group}"')
        yield at_node(INVALID_NAME, node, message, "It is made of spec.version, a dot and spec.group.")
    skipped = given(manifest.spec, "insecureSkipTLSVerify")
    bundle = given(manifest.spec, "caBundle")
    if skipped is not None and is_true(skipped) and bundle is not None and text(bundle) != "":
        message = invalid(skipped, "may not be true if caBundle is present")
        yield at_node(INVALID_VALUE, skipped, message, "Remove one of them.")


@lint("storage.k8s.io/CSIDriver", fields=("tokenRequests",))
def tokens(manifest: Manifest) -> Iterator[Violation]:
    """The tokens that a driver asks for."""
    first: dict[str, yaml.Node] = {}
    for node in items(given(manifest.spec, "tokenRequests")):
        fields = manifest.pairs(node)
        audience, seconds = given(fields, "audience"), given(fields, "expirationSeconds")
        written = literal(audience) if "audience" in fields else ""
        place = node if audience is None else audience
        if written is not None and first.setdefault(written, place) is not place:
            message = duplicate_value(quoted(written))
            yield duplicate(place, message, first[written], "Remove one of them.")
        value = number(seconds)
        if seconds is not None and value is not None and value < _LEAST_TOKEN:
            message = invalid(seconds, f"may not specify a duration less than 10 minutes ({_LEAST_TOKEN})")
            yield at_node(INVALID_VALUE, seconds, message, f"Write {_LEAST_TOKEN} or more.")


@lint("PersistentVolume", fields=("persistentVolumeReclaimPolicy",))
def recycled(manifest: Manifest) -> Iterator[Violation]:
    """The root of a node is not emptied."""
    path = given(manifest.pairs(given(manifest.spec, "hostPath")), "path")
    policy = given(manifest.spec, "persistentVolumeReclaimPolicy")
    if policy is not None and text(policy) == "Recycle" and path is not None and text(path) == "/":
        message = forbidden("may not be 'recycle' for a hostPath mount of '/'")
        yield at_node(INVALID_VALUE, policy, message, "Write `Retain`.")


@lint("PersistentVolumeClaim", fields=("dataSource",))
def data_source(manifest: Manifest) -> Iterator[Violation]:
    """What a claim is filled from."""
    source = manifest.pairs(given(manifest.spec, "dataSource"))
    kind, group = given(source, "kind"), text(given(source, "apiGroup"))
    written = "" if "apiVersion" in source else literal(kind)  # which is no field, and meant as the group
    if kind is not None and written and not group and written != "PersistentVolumeClaim":
        message = invalid(kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
        # the API server drops such a source without a word
        violation = at_node(INVALID_VALUE, kind, message, "Name its apiGroup: `snapshot.storage.k8s.io`.")
        yield replace(violation, severity="warning")
    other = manifest.pairs(given(manifest.spec, "dataSourceRef"))
    for name in ("kind", "name"):
        one, two = literal(given(source, name)), literal(given(other, name))
        if source and other and one and two and one != two:
            key = manifest.spec["dataSourceRef"][0]
            yield at_node(ONE_OF, key, forbidden("must match dataSource"), "Keep dataSourceRef.")
            return


@lint(
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/MutatingWebhookConfiguration",
)
def webhooks(manifest: Manifest) -> Iterator[Violation]:
    """Where webhooks are, and for which operations."""
    for hook in manifest.maps(manifest.value("webhooks")):
        node = given(hook, "clientConfig")
        client = manifest.pairs(node)
        if given(client, "url") is not None and given(client, "service") is not None:
            yield at_node(
                ONE_OF,
                client["service"][0],
                f"{REQUIRED}: exactly one of url or service is required",
                "Keep one of them.",
            )
        elif isinstance(node, yaml.MappingNode) and client.keys() <= {"caBundle"} and not manifest.partial:
            yield at_node(
                ONE_OF, node, f"{REQUIRED}: exactly one of url or service is required", "Write one of them."
            )
        effects = given(hook, "sideEffects")
        if effects is not None and text(effects) in ("Some", "Unknown"):
            message = unsupported(text(effects) or "", ("None", "NoneOnDryRun"))
            yield at_node(INVALID_VALUE, effects, message, "Write `None` or `NoneOnDryRun`.")


@lint("admissionregistration.k8s.io/ValidatingAdmissionPolicy")
def policy(manifest: Manifest) -> Iterator[Violation]:
    """What a policy is for, and what it says."""
    spec = manifest.value("spec")
    if manifest.partial or not isinstance(spec, yaml.MappingNode):
        return
    if not any(items(given(manifest.spec, name)) for name in ("validations", "auditAnnotations")):
        message = (
            f"spec.validations: {REQUIRED}: validations or auditAnnotations must contain at least one item"
        )
        place = spec.value[0][0] if spec.value else spec
        yield replace(at_node(MISSING_FIELD, place, message, "List one: `expression:`."), path="")
    if "matchConstraints" not in manifest.spec:
        yield missing(spec, "matchConstraints", "spec", "Say what it is for: `resourceRules:`.")


@lint(
    "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
    "admissionregistration.k8s.io/MutatingAdmissionPolicy",
    fields=("matchConstraints",),
)
def constraints_of_policies(manifest: Manifest) -> Iterator[Violation]:
    """A policy is for resources; its binding may leave them out."""
    node = given(manifest.spec, "matchConstraints")
    fields = manifest.pairs(node)
    if not isinstance(node, yaml.MappingNode) or manifest.partial or may_be_there("resourceRules", fields):
        return
    yield missing(node, "resourceRules", "spec.matchConstraints", "Say which resources it is for.")


@lint("admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding", fields=("validationActions",))
def actions(manifest: Manifest) -> Iterator[Violation]:
    """What follows where a policy is not met."""
    listed = {text(node): node for node in items(given(manifest.spec, "validationActions"))}
    if "Deny" in listed and "Warn" in listed:
        message = invalid(
            listed["Warn"],
            "must not contain both Deny and Warn (repeating the same validation failure information)",
        )
        yield at_node(INVALID_VALUE, listed["Warn"], message, "Keep one of them.")
