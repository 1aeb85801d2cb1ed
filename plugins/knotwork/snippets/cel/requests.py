"""What expressions can read of a request (`request`), its namespace (`namespaceObject`), and a `device`.

Less than the objects have: of the request neither its uid nor its objects, which are variables of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_NUMBER = {"type": "integer"}
_TIME = {"type": "string", "format": "date-time"}
_MAP = {"type": "object", "additionalProperties": _TEXT}


def _object(**fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


_KIND = _object(group=_TEXT, version=_TEXT, kind=_TEXT)
_RESOURCE = _object(group=_TEXT, version=_TEXT, resource=_TEXT)
_USER = _object(
    username=_TEXT,
    uid=_TEXT,
    groups=_TEXTS,
    extra={"type": "object", "additionalProperties": _TEXTS},
)
_METADATA = _object(
    name=_TEXT,
    generateName=_TEXT,
    namespace=_TEXT,
    labels=_MAP,
    annotations=_MAP,
    UID=_TEXT,
    creationTimestamp=_TIME,
    deletionGracePeriodSeconds=_NUMBER,
    deletionTimestamp=_TIME,
    generation=_NUMBER,
    resourceVersion=_TEXT,
    finalizers=_TEXTS,
)
_CONDITION = _object(status=_TEXT, type=_TEXT, lastTransitionTime=_TIME, message=_TEXT, reason=_TEXT)

SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "request": _object(
        kind=_KIND,
        resource=_RESOURCE,
        subResource=_TEXT,
        requestKind=_KIND,
        requestResource=_RESOURCE,
        requestSubResource=_TEXT,
        name=_TEXT,
        namespace=_TEXT,
        operation=_TEXT,
        userInfo=_USER,
        dryRun={"type": "boolean"},
        options={},
    ),
    "namespaceObject": _object(
        metadata=_METADATA,
        spec=_object(finalizers=_TEXTS),
        status=_object(conditions={"type": "array", "items": _CONDITION}, phase=_TEXT),
    ),
    "device": _object(
        driver=_TEXT,
        attributes={"type": "object", "additionalProperties": {}},
        capacity={"type": "object", "additionalProperties": {}},
        allowMultipleAllocations={"type": "boolean"},
    ),
}
"""The schemas of the variables, by their names."""
