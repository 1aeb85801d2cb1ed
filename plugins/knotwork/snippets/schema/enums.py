"""Enums that the published schemas do not have: they only call these fields strings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets.schema.enum_table import ENUMS

_NO_ENUMS: Mapping[str, tuple[str, ...]] = {}
_SINCE: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("Container", "restartPolicy"): {"OnFailure": "1.34", "Never": "1.34"},
    ("ContainerRestartRule", "action"): {"RestartAllContainers": "1.35"},
    ("DeviceTaint", "effect"): {"None": "1.35"},
    ("ObjectFieldSelector", "fieldPath"): {"status.hostIPs": "1.28"},
    ("PodFailurePolicyRule", "action"): {"FailIndex": "1.28"},
    ("ResourceQuotaSpec", "scopes"): {"VolumeAttributesClass": "1.33"},
    ("ScopedResourceSelectorRequirement", "scopeName"): {"VolumeAttributesClass": "1.33"},
    ("ServiceSpec", "trafficDistribution"): {"PreferSameZone": "1.33", "PreferSameNode": "1.33"},
    ("StatefulSetUpdateStrategy", "type"): {"Recreate": "1.37"},
    ("Toleration", "operator"): {"Lt": "1.35", "Gt": "1.35"},
}
"""The first minor of values that are newer than their field and the oldest bundled minor.

By the tags of kubernetes/api: a constant of the field's type that `core/v1/types.go` and the like have there.
"""


@cache
def field_enums(type_name: str, minor: str = KUBERNETES_MINORS[-1]) -> Mapping[str, tuple[str, ...]]:
    """The valid values of a definition's fields in a minor, by field; `type_name` is its short name."""
    enums = ENUMS.get(type_name, _NO_ENUMS)
    newer = {name: values for (owner, name), values in _SINCE.items() if owner == type_name}
    if not newer:
        return enums
    later = {
        (name, value)
        for name, values in newer.items()
        for value, since in values.items()
        if _number(since) > _number(minor)
    }
    return MappingProxyType(
        {name: tuple(v for v in values if (name, v) not in later) for name, values in enums.items()}
    )


def value_since(type_name: str, field: str, value: str) -> str | None:
    """The minor that a value came with, when that is later than its field; None: it is no such value."""
    return _SINCE.get((type_name, field), {}).get(value)


def _number(minor: str) -> int:
    return int(minor.partition(".")[2])
