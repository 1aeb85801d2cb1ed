"""Where kinds refer to other objects by name: routes, webhooks and the resources of well-known projects.

A reference is a name, or a mapping with `name` (Istio: `host`), and perhaps with `kind`, `namespace` and
`port`. The paths are those of the projects' own documentation of their fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.lints.references import Reference
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.yaml.values import text

_Paths = tuple[tuple[str, str], ...]
"""Paths, each with the kind of the object where the reference names none."""
_OF_WEBHOOKS: _Paths = (("webhooks[].clientConfig.service", "Service"),)
_OF_ROUTES: _Paths = (
    ("spec.rules[].backendRefs[]", "Service"),
    ("spec.rules[].filters[].requestMirror.backendRef", "Service"),
    ("spec.parentRefs[]", "Gateway"),
)
_OF_TRAEFIK: _Paths = (("spec.routes[].services[]", "Service"), ("spec.tls.secretName", "Secret"))
_OF_TEKTON: _Paths = (("spec.serviceAccountName", "ServiceAccount"),)
_OF_WORKFLOWS: _Paths = (
    ("spec.serviceAccountName", "ServiceAccount"),
    ("spec.workflowTemplateRef", "WorkflowTemplate"),
)
_PATHS: Mapping[str, _Paths] = {
    "networking.k8s.io/Ingress": (
        ("spec.defaultBackend.service", "Service"),
        ("spec.rules[].http.paths[].backend.service", "Service"),
        ("spec.tls[].secretName", "Secret"),
    ),
    "admissionregistration.k8s.io/ValidatingWebhookConfiguration": _OF_WEBHOOKS,
    "admissionregistration.k8s.io/MutatingWebhookConfiguration": _OF_WEBHOOKS,
    "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding": (
        ("spec.policyName", "ValidatingAdmissionPolicy"),
    ),
    "apiregistration.k8s.io/APIService": (("spec.service", "Service"),),
    "apiextensions.k8s.io/CustomResourceDefinition": (
        ("spec.conversion.webhook.clientConfig.service", "Service"),
    ),
    **{
        f"gateway.networking.k8s.io/{kind}Route": _OF_ROUTES for kind in ("HTTP", "GRPC", "TCP", "TLS", "UDP")
    },
    "gateway.networking.k8s.io/Gateway": (
        ("spec.gatewayClassName", "GatewayClass"),
        ("spec.listeners[].tls.certificateRefs[]", "Secret"),
    ),
    "traefik.io/IngressRoute": (*_OF_TRAEFIK, ("spec.routes[].middlewares[]", "Middleware")),
    "traefik.io/IngressRouteTCP": _OF_TRAEFIK,
    "traefik.io/IngressRouteUDP": _OF_TRAEFIK,
    "projectcontour.io/HTTPProxy": (
        ("spec.routes[].services[]", "Service"),
        ("spec.tcpproxy.services[]", "Service"),
        ("spec.virtualhost.tls.secretName", "Secret"),
    ),
    "route.openshift.io/Route": (("spec.to", "Service"), ("spec.alternateBackends[]", "Service")),
    "networking.istio.io/VirtualService": tuple(
        (f"spec.{protocol}[].route[].destination", "Service") for protocol in ("http", "tcp", "tls")
    ),
    "networking.istio.io/DestinationRule": (("spec.host", "Service"),),
    "argoproj.io/Rollout": (
        ("spec.strategy.canary.stableService", "Service"),
        ("spec.strategy.canary.canaryService", "Service"),
        ("spec.strategy.blueGreen.activeService", "Service"),
        ("spec.strategy.blueGreen.previewService", "Service"),
        ("spec.workloadRef", "Deployment"),
    ),
    "argoproj.io/Application": (("spec.project", "AppProject"),),
    "argoproj.io/Workflow": _OF_WORKFLOWS,
    "argoproj.io/CronWorkflow": tuple(
        (path.replace("spec.", "spec.workflowSpec."), kind) for path, kind in _OF_WORKFLOWS
    ),
    "keda.sh/ScaledObject": (("spec.scaleTargetRef", "Deployment"),),
    "autoscaling.k8s.io/VerticalPodAutoscaler": (("spec.targetRef", "Deployment"),),
    "flagger.app/Canary": (("spec.targetRef", "Deployment"),),
    "cert-manager.io/Certificate": (("spec.issuerRef", "Issuer"),),
    "cert-manager.io/CertificateRequest": (("spec.issuerRef", "Issuer"),),
    "external-secrets.io/ExternalSecret": (("spec.secretStoreRef", "SecretStore"),),
    "kustomize.toolkit.fluxcd.io/Kustomization": (
        ("spec.sourceRef", "GitRepository"),
        ("spec.decryption.secretRef", "Secret"),
    ),
    "helm.toolkit.fluxcd.io/HelmRelease": (
        ("spec.chart.spec.sourceRef", "HelmRepository"),
        ("spec.chartRef", "OCIRepository"),
        ("spec.valuesFrom[]", "ConfigMap"),
    ),
    **{
        f"source.toolkit.fluxcd.io/{kind}": (("spec.secretRef", "Secret"),)
        for kind in ("GitRepository", "HelmRepository", "OCIRepository", "Bucket")
    },
    "tekton.dev/PipelineRun": (("spec.pipelineRef", "Pipeline"), *_OF_TEKTON),
    "tekton.dev/TaskRun": (("spec.taskRef", "Task"), *_OF_TEKTON),
    "tekton.dev/Pipeline": (("spec.tasks[].taskRef", "Task"),),
    "snapshot.storage.k8s.io/VolumeSnapshot": (
        ("spec.source.persistentVolumeClaimName", "PersistentVolumeClaim"),
        ("spec.volumeSnapshotClassName", "VolumeSnapshotClass"),
    ),
}
"""By the group and the kind of what refers."""
_NAMED_KINDS = frozenset(
    """gateway.networking.k8s.io/GatewayClass traefik.io/Middleware cert-manager.io/Issuer
    cert-manager.io/ClusterIssuer external-secrets.io/SecretStore external-secrets.io/ClusterSecretStore
    argoproj.io/AppProject argoproj.io/WorkflowTemplate argoproj.io/ClusterWorkflowTemplate tekton.dev/Task
    snapshot.storage.k8s.io/VolumeSnapshotClass""".split()
)
"""What else well-known projects define that such references name."""
_CORE = frozenset(("Service", "Secret", "ConfigMap"))
"""Kinds that are in the core group, where a reference names no other one."""


def takes_part(group: str, kind: str) -> bool:
    """Whether custom resources of a kind refer to other objects, or are referred to."""
    name = f"{group}/{kind}"
    return name in _PATHS or name in _NAMED_KINDS


def listed_references(manifest: Manifest) -> Iterator[Reference]:
    """What a manifest refers to at the paths that are known for its kind."""
    for path, kind in _PATHS.get(f"{manifest.group}/{manifest.kind}", ()):
        for node, _ in nodes_at(manifest, path):
            reference = _reference(manifest, node, kind)
            if reference is not None:
                yield reference


def _reference(manifest: Manifest, node: yaml.Node, kind: str) -> Reference | None:
    fields = manifest.pairs(node)
    name = node if isinstance(node, yaml.ScalarNode) else given(fields, "name") or given(fields, "host")
    kind = text(given(fields, "kind")) or kind
    group = text(given(fields, "group")) or (text(given(fields, "apiVersion")) or "").rpartition("/")[0]
    written = text(name) or ""
    if name is None or not written or (kind in _CORE and (group or "." in written)):
        return None
    port = given(fields, "port")
    inner = manifest.pairs(port)
    port = port if isinstance(port, yaml.ScalarNode) else given(inner, "number") or given(inner, "name")
    return Reference(
        kind, name, space=text(given(fields, "namespace")), port=port if kind == "Service" else None
    )
