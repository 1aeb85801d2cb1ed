"""Migrations from a removed API to its replacement: whether a manifest means the same in both.

Where the default of a field has changed, a manifest without this field would mean something else. The fields
are those of the deprecated API migration guide and of the defaults in Kubernetes' sources:
https://kubernetes.io/docs/reference/using-api/deprecation-guide/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.values import value_at

_WEBHOOKS = ("webhooks[].failurePolicy", "webhooks[].matchPolicy", "webhooks[].timeoutSeconds")
_MORE_CHANGES = ("",)
"""More than the apiVersion changes: no manifest has such a field."""
_WRITTEN_OUT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("extensions/v1beta1", "Deployment"): (
        "spec.progressDeadlineSeconds",
        "spec.revisionHistoryLimit",
        "spec.strategy.rollingUpdate.maxSurge",
        "spec.strategy.rollingUpdate.maxUnavailable",
    ),
    ("apps/v1beta1", "Deployment"): ("spec.revisionHistoryLimit",),
    ("extensions/v1beta1", "DaemonSet"): ("spec.updateStrategy.type",),
    ("apps/v1beta1", "StatefulSet"): ("spec.updateStrategy.type",),
    ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration"): _WEBHOOKS,
    ("admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration"): _WEBHOOKS,
    ("certificates.k8s.io/v1beta1", "CertificateSigningRequest"): ("spec.signerName", "spec.usages"),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"): _MORE_CHANGES,
    ("rbac.authorization.k8s.io/v1alpha1", "ClusterRoleBinding"): _MORE_CHANGES,
    ("rbac.authorization.k8s.io/v1alpha1", "RoleBinding"): _MORE_CHANGES,
    ("events.k8s.io/v1beta1", "Event"): _MORE_CHANGES,
}
"""The fields whose defaults the new version has changed, by the old apiVersion and kind."""

WITHOUT_SUCCESSOR: Mapping[str, str] = {
    "PodPreset": "Nothing took its place: write the values into the pod template.",
    "DeploymentRollback": "Use `kubectl rollout undo`.",
    "EphemeralContainers": "Use `kubectl debug`.",
    "AuditSink": "Nothing took its place: the API server's flags configure where audit events go.",
    "ResourceClass": "Use resource.k8s.io/v1 DeviceClass.",
    "PodSchedulingContext": "The scheduler allocates devices by itself now.",
}
"""What to do instead of kinds that no other API has replaced."""

RENAMED: Mapping[str, str] = {
    "version": "versions[].name",
    "group": "groups",
    "validation": "versions[].schema",
    "additionalPrinterColumns": "versions[].additionalPrinterColumns",
    "subresources": "versions[].subresources",
    "targetAverageUtilization": "target.averageUtilization",
    "targetAverageValue": "target.averageValue",
    "targetValue": "target.value",
    "metricName": "metric.name",
    "currentAverageUtilization": "current.averageUtilization",
    "currentAverageValue": "current.averageValue",
    "currentValue": "current.value",
    "deviceClassName": "exactly.deviceClassName",
    "selectors": "exactly.selectors",
    "allocationMode": "exactly.allocationMode",
    "count": "exactly.count",
    "adminAccess": "exactly.adminAccess",
    "tolerations": "exactly.tolerations",
    "preferredStrategies": "strategy",
    "podGroups": "podGroupTemplates",
    "metricSelector": "metric.selector",
}
"""The fields of removed APIs that stand elsewhere in those that replaced them."""
_OF_DEFINITIONS = frozenset(("version", "validation", "additionalPrinterColumns", "subresources"))
_OF_CLAIMS = frozenset(
    ("deviceClassName", "selectors", "allocationMode", "count", "adminAccess", "tolerations")
)


_OF_TARGET = lazy_regex(r"\.object\.target\.(?:apiVersion|kind|name)\Z")
"""What a metric of an autoscaler was about, in its first versions."""
_DROPPED: Mapping[str, str] = {
    "Deployment": "rollbackTo",
    "DaemonSet": "templateGeneration",
    "Ingress": "serviceName servicePort",
    "HorizontalPodAutoscaler": "averageValue currentMetricValue",
    "CustomResourceDefinition": "webhookClientConfig conversionReviewVersions",
    "EndpointSlice": "topology",
    "FlowSchema": "assuredConcurrencyShares",
    "PriorityLevelConfiguration": "assuredConcurrencyShares",
    "RuntimeClass": "runtimeHandler",
    "RoleBinding": "apiVersion",
    "ClusterRoleBinding": "apiVersion",
    "ResourceClaim": (
        "resourceClassName parametersRef allocationMode availableOnNodes resourceHandle resourceHandles"
        " shareable deallocationRequested driverName"
    ),
    "ResourceClaimTemplate": "resourceClassName parametersRef allocationMode",
    "ResourceSlice": "basic namedResources nodeName driverName",
    "PodCertificateRequest": "pkixPublicKey proofOfPossession",
    "PodGroup": "podGroupTemplateRef",
    "StorageVersionMigration": "version continueToken lastUpdateTime",
}
"""The fields that removed APIs of a kind had, and those that replaced them do not."""


def dropped(name: str, kind: str) -> bool:
    """Whether a removed API of a kind had a field that its replacement does not have."""
    return name in _DROPPED.get(kind, "").split()


def renamed(path: str, kind: str) -> str:
    """What a field of a removed API of a kind is now, by its path; empty: it has no such field."""
    name = path.rpartition(".")[2]
    if kind == "Ingress" and path == "spec.backend":
        return "defaultBackend"
    if kind == "HorizontalPodAutoscaler" and _OF_TARGET.search(path) is not None:
        return f"describedObject.{name}"
    if (name in _OF_DEFINITIONS and kind != "CustomResourceDefinition") or (
        name in _OF_CLAIMS and not (kind.startswith("Resource") and ".requests" in path)
    ):
        return ""
    return RENAMED.get(name, "")


def new_requirement(root: yaml.Node, api_version: str, kind: str) -> str:
    """A sentence, behind a space, about what the new version requires and a manifest lacks; or nothing."""
    if (api_version, kind) != ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"):
        return ""
    spec = value_at(root, "spec")
    if value_at(value_at(spec, "validation"), "openAPIV3Schema") is not None:
        return ""
    schemas = list(_at(spec, ["versions[]", "schema", "openAPIV3Schema"]))
    if spec is None or (schemas and None not in schemas):
        return ""
    return " It requires `versions[].schema.openAPIV3Schema`, which is missing here."


def moves_unchanged(root: yaml.Node, api_version: str, kind: str) -> bool:
    """Whether a manifest means the same in the version that replaced its API, if its fields fit it."""
    if kind.endswith("List"):
        return False  # its items have their own versions
    selector = value_at(value_at(root, "spec"), "selector") if kind == "PodDisruptionBudget" else None
    if isinstance(selector, yaml.MappingNode) and not selector.value:
        return False  # in the old version it selects no pods, in the new one all pods of the namespace
    return all(
        all(node is not None for node in _at(root, path.split(".")))
        for path in _WRITTEN_OUT.get((api_version, kind), ())
    )


def _at(node: yaml.Node | None, path: list[str]) -> Iterator[yaml.Node | None]:
    """The nodes at a path; None where there is none."""
    if not path or node is None:
        yield node
        return
    name, *rest = path
    below = value_at(node, name.removesuffix("[]"))
    if not name.endswith("[]"):
        yield from _at(below, rest)
    elif isinstance(below, yaml.SequenceNode):
        for item in below.value:
            yield from _at(item, rest)
