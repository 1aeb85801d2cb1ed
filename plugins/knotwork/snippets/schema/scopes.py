"""The kinds whose objects are in no namespace: those of Kubernetes, and of well-known projects."""

from __future__ import annotations

WITHOUT_NAMESPACE = frozenset(
    """Namespace Node PersistentVolume ClusterRole ClusterRoleBinding StorageClass VolumeAttributesClass
    IngressClass PriorityClass RuntimeClass DeviceClass GatewayClass VolumeSnapshotClass VolumeSnapshotContent
    CustomResourceDefinition APIService CSIDriver VolumeAttachment CertificateSigningRequest
    ClusterTrustBundle FlowSchema PriorityLevelConfiguration ValidatingWebhookConfiguration
    MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding
    MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ResourceSlice ServiceCIDR IPAddress""".split()
)
