"""What others say of a manifest: Kubernetes' published schemas, judged by jsonschema-rs."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs

_SCRIPT = Path(__file__).parents[1] / ".dev" / "schemas"
_REF = "#/$defs/"


@cache
def schema_script() -> ModuleType:
    """`.dev/schemas`, which derives the bundled schemas from the published ones."""
    loader = SourceFileLoader("dev_schemas", str(_SCRIPT))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def is_valid(value: Mapping[str, Any], minor: str) -> bool | None:
    """Whether a whole manifest is valid by the published schemas; None: its kind is not among them.

    Fields that the server asks for and the schemas do not are asked for here as well.
    """
    name = f"{value.get('apiVersion')} {value.get('kind')}"
    validator = _validator(name, minor)
    return None if validator is None else validator.is_valid(value)


@cache
def _validator(name: str, minor: str) -> Any:
    full = _kinds(minor).get(name)
    if full is None:
        return None
    definitions = _definitions(minor)
    body = definitions[full]
    asked = schema_script()._asked(name, body)
    required = sorted({*body.get("required", ()), *asked})
    properties = {
        field: {"allOf": [each], "not": {"type": "null"}} if field in required else each
        for field, each in body["properties"].items()
    }
    whole = {**body, "required": required, "properties": properties, "$defs": definitions}
    return jsonschema_rs.validator_for(whole)


@cache
def _kinds(minor: str) -> Mapping[str, str]:
    script = schema_script()
    found = script.definitions(minor).items()
    return {
        kind: full
        for full, body in found
        for kind in script.kinds_of(body)
        if not full.startswith(script._WIRE)
    }


@cache
def _definitions(minor: str) -> Mapping[str, Any]:
    script = schema_script()
    found = dict(script.definitions(minor))
    for full, fields in script.REQUIRED.items():
        if full in found:
            body = found[full]
            required = sorted({*body.get("required", ()), *fields})
            properties = {
                name: {"allOf": [each], "not": {"type": "null"}} if name in fields else each
                for name, each in body["properties"].items()
            }
            found[full] = {**body, "required": required, "properties": properties}
    return found
