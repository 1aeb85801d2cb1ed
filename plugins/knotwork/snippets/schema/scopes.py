"""The kinds whose objects are in no namespace: those of Kubernetes, and of well-known projects."""

from __future__ import annotations

WITHOUT_NAMESPACE = frozenset(
    """Namespace Node PersistentVolume ComponentStatus ClusterRole ClusterRoleBinding StorageClass
    CSIDriver CSINode VolumeAttachment VolumeAttributesClass IngressClass IPAddress ServiceCIDR
    ClusterCIDR PriorityClass RuntimeClass DeviceClass DeviceTaintRule ResourceClass ResourceSlice
    ResourcePoolStatusRequest CustomResourceDefinition APIService StorageVersion StorageVersionMigration
    CertificateSigningRequest ClusterTrustBundle FlowSchema PriorityLevelConfiguration
    ValidatingWebhookConfiguration MutatingWebhookConfiguration ValidatingAdmissionPolicy
    ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding TokenReview
    SubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SelfSubjectReview GatewayClass
    VolumeSnapshotClass VolumeSnapshotContent""".split()
)
