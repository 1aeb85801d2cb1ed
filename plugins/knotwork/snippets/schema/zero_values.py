"""Fields that the published schemas require, though the API server takes their absence for 0 or for "".

The Go types have them without a pointer and without `omitempty`, and the validation allows the zero value.
"""

from __future__ import annotations

from collections.abc import Mapping

_TAKEN_AS_ZERO: Mapping[str, frozenset[str]] = {
    "HTTPHeader": frozenset(("value",)),
    "ISCSIPersistentVolumeSource": frozenset(("lun",)),
    "ISCSIVolumeSource": frozenset(("lun",)),
    "ResourcePool": frozenset(("generation",)),
    "Sysctl": frozenset(("value",)),
}
_NONE: frozenset[str] = frozenset()


def taken_as_zero(type_name: str) -> frozenset[str]:
    """The fields of a definition, by its short name, that may be left out, whatever its schema says."""
    return _TAKEN_AS_ZERO.get(type_name, _NONE)
