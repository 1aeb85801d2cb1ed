"""What volumes of the cluster are, and claims are filled from: their secrets, nodes and classes."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.forms import LABEL, SUBDOMAIN, checked_name
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.placeholders import is_literal

_SECRETS = ("controllerPublish", "controllerExpand", "nodePublish", "nodeExpand")


@lint("PersistentVolume")
def sources(manifest: Manifest) -> Iterator[Violation]:
    """What a PersistentVolume says beside its size."""
    spec = manifest.spec
    csi = manifest.pairs(given(spec, "csi"))
    for name in _SECRETS:
        node = given(csi, f"{name}SecretRef")
        yield from _secret(manifest, node, f"spec.csi.{name}SecretRef", whole=True)
    yield from _secret(
        manifest,
        given(manifest.pairs(given(spec, "cinder")), "secretRef"),
        "spec.cinder.secretRef",
        whole=True,
    )
    yield from _secret(
        manifest,
        given(manifest.pairs(given(spec, "iscsi")), "secretRef"),
        "spec.iscsi.secretRef",
        whole=False,
    )
    capacity = manifest.pairs(given(spec, "capacity"))
    for name, (key, _) in capacity.items():
        if "storage" in capacity and name != "storage" and is_literal(name):
            yield at_node(UNKNOWN_VALUE, key, unsupported(name, ("storage",)), "Remove it.")
    if (
        given(spec, "volumeAttributesClassName") is not None
        and "csi" not in spec
        and not may_be_there("csi", spec)
        and not manifest.partial
    ):
        message = f"spec.csi: {REQUIRED}: has to be specified when using volumeAttributesClassName"
        key = spec["volumeAttributesClassName"][0]
        yield replace(at_node(MISSING_FIELD, key, message, "Remove it."), path="")
    required = given(manifest.pairs(given(spec, "nodeAffinity")), "required")
    terms = given(manifest.pairs(required), "nodeSelectorTerms")
    if isinstance(terms, yaml.SequenceNode) and not terms.value and not manifest.partial:
        message = f"{REQUIRED}: must have at least one node selector term"
        yield at_node(MISSING_FIELD, terms, message, "List one term, or more.")


@lint(PODS, fields=("nodePublishSecretRef",))
def secrets_of_volumes(manifest: Manifest) -> Iterator[Violation]:
    """The Secrets that volumes of a pod are mounted with."""
    for pod in manifest.pods:
        for index, volume in enumerate(manifest.maps(given(pod.fields, "volumes"))):
            reference = given(manifest.pairs(given(volume, "csi")), "nodePublishSecretRef")
            where = f"{pod.path}.volumes[{index}].csi.nodePublishSecretRef"
            yield from _secret(manifest, reference, where, whole=False)


@lint("PersistentVolumeClaim", fields=("dataSourceRef",))
def one_source(manifest: Manifest) -> Iterator[Violation]:
    """A claim that is filled from another namespace says so in one field."""
    other = manifest.pairs(given(manifest.spec, "dataSourceRef"))
    if given(manifest.spec, "dataSource") is not None and given(other, "namespace") is not None:
        key = manifest.spec["dataSource"][0]
        message = forbidden("may not be specified when dataSourceRef.namespace is specified")
        yield at_node(ONE_OF, key, message, "Keep dataSourceRef.")


def _secret(manifest: Manifest, node: yaml.Node | None, where: str, *, whole: bool) -> Iterator[Violation]:
    """A reference has a name and, if it is `whole`, a namespace."""
    if not isinstance(node, yaml.MappingNode):
        return
    fields = manifest.pairs(node)
    yield from checked_name(given(fields, "name"), SUBDOMAIN)
    yield from checked_name(given(fields, "namespace"), LABEL)
    for name in ("name", "namespace") if whole else ("name",):
        if name not in fields and not manifest.partial and fields.keys() <= {"name", "namespace"}:
            yield missing(node, name, where, "Name the Secret, and the namespace that it is in.")
