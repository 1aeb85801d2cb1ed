"""Whether a CustomResourceDefinition describes its resource whole, so that a field it does not name is none.

The API server refuses one without what it requires, or with schemas that are not structural: what a note
shows of it is a part, or has a mistake, and another field may be missing from it as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES = frozenset(("string", "integer", "number", "boolean", "object", "array"))
_WITHOUT_TYPE = ("x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields", "$ref")
_OF_SPEC = ("group", "names", "scope", "versions")
_V1 = "apiextensions.k8s.io/v1"
_MOST = 100
"""The most levels of a schema that are looked at."""


def is_whole(crd: Any, body: Any) -> bool:
    """Whether a definition has what the API server requires, and one of its schemas is structural."""
    return (_at(crd, "apiVersion") != _V1 or _has_all(_at(crd, "spec"))) and _is_structural(body)


def stores_version(crd: Any) -> bool:
    """Whether one of the versions of a definition is the one that is stored."""
    spec = _at(crd, "spec")
    versions = _at(spec, "versions")
    if not isinstance(versions, list):
        return isinstance(_at(spec, "version"), str)  # in v1beta1 there can be one version only
    return any(_at(version, "storage") is True for version in versions)


def _has_all(spec: Any) -> bool:
    names = _at(spec, "names")
    versions = _at(spec, "versions")
    if any(_at(spec, name) is None for name in _OF_SPEC) or _at(names, "plural") is None:
        return False
    if not isinstance(versions, list):
        return False
    # to store none is a mistake, or the part of a definition for one version; to say nothing of it is a part
    return any(_at(version, "storage") is not None for version in versions)


def _is_structural(body: Any) -> bool:
    """Whether the fields of a schema have types, which is what a wrong indentation takes from them first."""
    waiting = [(body, _MOST)]
    while waiting:
        schema, depth = waiting.pop()
        if depth == 0:
            continue
        if not isinstance(schema, dict) or not _has_type(schema):
            return False
        waiting += [(below, depth - 1) for below in _below(schema)]
    return True


def _has_type(schema: dict[str, Any]) -> bool:
    type_ = schema.get("type")
    if type_ == "array" and "items" not in schema:
        return False
    if "type" in schema:
        return isinstance(type_, str) and type_ in _TYPES
    return any(name in schema for name in _WITHOUT_TYPE)


def _below(schema: dict[str, Any]) -> Iterator[Any]:
    properties = schema.get("properties")
    if properties is not None:
        yield from properties.values() if isinstance(properties, dict) else (None,)
    for name in ("items", "additionalProperties"):
        if name in schema and not isinstance(schema[name], bool):
            yield schema[name]


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
