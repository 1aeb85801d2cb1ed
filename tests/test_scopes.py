"""The table of kinds whose objects are in no namespace, against all kinds of all minors that are bundled."""

from __future__ import annotations

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets.schema.builtin import schemas_of
from knotwork.snippets.schema.scopes import WITHOUT_NAMESPACE

_IN_NAMESPACES = frozenset(
    """Binding CSIStorageCapacity CompositePodGroup ConfigMap ControllerRevision CronJob DaemonSet
    Deployment EndpointSlice Endpoints Event Eviction EvictionRequest HorizontalPodAutoscaler Ingress
    Job Lease LeaseCandidate LimitRange LocalSubjectAccessReview NetworkPolicy PersistentVolumeClaim Pod
    PodCertificateRequest PodDisruptionBudget PodGroup PodScheduling PodSchedulingContext PodTemplate
    ReplicaSet ReplicationController ResourceClaim ResourceClaimParameters ResourceClaimTemplate
    ResourceClassParameters ResourceQuota Role RoleBinding Scale Secret Service ServiceAccount
    StatefulSet TokenRequest Workload""".split()
)
_OF_PROJECTS = frozenset(("GatewayClass", "VolumeSnapshotClass", "VolumeSnapshotContent"))


def test_every_kind_of_kubernetes_is_in_a_namespace_or_in_none() -> None:
    kinds = {
        kind
        for minor in KUBERNETES_MINORS
        for _, kind in schemas_of(minor).kinds()
        if not kind.endswith("List")
    }

    assert kinds - _IN_NAMESPACES == WITHOUT_NAMESPACE - _OF_PROJECTS
    assert kinds >= _IN_NAMESPACES
    assert WITHOUT_NAMESPACE >= _OF_PROJECTS
