"""The API versions that well-known projects no longer serve, each confirmed by the project itself.

cert-manager: upgrading from v0.10 to v0.11, release notes 1.6. external-snapshotter: changelog 2.0, release
notes v6.0.0. Gateway API: changelog 0.5.0 (v1alpha1) and 0.8.0 (v1alpha2). Karpenter: upgrade guide (0.33,
1.1). Longhorn: changelog 1.10. External Secrets: its definitions in the tags v0.15.1 and v0.16.0 (v1alpha1),
release notes v0.17.0 (v1beta1). Traefik: details of the migration from v2 to v3. KEDA: migration guide to 2.
Istio: posts on security policies (1.6), upgrade notes 1.8. Knative Serving: release notes 0.18, which
announce the end for 0.19. Kubernetes: release notes 1.28 and 1.29 (configuration of kube-scheduler), 1.27
(kubeadm). Flux: the helm-operator's README, by which Flux 2 has replaced it and Flux 1 ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Served(NamedTuple):
    """Until when an API version was served, and what is served now."""

    project: str
    """With the release that first came without it: `cert-manager 1.6`."""
    replacement: str
    """The apiVersion to use; a sentence where it is not only that; empty for none."""
    kinds: frozenset[str] = frozenset()
    """The kinds it is about; empty: all of the version."""


_CERT_MANAGER = ("cert-manager.io", "acme.cert-manager.io")
_KNATIVE = frozenset(("Service", "Route", "Revision", "Configuration"))
_ROUTES = frozenset(("Gateway", "GatewayClass", "HTTPRoute"))
NO_LONGER_SERVED: Mapping[str, Served] = {
    **{
        f"{group}/{version}": Served("cert-manager 1.6", f"{group}/v1")
        for group in _CERT_MANAGER
        for version in ("v1alpha2", "v1alpha3", "v1beta1")
    },
    "certmanager.k8s.io/v1alpha1": Served("cert-manager 0.11", "cert-manager.io/v1"),
    "snapshot.storage.k8s.io/v1alpha1": Served("external-snapshotter 2.0", "snapshot.storage.k8s.io/v1"),
    "snapshot.storage.k8s.io/v1beta1": Served("external-snapshotter 6.0", "snapshot.storage.k8s.io/v1"),
    "networking.x-k8s.io/v1alpha1": Served("Gateway API 0.5", "gateway.networking.k8s.io/v1"),
    "gateway.networking.k8s.io/v1alpha2": Served(
        "Gateway API 0.8", "gateway.networking.k8s.io/v1", kinds=_ROUTES
    ),
    "karpenter.sh/v1alpha5": Served("Karpenter 0.33", "A Provisioner is a karpenter.sh/v1 NodePool now."),
    "karpenter.k8s.aws/v1alpha1": Served(
        "Karpenter 0.33", "An AWSNodeTemplate is a karpenter.k8s.aws/v1 EC2NodeClass now."
    ),
    "karpenter.sh/v1beta1": Served(
        "Karpenter 1.1", "karpenter.sh/v1", kinds=frozenset(("NodePool", "NodeClaim"))
    ),
    "karpenter.k8s.aws/v1beta1": Served(
        "Karpenter 1.1", "karpenter.k8s.aws/v1", kinds=frozenset(("EC2NodeClass",))
    ),
    "longhorn.io/v1beta1": Served("Longhorn 1.10", "longhorn.io/v1beta2"),
    "external-secrets.io/v1alpha1": Served(
        "External Secrets 0.16",
        "external-secrets.io/v1",
        kinds=frozenset(("ExternalSecret", "SecretStore", "ClusterSecretStore")),
    ),
    "external-secrets.io/v1beta1": Served("External Secrets 0.17", "external-secrets.io/v1"),
    "traefik.containo.us/v1alpha1": Served("Traefik 3.0", "traefik.io/v1alpha1"),
    "keda.k8s.io/v1alpha1": Served("KEDA 2.0", "keda.sh/v1alpha1"),
    "authentication.istio.io/v1alpha1": Served(
        "Istio 1.6", "Policies are security.istio.io/v1 PeerAuthentication and RequestAuthentication now."
    ),
    "rbac.istio.io/v1alpha1": Served("Istio 1.6", "Use security.istio.io/v1 AuthorizationPolicy."),
    "config.istio.io/v1alpha2": Served("Istio 1.8", "Mixer is gone: Envoy does its work, see Telemetry."),
    **{
        f"serving.knative.dev/{version}": Served(
            "Knative Serving 0.19", "serving.knative.dev/v1", kinds=_KNATIVE
        )
        for version in ("v1alpha1", "v1beta1")
    },
    "kubescheduler.config.k8s.io/v1beta1": Served("kube-scheduler 1.23", "kubescheduler.config.k8s.io/v1"),
    "kubescheduler.config.k8s.io/v1beta2": Served("kube-scheduler 1.28", "kubescheduler.config.k8s.io/v1"),
    "kubescheduler.config.k8s.io/v1beta3": Served("kube-scheduler 1.29", "kubescheduler.config.k8s.io/v1"),
    "kubeadm.k8s.io/v1beta2": Served("kubeadm 1.27", "`kubeadm config migrate` of kubeadm 1.26 converts it."),
    "helm.fluxcd.io/v1": Served("Flux 2", "helm.toolkit.fluxcd.io/v2"),
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


def no_longer_served(api_version: str, kind: str) -> Served | None:
    """Since when a project does not serve a kind in a version; None when it does, or is not known here."""
    served = NO_LONGER_SERVED.get(api_version)
    return served if served is not None and (not served.kinds or kind in served.kinds) else None
