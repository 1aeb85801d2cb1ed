"""Fields that the published schemas require, though the API server takes their absence for 0, "" or nothing.

The Go types have them without a pointer and without `omitempty`, and the validation of their group, in
`pkg/apis` of Kubernetes, allows the zero value.
"""

from __future__ import annotations

from collections.abc import Mapping

_TAKEN_AS_ZERO: Mapping[str, frozenset[str]] = {
    "CSINodeSpec": frozenset(("drivers",)),
    "ControllerRevision": frozenset(("revision",)),
    "Counter": frozenset(("value",)),
    "CustomResourceDefinitionVersion": frozenset(("served", "storage")),
    "DeviceCapacity": frozenset(("value",)),
    "ForZone": frozenset(("name",)),
    "HTTPHeader": frozenset(("value",)),
    "ISCSIPersistentVolumeSource": frozenset(("lun",)),
    "ISCSIVolumeSource": frozenset(("lun",)),
    "LimitRangeSpec": frozenset(("limits",)),
    "PodFailurePolicy": frozenset(("rules",)),
    "ResourcePool": frozenset(("generation",)),
    "SleepAction": frozenset(("seconds",)),
    "Sysctl": frozenset(("value",)),
    "TokenRequest": frozenset(("audience",)),
}
_NONE: frozenset[str] = frozenset()


def taken_as_zero(type_name: str) -> frozenset[str]:
    """The fields of a definition, by its short name, that may be left out, whatever its schema says."""
    return _TAKEN_AS_ZERO.get(type_name, _NONE)
