"""What manifests refer to by name: ConfigMaps, Secrets, claims, accounts, roles, Services."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec import Struct

from knotwork.model.diagnostics import Severity
from knotwork.snippets.lints.fields import given, volumes
from knotwork.snippets.lints.one_of import ingress_backends
from knotwork.snippets.manifest import Container, Manifest
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_true, once, text

_SCALED = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"))
_OF_VOLUMES = (
    ("configMap", "ConfigMap", "name"),
    ("secret", "Secret", "secretName"),
    ("persistentVolumeClaim", "PersistentVolumeClaim", "claimName"),
)
_OF_PROJECTIONS = (("configMap", "ConfigMap", "name"), ("secret", "Secret", "name"))


class Reference(Struct, frozen=True):
    """An object that is referred to, and what of it."""

    kind: str
    name: yaml.Node
    keys: tuple[yaml.Node, ...] = ()
    """The keys it must have."""
    optional: bool = False
    severity: Severity | None = None
    """A lower severity than that of the rule, for what may well be elsewhere."""
    space: str | None = None
    """The namespace it is in; None: that of what refers to it."""
    port: yaml.Node | None = None
    """The number or the name of the port that a Service must have."""


def references(manifest: Manifest) -> Iterator[Reference]:
    """What a manifest refers to by name, whether or not the note shows it."""
    yield from pod_references(manifest)
    yield from other_references(manifest)
    if manifest.kind == "Ingress":
        for node, _ in ingress_backends(manifest):
            name = given(manifest.pairs(given(manifest.pairs(node), "service")), "name")
            if name is not None:
                yield Reference("Service", name)


def pod_references(manifest: Manifest) -> Iterator[Reference]:
    """What the pods of a manifest refer to, each alias once."""
    seen: set[tuple[int, ...]] = set()
    for pod in manifest.pods:
        references = [
            reference for container in pod.containers for reference in _of_container(manifest, container)
        ]
        for _, volume in volumes(manifest, pod):
            references += _of_volume(manifest, volume)
        references += _named("ServiceAccount", given(pod.fields, "serviceAccountName"))
        for secret in manifest.maps(given(pod.fields, "imagePullSecrets")):
            references += _named("Secret", given(secret, "name"))
        for reference in references:
            nodes = (id(reference.name), *map(id, reference.keys))
            if nodes not in seen:
                seen.add(nodes)
                yield reference


def secret_variables(manifest: Manifest, container: Container) -> list[yaml.Node]:
    """The places where the variables of a container are taken from Secrets."""
    variables = manifest.maps(given(container.fields, "env"))
    sources = [manifest.pairs(given(variable, "valueFrom")) for variable in variables]
    sources += manifest.maps(given(container.fields, "envFrom"))
    return list(
        once(
            source[name][0] for source in sources for name in ("secretKeyRef", "secretRef") if name in source
        )
    )


def _named(kind: str, name: yaml.Node | None) -> list[Reference]:
    return [Reference(kind, name)] if name is not None else []


def _of_container(manifest: Manifest, container: Container) -> Iterator[Reference]:
    for source in manifest.maps(given(container.fields, "envFrom")):
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            yield from _by(manifest, source, field, kind, "name")
    for variable in manifest.maps(given(container.fields, "env")):
        source = manifest.pairs(given(variable, "valueFrom"))
        for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            yield from _by(manifest, source, field, kind, "name")


def _of_volume(manifest: Manifest, volume: Fields) -> Iterator[Reference]:
    for field, kind, name in _OF_VOLUMES:
        yield from _by(manifest, volume, field, kind, name)
    for source in manifest.maps(given(manifest.pairs(given(volume, "projected")), "sources")):
        for field, kind, name in _OF_PROJECTIONS:
            yield from _by(manifest, source, field, kind, name)


def _by(manifest: Manifest, holder: Fields, field: str, kind: str, name: str) -> Iterator[Reference]:
    """The reference in a field, with the key or the keys that it names."""
    fields = manifest.pairs(given(holder, field))
    node = given(fields, name)
    if node is not None:
        keys = [given(fields, "key"), *(given(item, "key") for item in manifest.maps(given(fields, "items")))]
        yield Reference(kind, node, tuple(once(keys)), is_true(given(fields, "optional")))


def other_references(manifest: Manifest) -> Iterator[Reference]:
    """What an object refers to that makes no pods, or makes them by more than their template."""
    if manifest.kind == "HorizontalPodAutoscaler":
        target = manifest.pairs(given(manifest.spec, "scaleTargetRef"))
        kind, name = text(given(target, "kind")), given(target, "name")
        if kind in _SCALED and name is not None:
            yield Reference(kind, name)
    elif manifest.kind in ("RoleBinding", "ClusterRoleBinding"):
        role = manifest.pairs(manifest.value("roleRef"))
        kind, name = text(given(role, "kind")), given(role, "name")
        if kind in ("Role", "ClusterRole") and name is not None:
            yield Reference(kind, name)
        yield from _subjects(manifest)
    elif manifest.kind in ("StatefulSet", "PersistentVolumeClaim"):
        kind, field = {"StatefulSet": ("Service", "serviceName")}.get(
            manifest.kind, ("PersistentVolume", "volumeName")
        )
        name = given(manifest.spec, field)
        if name is not None:
            yield Reference(kind, name)


def _subjects(manifest: Manifest) -> Iterator[Reference]:
    """The accounts in the namespace of a binding that it gives rights to."""
    for subject in manifest.maps(manifest.value("subjects")):
        name, space = given(subject, "name"), text(given(subject, "namespace"))
        own = space == manifest.namespace or (space is None and "namespace" not in subject)
        if text(given(subject, "kind")) == "ServiceAccount" and name is not None and own:
            yield Reference("ServiceAccount", name, severity="info")


def class_references(manifest: Manifest) -> Iterator[Reference]:
    """The classes of storage, of Ingresses and of priority that an object names."""
    claims: list[Fields] = []
    if manifest.kind in ("PersistentVolume", "PersistentVolumeClaim"):
        claims = [manifest.spec]
    elif manifest.kind == "StatefulSet":
        templates = manifest.maps(given(manifest.spec, "volumeClaimTemplates"))
        claims = [manifest.pairs(given(template, "spec")) for template in templates]
    for claim in claims:
        yield from _named("StorageClass", given(claim, "storageClassName"))
    if manifest.kind == "Ingress":
        yield from _named("IngressClass", given(manifest.spec, "ingressClassName"))
    for pod in manifest.pods:
        yield from _named("PriorityClass", given(pod.fields, "priorityClassName"))
