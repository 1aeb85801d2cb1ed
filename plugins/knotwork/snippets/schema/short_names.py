"""The short names that kubectl has for the kinds of Kubernetes: `po` is a Pod, `svc` a Service."""

from __future__ import annotations

from collections.abc import Mapping

SHORT_NAMES: Mapping[str, tuple[str, ...]] = {
    "CertificateSigningRequest": ("csr",),
    "ConfigMap": ("cm",),
    "CronJob": ("cj",),
    "CustomResourceDefinition": ("crd", "crds"),
    "DaemonSet": ("ds",),
    "Deployment": ("deploy",),
    "Endpoints": ("ep",),
    "Event": ("ev",),
    "HorizontalPodAutoscaler": ("hpa",),
    "Ingress": ("ing",),
    "LimitRange": ("limits",),
    "Namespace": ("ns",),
    "NetworkPolicy": ("netpol",),
    "Node": ("no",),
    "PersistentVolume": ("pv",),
    "PersistentVolumeClaim": ("pvc",),
    "Pod": ("po",),
    "PodDisruptionBudget": ("pdb",),
    "PriorityClass": ("pc",),
    "ReplicaSet": ("rs",),
    "ReplicationController": ("rc",),
    "ResourceQuota": ("quota",),
    "Service": ("svc",),
    "ServiceAccount": ("sa",),
    "StatefulSet": ("sts",),
    "StorageClass": ("sc",),
    "VolumeAttributesClass": ("vac",),
}
"""For each kind that has any the short names, as `kubectl api-resources` lists them."""


def kind_of_short_name(name: str) -> str | None:
    """The kind with a short name; None: no kind has it."""
    return next((kind for kind, names in SHORT_NAMES.items() if name in names), None)
