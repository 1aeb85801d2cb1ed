"""Requests and limits of containers, and the quotas and claims for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED, invalid, quoted, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.quantities import INVALID_QUANTITY, ONE, amount_of
from knotwork.snippets.fields.suggestions import (
    any_of,
    did_you_mean,
    meant,
    only_by,
    perhaps,
    written_instead,
)
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.quota_names import COUNTS, quota_name
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.placeholders import is_literal

_BYTES = frozenset({"memory", "ephemeral-storage", "storage"})
_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_DECIMAL = ("", "k", "M", "G", "T", "P", "E")
_FEWEST_UNITS = 10
"""With fewer of a unit, a whole number is too far from what was meant."""
_NATIVE = ("cpu", "memory", "ephemeral-storage")
_DIVISIBLE = frozenset(_NATIVE)
_PAGES = ("hugepages-", "requests.hugepages-")
_EXTENDED = re.compile(
    r"(?!requests\.)[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
_COUNTED = (
    *_NATIVE,
    *(f"{kind}.{name}" for kind in ("requests", "limits") for name in _NATIVE),
    *("requests.storage", "pods", "services", "services.loadbalancers", "services.nodeports"),
    *("configmaps", "secrets", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas"),
)
"""What a ResourceQuota limits by a name without a domain."""
_LIMITED = (*_COUNTED, "storage")
"""What a LimitRange limits by such a name."""
_MEANT = {
    "cpus": "cpu",
    "mem": "memory",
    "ram": "memory",
    "disk": "ephemeral-storage",
    "gpu": "nvidia.com/gpu",
}
_MEANT_IN_QUOTAS = {
    **_MEANT,
    "gpu": "requests.nvidia.com/gpu",
    "requests.gpu": "requests.nvidia.com/gpu",
    "storage": "requests.storage",
}


@lint(PODS, fields=("requests", "limits"))
def resources(manifest: Manifest) -> Iterator[Violation]:
    """Resources of containers: their names and their amounts."""
    for pod in manifest.pods:
        for node in pod.resources:
            fields = manifest.pairs(node)
            for name in ("requests", "limits"):
                if name in fields:
                    yield from _amounts(manifest, fields[name][1], native=True)
        for container in pod.containers:
            yield from _whole(manifest, manifest.pairs(given(container.fields, "resources")))


@lint("PersistentVolume", "PersistentVolumeClaim", PODS, fields=("capacity", "requests", "limits"))
def claims(manifest: Manifest) -> Iterator[Violation]:
    """What claims for volumes request, and what volumes offer."""
    for spec in volume_specs(manifest):
        if "capacity" in spec:
            yield from _amounts(manifest, spec["capacity"][1], native=False)
        fields = manifest.pairs(spec["resources"][1]) if "resources" in spec else {}
        for name in ("requests", "limits"):
            if name in fields:
                yield from _amounts(manifest, fields[name][1], native=False)


def volume_specs(manifest: Manifest) -> list[Fields]:
    """The specs of a volume or claim, or of the claims that a StatefulSet and pods make."""
    spec = manifest.spec
    if manifest.kind.startswith("PersistentVolume"):
        return [spec]
    templates = manifest.maps(given(spec, "volumeClaimTemplates")) if manifest.kind == "StatefulSet" else []
    for pod in manifest.pods:
        for volume in manifest.maps(given(pod.fields, "volumes")):
            ephemeral = manifest.pairs(given(volume, "ephemeral"))
            templates.append(manifest.pairs(given(ephemeral, "volumeClaimTemplate")))
    return [manifest.pairs(template["spec"][1]) for template in templates if "spec" in template]


@lint("node.k8s.io/RuntimeClass", PODS, fields=("overhead",))
def overheads(manifest: Manifest) -> Iterator[Violation]:
    """What pods use beside their containers."""
    yield from _amounts(manifest, manifest.get("overhead", "podFixed"), native=True)
    for pod in manifest.pods:
        yield from _amounts(manifest, given(pod.fields, "overhead"), native=True)


@lint("ResourceQuota", "LimitRange")
def quotas(manifest: Manifest) -> Iterator[Violation]:
    """The amounts of a ResourceQuota and a LimitRange."""
    if "hard" in manifest.spec:
        yield from _amounts(manifest, manifest.spec["hard"][1], native=False)
        for name, (key, value) in manifest.pairs(manifest.spec["hard"][1]).items():
            if isinstance(value, yaml.MappingNode):
                continue  # the schema check reports it
            if name not in _COUNTED and "/" not in name and not name.startswith(_PAGES):
                best, help_ = quota_name(name)
                names = {name.lower(): best} if best else _MEANT_IN_QUOTAS
                yield from _unknown(key, name, _COUNTED if help_ == COUNTS else (), names, help_)
    for limit in manifest.maps(manifest.get("spec", "limits")):
        for name in ("max", "min", "default", "defaultRequest"):
            if name in limit:
                yield from _amounts(manifest, limit[name][1], native=False)
                for resource, (key, _) in manifest.pairs(limit[name][1]).items():
                    if resource not in _LIMITED and "/" not in resource and not resource.startswith(_PAGES):
                        help_ = "A range is of cpu, memory, storage and the like, or of a name with a domain."
                        yield from _unknown(key, resource, _LIMITED, _MEANT, help_)


@lint(PODS, fields=("sizeLimit",))
def size_limits(manifest: Manifest) -> Iterator[Violation]:
    """The sizes of a pod's empty directories."""
    for pod in manifest.pods:
        for volume in manifest.maps(pod.fields["volumes"][1]) if "volumes" in pod.fields else []:
            directory = manifest.pairs(volume["emptyDir"][1]) if "emptyDir" in volume else {}
            size = given(directory, "sizeLimit")
            if size is not None and (number := amount_of(size)) is not None:
                yield from _amount(size, number, bytes_=True, whole=False)


def _amounts(manifest: Manifest, node: yaml.Node | None, *, native: bool) -> Iterator[Violation]:
    for name, (key, value) in manifest.pairs(node).items():
        if native and name not in _NATIVE and "/" not in name and not name.startswith("hugepages-"):
            yield from unknown_resource(key, name)
            continue
        if native and "/" in name and is_literal(name) and not _EXTENDED.fullmatch(name):
            message = f"Invalid value: {quoted(name)}: doesn't follow extended resource name standard"
            yield at_node(INVALID_VALUE, key, message, "Write `DOMAIN/NAME`, such as `nvidia.com/gpu`.")
        number = amount_of(value)
        if number is None:
            continue
        if (
            name in _BYTES
            and manifest.kind != "PersistentVolume"
            and number % ONE
            and number > 0
            and value.value[-1] not in "mun"
        ):
            yield _parts_of_bytes(value, number)
        short = name.removeprefix("requests.").removeprefix("limits.")
        if number < 0 and manifest.kind == "LimitRange":
            continue  # which the API server takes
        yield from _amount(value, number, bytes_=short in _BYTES, whole=native and "/" in name)
        if short == "cpu" and number >= 1000 * ONE:
            yield from _cores(value, number)


def unknown_resource(key: yaml.Node, name: str) -> Iterator[Violation]:
    """A resource that no container has, and whose name has no domain."""
    help_ = f"Write {any_of(_NATIVE)}, or a name with a domain such as `nvidia.com/gpu`."
    yield from _unknown(key, name, _NATIVE, _MEANT, help_)


def _amount(value: yaml.Node, number: int, *, bytes_: bool, whole: bool) -> Iterator[Violation]:
    if value.value.isdigit():
        return
    if number < 0:
        yield at_node(
            INVALID_QUANTITY,
            value,
            invalid(value, "must be greater than or equal to 0"),
            "Write zero or more.",
        )
    elif bytes_ and value.value[-1] in "mun" and number % ONE:
        digits = value.value[:-1]
        message = f"{quoted(value.value)} is {number / ONE:.12g} bytes"
        help_ = f"`{value.value[-1]}` is a fraction; write {digits}Mi or {digits}M for millions of bytes."
        yield replace(at_node(INVALID_QUANTITY, value, message, help_), severity="warning")
    elif whole and number % ONE:
        message = invalid(value, "must be an integer")
        yield at_node(INVALID_QUANTITY, value, message, "Only cpu and memory can be divided.")


def _parts_of_bytes(value: yaml.Node, number: int) -> Violation:
    """A size that is no whole number of bytes: `1.1Gi`. The API server takes it and warns."""
    message = f"fractional byte value {quoted(value.value)} is invalid, must be an integer"
    example = f", such as `{smaller}`" if (smaller := _in_smaller_unit(value.value, number)) else ""
    help_ = f"It is {number / ONE:.12g} bytes: write a whole number in a smaller unit{example}."
    return replace(at_node(INVALID_QUANTITY, value, message, help_), severity="warning")


def _in_smaller_unit(written: str, number: int) -> str:
    """About the same size, as a whole number of the next smaller unit; empty where there is none."""
    units, base = (_BINARY, 1024) if written.endswith("i") else (_DECIMAL, 1000)
    unit = written.lstrip("+0123456789.")
    place = units.index(unit) if unit in units else 0
    while place > 0:
        place -= 1
        amount = round(number / ONE / base**place)
        if amount >= _FEWEST_UNITS:
            return f"{amount}{units[place]}"
    return ""


def _cores(value: yaml.Node, number: int) -> Iterator[Violation]:
    """A unit of bytes with so many CPUs: `100Mi` are a hundred million of them."""
    digits = value.value.rstrip("kKMGTPEi")
    if digits != value.value:
        message = f"{quoted(value.value)} is {number // ONE} CPUs"
        help_ = f"Units such as Mi are for bytes; write {digits}m for thousandths of a CPU."
        violation = replace(at_node(INVALID_QUANTITY, value, message, help_), severity="warning")
        yield replace(violation, repair=written_instead(value, f"{digits}m"))


def _unknown(
    key: yaml.Node, name: str, known: tuple[str, ...], elsewhere: Mapping[str, str], help_: str
) -> Iterator[Violation]:
    if not isinstance(key, yaml.ScalarNode) or not is_literal(name):
        return
    best = elsewhere.get(name.lower()) or meant(name, known)
    hint = perhaps(best) or did_you_mean(name, known)
    violation = at_node(
        UNKNOWN_VALUE,
        key,
        unsupported(name, (), hint or ": must be a standard resource type or fully qualified"),
        help_,
    )
    by = only_by(name, best, known) if best and best in _NATIVE else ()
    yield replace(violation, repair=written_instead(key, best, by) if best else None)


def _whole(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    """Devices and huge pages are a container's own: it requests as many as it may use."""
    requests = manifest.pairs(given(fields, "requests"))
    if requests.keys() <= _DIVISIBLE:
        return
    limits = manifest.pairs(given(fields, "limits"))
    for name, (key, node) in requests.items():
        own = name.startswith("hugepages-") or ("/" in name and "kubernetes.io/" not in name)
        if not own or not is_literal(name):
            continue
        requested = amount_of(node)
        if name in limits:
            bound = limits[name][1]
            limit = amount_of(bound)
            if requested is not None and limit is not None and requested < limit:
                message = invalid(node, f"must be equal to {name} limit of {bound.value}")
                violation = at_node(
                    INVALID_VALUE, node, message, "Requests and limits of this resource must be equal."
                )
                yield replace(violation, related=(place(bound, f"limits.{name}"),))
        elif not manifest.partial and _is_whole(fields):
            message = f"{REQUIRED}: limit must be set for non overcommitable resources"
            yield at_node(MISSING_FIELD, key, message, "Write it under `limits:`; that is enough.")


def _is_whole(fields: Fields) -> bool:
    """Whether limits are not left empty or misspelt; the schema check reports that."""
    return fields.keys() <= known_fields("io.k8s.api.core.v1.ResourceRequirements") and (
        "limits" not in fields or isinstance(fields["limits"][1], yaml.MappingNode)
    )
