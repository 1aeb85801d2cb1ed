"""Claims that are made for pods: of ephemeral volumes, and of StatefulSets."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_at, nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation

_ACCESS = "Write how it is used, such as `accessModes: [ReadWriteOnce]`."
_SIZE = "Write the requested size: `resources: {requests: {storage: 1Gi}}`."


@lint(PODS, fields=("volumeClaimTemplate",))
def ephemeral_claims(manifest: Manifest) -> Iterator[Violation]:
    """What the claim of an ephemeral volume must ask for."""
    for pod in manifest.pods:
        for node, where in nodes_below(manifest, pod.node, "volumes[].ephemeral.volumeClaimTemplate.spec"):
            yield from _requested(manifest, node, f"{pod.path}.{where}")


@lint("apps/StatefulSet", fields=("volumeClaimTemplates",))
def claims_of_sets(manifest: Manifest) -> Iterator[Violation]:
    """The same of a StatefulSet's claims, which are refused only when its pods are made."""
    for node, where in nodes_at(manifest, "spec.volumeClaimTemplates[].spec"):
        yield from (replace(wrong, severity="warning") for wrong in _requested(manifest, node, where))


def _requested(manifest: Manifest, node: yaml.Node, where: str) -> Iterator[Violation]:
    fields = manifest.pairs(node)
    if not fields or manifest.partial:
        return
    for name, help_ in (("accessModes", _ACCESS), ("resources", _SIZE)):
        if name not in fields and not may_be_there(name, fields):
            yield missing(node, name, where, help_)
    resources = given(fields, "resources")
    if resources is not None and isinstance(resources, yaml.MappingNode) and not resources.value:
        yield missing(resources, "requests.storage", f"{where}.resources", _SIZE)
