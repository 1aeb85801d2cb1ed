"""Which API versions well-known projects served until which release, and which they deprecate.

Each is confirmed by the project itself: its release notes, or its definitions in the tags of two releases.

cert-manager: upgrading from v0.10 to v0.11, release notes 1.6. Cluster API: guides for providers from 1.4 to
1.5, 1.5 to 1.6 and 1.13 to 1.14, definitions. Crossplane: definitions of 0.14, 1.0, 1.6 and 2.0. External
Secrets: definitions of 0.15.1 and 0.16.0 (v1alpha1), release notes 0.17.0 (v1beta1). external-snapshotter:
changelog 2.0, release notes 6.0.0, definitions of 8.2 and 8.4. Flux: posts about 2.7 and 2.8, changelog of
image-reflector-controller 1.2 and definitions of notification-controller 1.9 (both in 2.9); the
helm-operator's README, by which Flux 2 has replaced it. Gateway API: changelogs 0.5 to 1.6, definitions.
Istio: posts on security policies (1.6), upgrade notes 1.8. Karpenter: upgrade guide (0.33, 1.1). KEDA:
migration guide to 2. Knative: release notes of Serving 0.18, which announce the end for 0.19, and of
Eventing 0.16 and 0.23. Kyverno: definitions of 1.7, 1.12, 1.13 and 1.17. Longhorn: changelog 1.10. MetalLB:
release notes 0.14.2, 0.14.9. OpenShift: release notes 4.14. Prometheus operator: changelog 0.12. Secrets
Store CSI driver: definitions of 1.1. Strimzi: release notes 0.23, 0.25, 0.46, 0.49, 1.0. Tekton:
`deprecations.md`, definitions of 0.37, 0.39, 0.46, 0.47 and 1.0. Traefik: migration from v2 to v3. Velero:
changelogs 1.0, 1.10.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class Served(NamedTuple):
    """Until when an API version was served, and what is served now."""

    project: str
    """With the release that first came without it, or deprecated it: `cert-manager 1.6`."""
    replacement: str
    """The apiVersion to use; a sentence where it is not only that; empty for none."""
    kinds: frozenset[str] = frozenset()
    """The kinds it is about; empty: all of the version."""


_REMOVED = """
cert-manager.io/{v1alpha2,v1alpha3,v1beta1} | cert-manager 1.6 | cert-manager.io/v1
acme.cert-manager.io/{v1alpha2,v1alpha3,v1beta1} | cert-manager 1.6 | acme.cert-manager.io/v1
certmanager.k8s.io/v1alpha1 | cert-manager 0.11 | cert-manager.io/v1
cluster.x-k8s.io/v1alpha2 | Cluster API 0.4 | cluster.x-k8s.io/v1beta2
exp.cluster.x-k8s.io/v1alpha3 | Cluster API 0.4 | cluster.x-k8s.io/v1beta2
{,addons.,bootstrap.,controlplane.}cluster.x-k8s.io/v1alpha3 | Cluster API 1.5 | *cluster.x-k8s.io/v1beta2
{,addons.,bootstrap.,controlplane.}cluster.x-k8s.io/v1alpha4 | Cluster API 1.6 | *cluster.x-k8s.io/v1beta2
apiextensions.crossplane.io/v1alpha1 CompositeResourceDefinition Composition | Crossplane 1.0 |
    apiextensions.crossplane.io/v1
apiextensions.crossplane.io/v1beta1 CompositeResourceDefinition Composition | Crossplane 1.6 |
    apiextensions.crossplane.io/v1
apiextensions.crossplane.io/v1alpha1 EnvironmentConfig | Crossplane 2.0 | apiextensions.crossplane.io/v1beta1
pkg.crossplane.io/v1alpha1 Configuration Provider | Crossplane 1.0 | pkg.crossplane.io/v1
pkg.crossplane.io/v1beta1 Configuration Provider | Crossplane 1.6 | pkg.crossplane.io/v1
pkg.crossplane.io/v1alpha1 ControllerConfig | Crossplane 2.0 |
    A ControllerConfig is a pkg.crossplane.io/v1beta1 DeploymentRuntimeConfig now.
secrets.crossplane.io/v1alpha1 StoreConfig | Crossplane 2.0 | Crossplane has no external secret stores now.
external-secrets.io/v1alpha1 ExternalSecret SecretStore ClusterSecretStore | External Secrets 0.16 |
    external-secrets.io/v1
external-secrets.io/v1beta1 | External Secrets 0.17 | external-secrets.io/v1
snapshot.storage.k8s.io/v1alpha1 | external-snapshotter 2.0 | snapshot.storage.k8s.io/v1
snapshot.storage.k8s.io/v1beta1 | external-snapshotter 6.0 | snapshot.storage.k8s.io/v1
groupsnapshot.storage.k8s.io/v1alpha1 | external-snapshotter 8.2 | groupsnapshot.storage.k8s.io/v1beta2
helm.fluxcd.io/v1 | Flux 2 | helm.toolkit.fluxcd.io/v2
{source,kustomize,image}.toolkit.fluxcd.io/v1beta1 | Flux 2.7 | *.toolkit.fluxcd.io/v1
helm.toolkit.fluxcd.io/v2beta1 | Flux 2.7 | helm.toolkit.fluxcd.io/v2
notification.toolkit.fluxcd.io/v1beta1 Receiver | Flux 2.7 | notification.toolkit.fluxcd.io/v1
notification.toolkit.fluxcd.io/v1beta1 Alert Provider | Flux 2.7 | notification.toolkit.fluxcd.io/v1beta3
{source,kustomize}.toolkit.fluxcd.io/v1beta2 | Flux 2.8 | *.toolkit.fluxcd.io/v1
helm.toolkit.fluxcd.io/v2beta2 | Flux 2.8 | helm.toolkit.fluxcd.io/v2
image.toolkit.fluxcd.io/v1beta2 | Flux 2.9 | image.toolkit.fluxcd.io/v1
notification.toolkit.fluxcd.io/v1beta2 Receiver | Flux 2.9 | notification.toolkit.fluxcd.io/v1
notification.toolkit.fluxcd.io/v1beta2 Alert Provider | Flux 2.9 | notification.toolkit.fluxcd.io/v1beta3
networking.x-k8s.io/v1alpha1 | Gateway API 0.5 | gateway.networking.k8s.io/v1
gateway.networking.k8s.io/v1alpha2 ReferencePolicy | Gateway API 0.6 |
    A ReferencePolicy is a gateway.networking.k8s.io/v1beta1 ReferenceGrant now.
gateway.networking.k8s.io/v1alpha2 Gateway GatewayClass HTTPRoute | Gateway API 0.8 |
    gateway.networking.k8s.io/v1
gateway.networking.k8s.io/v1alpha2 BackendTLSPolicy | Gateway API 1.1 | gateway.networking.k8s.io/v1
gateway.networking.k8s.io/v1alpha2 GRPCRoute | Gateway API 1.2 | gateway.networking.k8s.io/v1
gateway.networking.k8s.io/v1alpha2 ReferenceGrant | Gateway API 1.2 | gateway.networking.k8s.io/v1beta1
gateway.networking.k8s.io/v1alpha2 BackendLBPolicy | Gateway API 1.3 |
    A BackendLBPolicy is a gateway.networking.x-k8s.io/v1alpha1 XBackendTrafficPolicy now.
gateway.networking.x-k8s.io/v1alpha1 XListenerSet | Gateway API 1.5 |
    An XListenerSet is a gateway.networking.k8s.io/v1 ListenerSet now.
authentication.istio.io/v1alpha1 | Istio 1.6 |
    Policies are security.istio.io/v1 PeerAuthentication and RequestAuthentication now.
rbac.istio.io/v1alpha1 | Istio 1.6 | Use security.istio.io/v1 AuthorizationPolicy.
config.istio.io/v1alpha2 | Istio 1.8 | Mixer is gone: Envoy does its work, see Telemetry.
karpenter.sh/v1alpha5 | Karpenter 0.33 | A Provisioner is a karpenter.sh/v1 NodePool now.
karpenter.k8s.aws/v1alpha1 | Karpenter 0.33 | An AWSNodeTemplate is a karpenter.k8s.aws/v1 EC2NodeClass now.
karpenter.sh/v1beta1 NodePool NodeClaim | Karpenter 1.1 | karpenter.sh/v1
karpenter.k8s.aws/v1beta1 EC2NodeClass | Karpenter 1.1 | karpenter.k8s.aws/v1
keda.k8s.io/v1alpha1 | KEDA 2.0 | keda.sh/v1alpha1
sources.eventing.knative.dev/v1alpha1 | Knative Eventing 0.14 | sources.knative.dev/v1
eventing.knative.dev/v1alpha1 Broker Trigger | Knative Eventing 0.16 | eventing.knative.dev/v1
messaging.knative.dev/v1alpha1 Channel InMemoryChannel Subscription | Knative Eventing 0.16 |
    messaging.knative.dev/v1
flows.knative.dev/v1alpha1 | Knative Eventing 0.16 | flows.knative.dev/v1
eventing.knative.dev/v1beta1 Broker Trigger | Knative Eventing 0.23 | eventing.knative.dev/v1
messaging.knative.dev/v1beta1 Channel InMemoryChannel Subscription | Knative Eventing 0.23 |
    messaging.knative.dev/v1
flows.knative.dev/v1beta1 | Knative Eventing 0.23 | flows.knative.dev/v1
sources.knative.dev/{v1alpha1,v1alpha2,v1beta1} ApiServerSource ContainerSource PingSource SinkBinding |
    Knative Eventing 0.23 | sources.knative.dev/v1
serving.knative.dev/{v1alpha1,v1beta1} Service Route Revision Configuration | Knative Serving 0.19 |
    serving.knative.dev/v1
wgpolicyk8s.io/v1alpha1 | Kyverno 1.7 | wgpolicyk8s.io/v1alpha2
kyverno.io/v2alpha1 CleanupPolicy ClusterCleanupPolicy PolicyException | Kyverno 1.12 | kyverno.io/v2
longhorn.io/v1beta1 | Longhorn 1.10 | longhorn.io/v1beta2
metallb.io/{v1alpha1,v1beta1} AddressPool | MetalLB 0.14 |
    An AddressPool is a metallb.io/v1beta1 IPAddressPool with an L2Advertisement or BGPAdvertisement now.
monitoring.coreos.com/v1alpha1 Alertmanager Prometheus ServiceMonitor | Prometheus operator 0.12 |
    monitoring.coreos.com/v1
kafka.strimzi.io/{v1alpha1,v1beta1} Kafka KafkaBridge KafkaConnect KafkaConnectS2I KafkaConnector
    KafkaMirrorMaker KafkaMirrorMaker2 KafkaRebalance | Strimzi 0.23 | kafka.strimzi.io/v1
kafka.strimzi.io/v1beta2 KafkaConnectS2I | Strimzi 0.25 | A KafkaConnectS2I is a KafkaConnect now.
kafka.strimzi.io/v1beta2 KafkaMirrorMaker | Strimzi 0.46 | Use a kafka.strimzi.io/v1 KafkaMirrorMaker2.
kafka.strimzi.io/{v1alpha1,v1beta1} KafkaTopic KafkaUser | Strimzi 1.0 | kafka.strimzi.io/v1
kafka.strimzi.io/v1beta2 | Strimzi 1.0 | kafka.strimzi.io/v1
tekton.dev/v1alpha1 Condition | Tekton Pipelines 0.37 | Use `when` expressions.
tekton.dev/v1alpha1 Pipeline PipelineRun Task TaskRun | Tekton Pipelines 0.39 | tekton.dev/v1
tekton.dev/v1alpha1 ClusterTask | Tekton Pipelines 0.39 | Use a tekton.dev/v1 Task and the cluster resolver.
tekton.dev/v1alpha1 PipelineResource | Tekton Pipelines 0.46 | Use workspaces and results of Tasks.
tekton.dev/v1alpha1 Run | Tekton Pipelines 0.47 | A Run is a tekton.dev/v1beta1 CustomRun now.
tekton.dev/v1beta1 ClusterTask | Tekton Pipelines 1.0 | Use a tekton.dev/v1 Task and the cluster resolver.
traefik.containo.us/v1alpha1 | Traefik 3.0 | traefik.io/v1alpha1
ark.heptio.com/v1 | Velero 1.0 | velero.io/v1
velero.io/v1 ResticRepository | Velero 1.10 | A ResticRepository is a velero.io/v1 BackupRepository now.
"""
_DEPRECATED = """
{,addons.,bootstrap.,controlplane.}cluster.x-k8s.io/v1beta1 | Cluster API 1.11 | *cluster.x-k8s.io/v1beta2
apiextensions.crossplane.io/v1 CompositeResourceDefinition | Crossplane 2.0 | apiextensions.crossplane.io/v2
apiextensions.crossplane.io/{v1alpha1,v1beta1} Usage | Crossplane 2.0 |
    Use a protection.crossplane.io/v1beta1 Usage or ClusterUsage.
groupsnapshot.storage.k8s.io/v1beta1 | external-snapshotter 8.4 | groupsnapshot.storage.k8s.io/v1beta2
gateway.networking.k8s.io/v1alpha3 BackendTLSPolicy | Gateway API 1.4 | gateway.networking.k8s.io/v1
gateway.networking.k8s.io/{v1alpha2,v1alpha3} TLSRoute | Gateway API 1.5 | gateway.networking.k8s.io/v1
gateway.networking.k8s.io/v1alpha2 TCPRoute UDPRoute | Gateway API 1.6 | gateway.networking.k8s.io/v1
kyverno.io/v2beta1 CleanupPolicy ClusterCleanupPolicy PolicyException | Kyverno 1.13 | kyverno.io/v2
policies.kyverno.io/v1alpha1 | Kyverno 1.17 | policies.kyverno.io/v1
metallb.io/v1beta1 BGPPeer | MetalLB 0.14 | metallb.io/v1beta2
apps.openshift.io/v1 DeploymentConfig | OpenShift 4.14 | Use an apps/v1 Deployment.
secrets-store.csi.x-k8s.io/v1alpha1 | Secrets Store CSI driver 1.1 | secrets-store.csi.x-k8s.io/v1
tekton.dev/v1beta1 Pipeline PipelineRun Task TaskRun | Tekton Pipelines 0.50 | tekton.dev/v1
"""


def no_longer_served(api_version: str, kind: str) -> Served | None:
    """Since when a project does not serve a kind in a version; None when it does, or is not known here."""
    return _entry(_removed(), api_version, kind)


def discouraged(api_version: str, kind: str) -> Served | None:
    """Since when a project that serves a kind in a version deprecates it; None: it does not, or unknown."""
    return _entry(_deprecated(), api_version, kind)


def _entry(known: Mapping[str, list[Served]], api_version: str, kind: str) -> Served | None:
    """What is known of a kind; before what is known of all others of the version."""
    entries = known.get(api_version, ())
    own = (served for served in entries if kind in served.kinds)
    return next(own, None) or next((served for served in entries if not served.kinds), None)


@cache
def _removed() -> Mapping[str, list[Served]]:
    return _read(_REMOVED)


@cache
def _deprecated() -> Mapping[str, list[Served]]:
    return _read(_DEPRECATED)


def _read(table: str) -> Mapping[str, list[Served]]:
    """The entries of a table by apiVersion: `{a,b}` is one of both there, and so is `*` in a replacement."""
    known: dict[str, list[Served]] = defaultdict(list)
    for line in table.strip().replace("\n    ", " ").split("\n"):
        versions, project, replacement = (part.strip() for part in line.split(" | "))
        pattern, *kinds = versions.split()
        before, opening, rest = pattern.partition("{")
        choices, _, after = rest.partition("}")
        for choice in choices.split(",") if opening else [""]:
            served = Served(project, replacement.replace("*", choice), frozenset(kinds))
            known[f"{before}{choice}{after}"].append(served)
    return known
