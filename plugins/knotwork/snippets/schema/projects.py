"""The APIs that go with the minors of Kubernetes beside its API server, and the kinds of OpenShift 3.

Files for the programs of Kubernetes: release notes 1.19, 1.23, 1.28 and 1.29 (configuration of
kube-scheduler), 1.13, 1.15, 1.22, 1.27 and 1.36 (kubeadm), 1.24 (policies of the audit log, credentials of
kubectl's plugins).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class OfProgram(NamedTuple):
    """Until which minor a program of Kubernetes reads a version of its files."""

    removed: str
    """The first minor without it."""
    replacement: str
    """The apiVersion to use, or a sentence."""
    deprecated: str = ""
    """The minor that deprecated it, where it is one that is checked."""
    kind: str = ""
    """The kind it is about; empty: all of the version."""


_SCHEDULER, _AUDIT = "kubescheduler.config.k8s.io", "audit.k8s.io"
_MIGRATED = "`kubeadm config migrate` of kubeadm 1.{} converts it."
_OF_PROGRAMS: Mapping[str, OfProgram] = {
    f"{_SCHEDULER}/v1alpha1": OfProgram("1.19", f"{_SCHEDULER}/v1"),
    f"{_SCHEDULER}/v1alpha2": OfProgram("1.19", f"{_SCHEDULER}/v1"),
    f"{_SCHEDULER}/v1beta1": OfProgram("1.23", f"{_SCHEDULER}/v1"),
    f"{_SCHEDULER}/v1beta2": OfProgram("1.28", f"{_SCHEDULER}/v1", "1.25"),
    f"{_SCHEDULER}/v1beta3": OfProgram("1.29", f"{_SCHEDULER}/v1", "1.26"),
    "kubeadm.k8s.io/v1alpha1": OfProgram("1.13", "kubeadm.k8s.io/v1beta4"),
    "kubeadm.k8s.io/v1alpha2": OfProgram("1.13", "kubeadm.k8s.io/v1beta4"),
    "kubeadm.k8s.io/v1alpha3": OfProgram("1.15", "kubeadm.k8s.io/v1beta4"),
    "kubeadm.k8s.io/v1beta1": OfProgram("1.22", "kubeadm.k8s.io/v1beta4"),
    "kubeadm.k8s.io/v1beta2": OfProgram("1.27", _MIGRATED.format(26)),
    "kubeadm.k8s.io/v1beta3": OfProgram("1.36", _MIGRATED.format(35), "1.31"),
    f"{_AUDIT}/v1alpha1": OfProgram("1.24", f"{_AUDIT}/v1", kind="Policy"),
    f"{_AUDIT}/v1beta1": OfProgram("1.24", f"{_AUDIT}/v1", kind="Policy"),
    "client.authentication.k8s.io/v1alpha1": OfProgram("1.24", "client.authentication.k8s.io/v1"),
}
"""By apiVersion."""


_OPENSHIFT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "apps.openshift.io": ("DeploymentConfig",),
    "authorization.openshift.io": ("RoleBindingRestriction",),
    "build.openshift.io": ("Build", "BuildConfig"),
    "image.openshift.io": (
        "Image",
        "ImageStream",
        "ImageStreamImport",
        "ImageStreamMapping",
        "ImageStreamTag",
    ),
    "network.openshift.io": ("ClusterNetwork", "EgressNetworkPolicy", "HostSubnet", "NetNamespace"),
    "oauth.openshift.io": ("OAuthAccessToken", "OAuthAuthorizeToken", "OAuthClient"),
    "project.openshift.io": ("Project", "ProjectRequest"),
    "route.openshift.io": ("Route",),
    "security.openshift.io": ("SecurityContextConstraints",),
    "template.openshift.io": ("Template",),
    "user.openshift.io": ("Group", "Identity", "User", "UserIdentityMapping"),
}
OPENSHIFT: Mapping[str, str] = {
    kind: f"{group}/v1" for group, kinds in _OPENSHIFT_GROUPS.items() for kind in kinds
}
"""The kinds that OpenShift 3 served in `v1`, with the apiVersions that serve them since."""


def of_program(api_version: str, kind: str) -> OfProgram | None:
    """Until when a program of Kubernetes reads files of a version; None: it does, or is not known here."""
    program = _OF_PROGRAMS.get(api_version)
    return program if program is not None and program.kind in ("", kind) else None
