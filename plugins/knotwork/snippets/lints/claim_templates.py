"""Claims that are made for pods: of ephemeral volumes, of StatefulSets, and of devices."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.forms import LABEL, checked_name
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_at, nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import is_null, number, text

_ACCESS = "Write how it is used, such as `accessModes: [ReadWriteOnce]`."
_METADATA = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_OF_TEMPLATES = frozenset(("labels", "annotations"))
"""Source: `allowedPVCTemplateObjectMetaFields` in Kubernetes (pkg/apis/core/validation/validation.go)."""
_OF_CLAIM = frozenset(("apiVersion", "kind", "metadata", "status"))
_SIZE = "Write the requested size: `resources: {requests: {storage: 1Gi}}`."


@lint(PODS, fields=("volumeClaimTemplate",))
def ephemeral_claims(manifest: Manifest) -> Iterator[Violation]:
    """What the claim of an ephemeral volume must ask for."""
    for pod in manifest.pods:
        for node, where in nodes_below(manifest, pod.node, "volumes[].ephemeral.volumeClaimTemplate.spec"):
            yield from _requested(manifest, node, f"{pod.path}.{where}")
        for node, _ in nodes_below(manifest, pod.node, "volumes[].ephemeral.volumeClaimTemplate.metadata"):
            yield from _labels_only(manifest, node, "the names of the pod and the volume")


@lint("resource.k8s.io/ResourceClaimTemplate")
def claims_of_devices(manifest: Manifest) -> Iterator[Violation]:
    """The claims that are made of a template have its labels and annotations, and names of their own."""
    for node, _ in nodes_at(manifest, "spec.metadata"):
        yield from _labels_only(manifest, node, "a name of its own, made of the pod's")


@lint("apps/StatefulSet", fields=("volumeClaimTemplates",))
def claims_of_sets(manifest: Manifest) -> Iterator[Violation]:
    """The same of a StatefulSet's claims."""
    for node, _ in nodes_at(manifest, "spec.volumeClaimTemplates[].metadata.name"):
        yield from checked_name(node, LABEL)
    for node, where in nodes_at(manifest, "spec.volumeClaimTemplates[]"):
        fields = manifest.pairs(node)
        if isinstance(node, yaml.MappingNode) and fields.keys() <= _OF_CLAIM and not manifest.partial:
            yield missing(node, "spec", where, "Say what it asks for: `accessModes:` and `resources:`.")
    for node, where in nodes_at(manifest, "spec.volumeClaimTemplates[].spec"):
        yield from _requested(manifest, node, where)


def _labels_only(manifest: Manifest, node: yaml.Node, named: str) -> Iterator[Violation]:
    others = known_fields(_METADATA) - _OF_TEMPLATES
    for name, (key, value) in manifest.pairs(node).items():
        if name in others and not (is_null(value) or text(value) == "" or number(value) == 0):
            yield at_node(
                INVALID_VALUE, key, forbidden("cannot be set"), f"Remove it: the claim gets {named}."
            )


def _requested(manifest: Manifest, node: yaml.Node, where: str) -> Iterator[Violation]:
    fields = manifest.pairs(node)
    if manifest.partial or not isinstance(node, yaml.MappingNode):
        return
    for name, help_ in (("accessModes", _ACCESS), ("resources", _SIZE)):
        if name not in fields and not may_be_there(name, fields):
            yield missing(node, name, where, help_)
    modes = given(fields, "accessModes")
    if isinstance(modes, yaml.SequenceNode) and not modes.value:
        yield at_node(MISSING_FIELD, modes, f"{REQUIRED}: at least 1 access mode is required", _ACCESS)
    resources = given(fields, "resources")
    if resources is not None and isinstance(resources, yaml.MappingNode) and not resources.value:
        yield missing(resources, "requests.storage", f"{where}.resources", _SIZE)
