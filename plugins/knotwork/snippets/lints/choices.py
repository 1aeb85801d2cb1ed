"""Fields of which one is to be given, in objects that few people write: a table by kind and place."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import Choice, chosen
from knotwork.snippets.lints.places import nodes_at, nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation

_CORE, _DEVICES = "io.k8s.api.core.v1", "io.k8s.api.resource.v1"
_GROUPS = "io.k8s.api.scheduling.v1alpha3"
_ADMISSION, _ACCESS = "io.k8s.api.admissionregistration.v1", "io.k8s.api.authorization.v1"
_REQUEST = Choice("kind of request", f"{_DEVICES}.DeviceRequest", only=("exactly", "firstAvailable"))
_PARAMETERS = Choice("way to name parameters", f"{_ADMISSION}.ParamRef", only=("name", "selector"))
_REVIEWED = ("nonResourceAttributes", "resourceAttributes")
_REVIEW = Choice("kind of attributes", f"{_ACCESS}.SubjectAccessReviewSpec", only=_REVIEWED)
_OWN_REVIEW = Choice("kind of attributes", f"{_ACCESS}.SelfSubjectAccessReviewSpec", only=_REVIEWED)

_CLIENT = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig"
_POLICY = Choice("policy", f"{_GROUPS}.PodGroupSchedulingPolicy")
_POLICY_OF_GROUPS = Choice("policy", f"{_GROUPS}.CompositePodGroupSchedulingPolicy")
_MODE = Choice("mode", f"{_GROUPS}.DisruptionMode")
_CLAIM = Choice(
    "source",
    f"{_GROUPS}.PodGroupResourceClaim",
    only=("resourceClaimName", "resourceClaimTemplateName"),
)
_TEMPLATES = ("compositePodGroupTemplates", "podGroupTemplates")


class _Place(Struct, frozen=True):
    """Where a choice is made."""

    path: str
    choice: Choice
    needed: bool = True
    """Whether one must be made."""


def _of_groups(path: str) -> tuple[_Place, ...]:
    """The choices of a group of pods, or of the templates of some."""
    return (
        _Place(f"{path}.schedulingPolicy", _POLICY),
        _Place(f"{path}.disruptionMode", _MODE),
        _Place(f"{path}.resourceClaims[]", _CLAIM),
    )


def _of_composites(path: str) -> tuple[_Place, ...]:
    return (
        _Place(f"{path}.schedulingPolicy", _POLICY_OF_GROUPS),
        _Place(f"{path}.disruptionMode", _MODE),
    )


_DISK = Choice("name of the disk", f"{_CORE}.FCVolumeSource", only=("targetWWNs", "wwids"))
_PLACES = {
    "/PersistentVolume": (_Place("spec.fc", _DISK),),
    "apiextensions.k8s.io/CustomResourceDefinition": (
        _Place(
            "spec.conversion.webhook.clientConfig",
            Choice("way to reach the webhook", _CLIENT, only=("url", "service")),
        ),
    ),
    "resource.k8s.io/ResourceClaim": (_Place("spec.devices.requests[]", _REQUEST),),
    "resource.k8s.io/ResourceClaimTemplate": (_Place("spec.spec.devices.requests[]", _REQUEST),),
    "resource.k8s.io/ResourceSlice": (
        _Place(
            "spec",
            Choice(
                "choice of nodes",
                f"{_DEVICES}.ResourceSliceSpec",
                only=("allNodes", "nodeName", "nodeSelector", "perDeviceNodeSelection"),
            ),
        ),
        _Place(
            "spec",
            Choice("kind of content", f"{_DEVICES}.ResourceSliceSpec", only=("devices", "sharedCounters")),
            needed=False,
        ),
        _Place("spec.devices[].attributes{}", Choice("value", f"{_DEVICES}.DeviceAttribute")),
    ),
    "scheduling.k8s.io/PodGroup": _of_groups("spec"),
    "scheduling.k8s.io/CompositePodGroup": _of_composites("spec"),
    "scheduling.k8s.io/Workload": (
        _Place("spec", Choice("kind of templates", f"{_GROUPS}.WorkloadSpec", only=_TEMPLATES)),
        *_of_groups("spec.podGroupTemplates[]"),
        *_of_composites("spec.compositePodGroupTemplates[]"),
        *_of_groups("spec.compositePodGroupTemplates[].podGroupTemplates[]"),
    ),
    "storage.k8s.io/VolumeAttachment": (
        _Place("spec.source", Choice("source", "io.k8s.api.storage.v1.VolumeAttachmentSource")),
    ),
    "authorization.k8s.io/SubjectAccessReview": (_Place("spec", _REVIEW),),
    "authorization.k8s.io/LocalSubjectAccessReview": (_Place("spec", _REVIEW),),
    "authorization.k8s.io/SelfSubjectAccessReview": (_Place("spec", _OWN_REVIEW),),
    "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding": (_Place("spec.paramRef", _PARAMETERS),),
    "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding": (_Place("spec.paramRef", _PARAMETERS),),
}
"""By group and kind."""
_IN_POD = (
    _Place(
        "resourceClaims[]",
        Choice(
            "source",
            f"{_CORE}.PodResourceClaim",
            only=("resourceClaimName", "resourceClaimTemplateName", "source"),
            common=("resourceClaimName", "resourceClaimTemplateName"),
        ),
    ),
    *(
        _Place(
            f"{where}.items[]",
            Choice("source", f"{_CORE}.DownwardAPIVolumeFile", only=("fieldRef", "resourceFieldRef")),
        )
        for where in ("volumes[].downwardAPI", "volumes[].projected.sources[].downwardAPI")
    ),
    _Place(
        "volumes[].projected.sources[].clusterTrustBundle",
        Choice("way to name bundles", f"{_CORE}.ClusterTrustBundleProjection", only=("name", "signerName")),
    ),
    _Place("volumes[].fc", _DISK),
)


@lint(*(named.removeprefix("/") for named in _PLACES))
def choices(manifest: Manifest) -> Iterator[Violation]:
    """The choices of a kind."""
    named = f"{manifest.group}/{manifest.kind}"
    for place in _PLACES.get(named, ()):
        for node, _ in nodes_at(manifest, place.path):
            yield from chosen(manifest, node, place.choice, needed=place.needed)


@lint(PODS, fields=("resourceClaims", "downwardAPI", "clusterTrustBundle", "fc"))
def choices_in_pods(manifest: Manifest) -> Iterator[Violation]:
    """Those of a pod that few pods have."""
    for pod in manifest.pods:
        for place in _IN_POD:
            for node, _ in nodes_below(manifest, pod.node, place.path):
                yield from chosen(manifest, node, place.choice, needed=True)
