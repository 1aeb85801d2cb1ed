"""PersistentVolumes and the claims for them: what they must say, and what goes together."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.quantities import INVALID_QUANTITY, amount_of
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal
from knotwork.snippets.yaml.values import items, text

_ACCESS = "Write how it is used, such as `accessModes: [ReadWriteOnce]`."
_AMOUNT = "Write how much it is: `storage: 1Gi`."
_CLAIM = "It has the fields of a claim: kind is probably PersistentVolumeClaim."
_VOLUME = "It has the fields of a volume: kind is probably PersistentVolume."
_REQUEST = "Write the requested size: `resources: {requests: {storage: 1Gi}}`."
_SOURCES = frozenset(("csi", "fc", "hostPath", "iscsi", "local", "nfs", "cephfs", "rbd", "flexVolume"))
_ALONE = "ReadWriteOncePod"


@lint("PersistentVolume")
def volume_spec(manifest: Manifest) -> Iterator[Violation]:
    """What every PersistentVolume must say."""
    spec = manifest.value("spec")
    if not isinstance(spec, yaml.MappingNode):
        return
    yield from _access_modes(manifest)
    capacity = given(manifest.spec, "capacity")
    yield from _storage(manifest, capacity, "spec.capacity")
    if manifest.partial:
        return
    is_claim = "capacity" not in manifest.spec and given(manifest.spec, "resources") is not None
    is_claim &= not manifest.spec.keys() & _SOURCES
    for name, help_ in (
        ("capacity", _CLAIM if is_claim else "Write how much it holds: `capacity: {storage: 1Gi}`."),
        ("accessModes", _ACCESS),
    ):
        if not _begins(manifest.spec, name[:6].lower()):
            yield missing(spec, name, "spec", help_)
    if given(manifest.spec, "local") is not None and not _begins(manifest.spec, "node"):
        message = f"spec.nodeAffinity: {REQUIRED}: local volume requires node affinity"
        help_ = "Say on which node it is, under `nodeAffinity: {required: …}`."
        yield replace(at_node(MISSING_FIELD, manifest.spec["local"][0], message, help_), path="")


@lint("PersistentVolumeClaim")
def claim_spec(manifest: Manifest) -> Iterator[Violation]:
    """What every PersistentVolumeClaim must ask for."""
    spec = manifest.value("spec")
    if not isinstance(spec, yaml.MappingNode):
        return
    fields = manifest.spec
    yield from _access_modes(manifest)
    resources = given(fields, "resources")
    given_resources = manifest.pairs(resources)
    requests = given(given_resources, "requests")
    if manifest.pairs(requests):
        yield from _storage(manifest, requests, "spec.resources.requests")
    if manifest.partial:
        return
    if not _begins(fields, "access"):
        yield missing(spec, "accessModes", "spec", _ACCESS)
    if "resources" not in fields:
        is_volume = given(fields, "capacity") is not None
        yield missing(spec, "resources", "spec", _VOLUME if is_volume else _REQUEST)
    elif (
        isinstance(resources, yaml.MappingNode)
        and given_resources.keys() <= known_fields("io.k8s.api.core.v1.VolumeResourceRequirements")
        and not manifest.pairs(requests)
        and _is_mapping(given_resources)
    ):
        yield missing(
            resources, "requests.storage", "spec.resources", "Write the requested size: `storage: 1Gi`."
        )


def _is_mapping(fields: Fields) -> bool:
    return "requests" not in fields or isinstance(fields["requests"][1], yaml.MappingNode)


def _begins(fields: Fields, start: str) -> bool:
    """Whether there is such a field, perhaps misspelt; the schema check reports that."""
    return any(name.lower().startswith(start) for name in fields)


def _access_modes(manifest: Manifest) -> Iterator[Violation]:
    node = given(manifest.spec, "accessModes")
    modes = items(node)
    if isinstance(node, yaml.SequenceNode) and not modes and not manifest.partial:
        yield at_node(MISSING_FIELD, node, f"{REQUIRED}: at least 1 access mode is required", _ACCESS)
    alone = [mode for mode in modes if text(mode) == _ALONE]
    if alone and any(text(mode) not in (_ALONE, None) for mode in modes):
        message = forbidden(f"may not use {_ALONE} with other access modes")
        yield at_node(INVALID_VALUE, alone[0], message, "Keep it alone, or remove it.")


def _storage(manifest: Manifest, node: yaml.Node | None, where: str) -> Iterator[Violation]:
    """An amount of storage must be there, and be some."""
    fields = manifest.pairs(node)
    if not isinstance(node, yaml.MappingNode):
        return
    if "storage" in fields:
        if amount_of(fields["storage"][1]) == 0:
            zero = fields["storage"][1]
            yield at_node(
                INVALID_QUANTITY,
                zero,
                invalid(zero, "must be greater than zero"),
                "Write the size, such as `1Gi`.",
            )
    elif not fields and not manifest.partial:
        yield missing(node, "storage", where, _AMOUNT)
    elif fields and all(is_literal(name) for name in fields):
        key = next(iter(fields.values()))[0]
        yield at_node(UNKNOWN_VALUE, key, unsupported(key.value, ("storage",)), _AMOUNT)
