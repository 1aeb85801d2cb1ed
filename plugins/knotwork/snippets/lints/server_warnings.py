"""What the API server takes and warns about: old annotations, old labels of nodes, a spread of no pods.

Sources: `warningsForPodSpecAndMeta` in pkg/api/pod, `GetNodeLabelDeprecatedMessage` in pkg/api/node,
`GetWarningsForStorageClass`, and the warnings of PersistentVolumes, of their claims and of Ingresses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.api_lifecycle import DEPRECATED_API
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_below
from knotwork.snippets.manifest import Manifest, Pod
from knotwork.snippets.schema.value_forms import QUALIFIED
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal

_MASTER = "node-role.kubernetes.io/master"
_NO_MASTERS_SINCE = 24
"""The minor from which on kubeadm gives no node that label."""
_LABELS = {
    "beta.kubernetes.io/arch": ("v1.14", "kubernetes.io/arch"),
    "beta.kubernetes.io/instance-type": ("v1.17", "node.kubernetes.io/instance-type"),
    "beta.kubernetes.io/os": ("v1.14", "kubernetes.io/os"),
    "failure-domain.beta.kubernetes.io/region": ("v1.17", "topology.kubernetes.io/region"),
    "failure-domain.beta.kubernetes.io/zone": ("v1.17", "topology.kubernetes.io/zone"),
    _MASTER: ("", "node-role.kubernetes.io/control-plane"),
}
"""By the old label of a node the minor that deprecated it, if the API server says so, and its name now."""
_OTHER_LABELS = {
    "app.kubernetes.io/created-by": "deprecated since v1.9",
    "scheduler.alpha.kubernetes.io/preferAvoidPods": (
        "deprecated since v1.22; use Taints and Tolerations instead"
    ),
}
"""By the old label of a node what the API server says of it, where there is no new one."""
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP_OF = "container.seccomp.security.alpha.kubernetes.io/"
_PROFILES = {
    "runtime/default": "RuntimeDefault",
    "docker/default": "RuntimeDefault",
    "unconfined": "Unconfined",
}
_PODS = {
    "scheduler.alpha.kubernetes.io/critical-pod": ("non-functional in v1.16+", '"priorityClassName" field'),
    "security.alpha.kubernetes.io/sysctls": ("non-functional in v1.11+", '"sysctls" field'),
    "security.alpha.kubernetes.io/unsafe-sysctls": ("non-functional in v1.11+", '"sysctls" field'),
}
_VOLUMES = {
    "volume.beta.kubernetes.io/mount-options": ("deprecated since v1.31", '"mountOptions" attribute'),
    "volume.beta.kubernetes.io/storage-class": ("deprecated since v1.8", '"storageClassName" attribute'),
}
"""By the annotation since when it means nothing, and what does."""
_MINOR = re.compile(r"v1\.(\d+)")
_CLASS = "kubernetes.io/ingress.class"
_TERM = "matchExpressions[]"
_AFFINITY = (
    f"nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[].{_TERM}.key",
    f"nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].preference.{_TERM}.key",
)


@lint(PODS, fields=("annotations",))
def annotations_of_pods(manifest: Manifest) -> Iterator[Violation]:
    """Annotations of a pod that became fields."""
    for pod in manifest.pods:
        metadata = manifest.metadata if manifest.kind == "Pod" else pod.metadata
        annotations = manifest.pairs(given(metadata, "annotations"))
        yield from _old(annotations, _PODS)
        for name, (key, value) in annotations.items():
            if name.startswith((_SECCOMP, _SECCOMP_OF)) and not _has_profile(manifest, pod, name):
                yield warning(
                    key,
                    'non-functional in v1.27+; use the "seccompProfile" field instead',
                    _as_field("seccompProfile", value, of_pod=name == _SECCOMP),
                    since=27,
                )
            elif name.startswith(_APPARMOR) and manifest.since(30) and not _has_armor(manifest, pod, name):
                message = 'deprecated since v1.30; use the "appArmorProfile" field instead'
                yield warning(key, message, _as_field("appArmorProfile", value), since=30)


def _as_field(field: str, value: yaml.Node, *, of_pod: bool = False) -> str | None:
    """How the profile of an annotation is written as a field of a securityContext; None: it is not known."""
    written = literal(value) or ""
    type_ = _PROFILES.get(written, "")
    name = written.removeprefix("localhost/")
    if name and name != written:
        profile = f"{{type: Localhost, localhostProfile: {name}}}"
    elif type_:
        profile = f"{{type: {type_}}}"
    else:
        return None
    return f"Write `{field}: {profile}` in the securityContext of the {'pod' if of_pod else 'container'}."


def _has_armor(manifest: Manifest, pod: Pod, name: str) -> bool:
    """Whether the field of AppArmor stands beside its annotation, or the annotation is of no container."""
    of = [
        container.fields
        for container in pod.containers
        if literal(given(container.fields, "name")) == name.removeprefix(_APPARMOR)
    ]
    return not of or any(
        "appArmorProfile" in manifest.pairs(given(fields, "securityContext")) for fields in (*of, pod.fields)
    )


def _has_profile(manifest: Manifest, pod: Pod, name: str) -> bool:
    """Whether the field stands beside the annotation, for clusters of both kinds."""
    of = name.removeprefix(_SECCOMP_OF)
    holders = [pod.fields] if name == _SECCOMP else [container.fields for container in pod.containers]
    return any(
        "seccompProfile" in manifest.pairs(given(fields, "securityContext"))
        and (name == _SECCOMP or literal(given(fields, "name")) == of)
        for fields in holders
    )


@lint("PersistentVolume", fields=_VOLUMES)
def annotations_of_volumes(manifest: Manifest) -> Iterator[Violation]:
    """Annotations of a PersistentVolume that became fields."""
    yield from _old(manifest.pairs(given(manifest.metadata, "annotations")), _VOLUMES)


@lint("PersistentVolumeClaim", fields=_VOLUMES)
def annotations_of_claims(manifest: Manifest) -> Iterator[Violation]:
    """The annotation of a claim that became a field."""
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    yield from _old({name: pair for name, pair in annotations.items() if name.endswith("class")}, _VOLUMES)


@lint("networking.k8s.io/Ingress", fields=(_CLASS,))
def class_of_ingress(manifest: Manifest) -> Iterator[Violation]:
    """The class of an Ingress in its annotation; the controller of GKE reads no field."""
    annotations = manifest.pairs(given(manifest.metadata, "annotations"))
    if _CLASS in annotations and "ingressClassName" not in manifest.spec:
        key, value = annotations[_CLASS]
        if not (literal(value) or "gce").startswith("gce"):
            message = "deprecated, please use 'spec.ingressClassName' instead"
            named = literal(value) or "NAME"
            help_ = f"Write `ingressClassName: {named}` under `spec:`, where an IngressClass has that name."
            # many controllers read nothing else
            yield replace(at_node(DEPRECATED_API, key, message, help_), severity="info")


@lint(PODS, fields=("nodeSelector", "nodeAffinity", "topologySpreadConstraints"))
def labels_in_pods(manifest: Manifest) -> Iterator[Violation]:
    """The labels by which pods choose nodes, and what is spread over them."""
    for pod in manifest.pods:
        yield from _old_labels(manifest.pairs(given(pod.fields, "nodeSelector")))
        affinity = given(pod.fields, "affinity")
        keys = [node for path in _AFFINITY for node, _ in nodes_below(manifest, affinity, path)]
        named = {literal(node) for node in keys}
        for node in keys:
            yield from _old_label(node, named)
        for index, constraint in enumerate(manifest.maps(given(pod.fields, "topologySpreadConstraints"))):
            if (key := given(constraint, "topologyKey")) is None:
                continue
            yield from _old_label(key)
            written, form = literal(key), QUALIFIED.form
            if written and form is not None and not form.pattern.fullmatch(written):
                yield warning(key, invalid(key, "no node has such a label"), form.help)
            if "labelSelector" not in constraint and not manifest.partial:
                path = f"{pod.path}.topologySpreadConstraints[{index}].labelSelector"
                message = f"{path}: a null labelSelector results in matching no pod"
                help_ = "Add `labelSelector:` with labels of the pod."
                yield replace(warning(constraint["topologyKey"][0], message, help_), path="")


@lint("PersistentVolume", fields=("persistentVolumeReclaimPolicy",))
def recycled(manifest: Manifest) -> Iterator[Violation]:
    """Volumes that are emptied for the next claim."""
    policy = given(manifest.spec, "persistentVolumeReclaimPolicy")
    if policy is not None and literal(policy) == "Recycle":
        message = (
            "The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use "
            "dynamic provisioning"
        )
        yield warning(policy, message, "Write `Delete` or `Retain`.")


@lint(
    "node.k8s.io/RuntimeClass",
    "PersistentVolume",
    "storage.k8s.io/StorageClass",
    "storage.k8s.io/CSIStorageCapacity",
)
def labels_elsewhere(manifest: Manifest) -> Iterator[Violation]:
    """The labels of nodes that have a runtime, or a volume."""
    for holder in (("scheduling", "nodeSelector"), ("nodeTopology", "matchLabels")):
        yield from _old_labels(manifest.pairs(manifest.get(*holder)))
    for path in (
        f"nodeTopology.{_TERM}.key",
        f"spec.nodeAffinity.required.nodeSelectorTerms[].{_TERM}.key",
        "allowedTopologies[].matchLabelExpressions[].key",
    ):
        for node, _ in nodes_below(manifest, manifest.root, path):
            yield from _old_label(node)


def _old(annotations: Fields, old: Mapping[str, tuple[str, str]]) -> Iterator[Violation]:
    for name, (key, _) in annotations.items():
        if name in old:
            since, now = old[name]
            yield warning(key, f"{since}; use the {now} instead", since=_minor(since))


def _old_labels(labels: Fields) -> Iterator[Violation]:
    for key, _ in labels.values():
        yield from _old_label(key)


def _old_label(node: yaml.Node, named: Collection[str | None] = ()) -> Iterator[Violation]:
    """The violation of an old label; `named`: the labels of all terms."""
    written = literal(node)
    if written in _OTHER_LABELS:
        message = f"{written} is {_OTHER_LABELS[written]}"
        yield warning(node, message, "Choose nodes by another label.", since=_minor(message))
    elif written in _LABELS:
        since, now = _LABELS[written]
        old = f"{written} is deprecated since {since}; " if since else ""
        message = f'{old}use "{now}" instead'
        help_ = f"Remove its term: another has `{now}`." if now in named else f"Write `{now}`."
        minor = _NO_MASTERS_SINCE if written == _MASTER else _minor(since)
        yield warning(node, message, help_, since=minor)


def _minor(words: str) -> int:
    """The first minor that some words name; 0 for none."""
    named = _MINOR.search(words)
    return int(named[1]) if named is not None else 0
