"""The apiVersions of kinds that well-known projects define, and of files of Kubernetes' own programs.

They are those of the projects' own documentation. A kind of one project only has one apiVersion here; one
that several projects define has those of all. A name with `?` may be that of other projects, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

_KINDS = """
argoproj.io/v1alpha1: Application? ApplicationSet AppProject Rollout? AnalysisTemplate? Workflow?
    WorkflowTemplate ClusterWorkflowTemplate CronWorkflow EventSource? Sensor?
apiserver.config.k8s.io/v1: AdmissionConfiguration AuthorizationConfiguration EncryptionConfiguration
app.k8s.io/v1beta1: Application?
autoscaling.k8s.io/v1: VerticalPodAutoscaler
bitnami.com/v1alpha1: SealedSecret
cert-manager.io/v1: Certificate CertificateRequest ClusterIssuer Issuer?
networking.internal.knative.dev/v1alpha1: Certificate
cilium.io/v2: CiliumNetworkPolicy CiliumClusterwideNetworkPolicy
external-secrets.io/v1: ExternalSecret ClusterExternalSecret SecretStore ClusterSecretStore
gateway.networking.k8s.io/v1: Gateway? GatewayClass GRPCRoute HTTPRoute
helm.toolkit.fluxcd.io/v2: HelmRelease
source.toolkit.fluxcd.io/v1: GitRepository HelmRepository HelmChart OCIRepository
kustomize.toolkit.fluxcd.io/v1: Kustomization
image.toolkit.fluxcd.io/v1: ImagePolicy? ImageRepository ImageUpdateAutomation
kafka.strimzi.io/v1: Kafka? KafkaBridge KafkaConnect KafkaConnector KafkaNodePool KafkaTopic? KafkaUser?
kubeadm.k8s.io/v1beta4: ClusterConfiguration InitConfiguration JoinConfiguration
kubelet.config.k8s.io/v1beta1: KubeletConfiguration
kubeproxy.config.k8s.io/v1alpha1: KubeProxyConfiguration
kubescheduler.config.k8s.io/v1: KubeSchedulerConfiguration
kustomize.config.k8s.io/v1beta1: Kustomization
helm.cattle.io/v1: HelmChart HelmChartConfig
k8s.cni.cncf.io/v1: NetworkAttachmentDefinition
karpenter.k8s.aws/v1: EC2NodeClass
karpenter.sh/v1: NodeClaim NodePool?
keda.sh/v1alpha1: ScaledJob ScaledObject TriggerAuthentication ClusterTriggerAuthentication
kubevirt.io/v1: VirtualMachine? VirtualMachineInstance?
kyverno.io/v1: ClusterPolicy?
nvidia.com/v1: ClusterPolicy?
metallb.io/v1beta1: IPAddressPool L2Advertisement BGPAdvertisement
monitoring.coreos.com/v1: Alertmanager PodMonitor Prometheus PrometheusRule ServiceMonitor ThanosRuler
networking.istio.io/v1: DestinationRule Gateway? ServiceEntry Sidecar? VirtualService WorkloadEntry
networking.istio.io/v1alpha3: EnvoyFilter
gateway.solo.io/v1: VirtualService
policy.networking.k8s.io/v1alpha1: AdminNetworkPolicy BaselineAdminNetworkPolicy
pod-security.admission.config.k8s.io/v1: PodSecurityConfiguration
secrets-store.csi.x-k8s.io/v1: SecretProviderClass
security.istio.io/v1: PeerAuthentication RequestAuthentication
snapshot.storage.k8s.io/v1: VolumeSnapshot VolumeSnapshotClass VolumeSnapshotContent
templates.gatekeeper.sh/v1: ConstraintTemplate
tekton.dev/v1: Pipeline? PipelineRun? Task? TaskRun?
traefik.io/v1alpha1: IngressRoute IngressRouteTCP IngressRouteUDP Middleware? TraefikService
velero.io/v1: Backup? BackupStorageLocation Restore? Schedule? VolumeSnapshotLocation
wgpolicyk8s.io/v1alpha2: ClusterPolicyReport PolicyReport
"""

_NAMESAKES: Mapping[str, tuple[str, ...]] = {
    "Job": ("batch.volcano.sh",),
    "NetworkPolicy": ("crd.projectcalico.org", "projectcalico.org"),
    "Node": ("longhorn.io",),
    "Service": ("serving.knative.dev",),
}
"""The groups in which projects define a kind with the name of one of Kubernetes."""


def groups_of_namesakes(kind: str) -> tuple[str, ...]:
    """The groups of well-known projects that have a kind with the name of one of Kubernetes."""
    return _NAMESAKES.get(kind, ())


def versions_in_projects(kind: str) -> tuple[tuple[str, ...], bool]:
    """The apiVersions in which well-known projects define a kind, and whether it is certainly that one."""
    certain = _by_kind().get(kind, ())
    return certain or _by_kind().get(f"{kind}?", ()), len(certain) == 1


def kinds_of_projects() -> Sequence[str]:
    """The kinds that well-known projects define."""
    return [kind.removesuffix("?") for kind in _by_kind()]


@cache
def _by_kind() -> Mapping[str, tuple[str, ...]]:
    versions: dict[str, tuple[str, ...]] = {}
    for entry in _KINDS.strip().replace("\n    ", " ").split("\n"):
        api_version, _, kinds = entry.partition(": ")
        for kind in kinds.split():
            versions[kind] = (*versions.get(kind, ()), api_version)
    return versions
