"""What others say of a manifest: Kubernetes' published schemas, judged by jsonschema-rs."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import yaml

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


def published_kinds(minor: str) -> tuple[str, ...]:
    """`apps/v1 Deployment` and all other kinds with published schemas."""
    return tuple(sorted(_kinds(minor)))


@cache
def full_example(name: str, minor: str) -> dict[str, Any]:
    """A manifest of a kind in which every field is set, with made-up values of the published types.

    A definition that contains itself is left out where it would begin again.
    """
    api_version, _, kind = name.partition(" ")
    definition = _kinds(minor)[name]
    example = _example(_definitions(minor)[definition], minor, (definition,))
    return {**example, "apiVersion": api_version, "kind": kind}


def yaml_text(value: Mapping[str, Any]) -> str:
    """A manifest in YAML, its fields in the order they have, each on a line of its own."""
    return str(yaml.dump(value, Dumper=_DUMPER, width=10_000, allow_unicode=True, sort_keys=False))


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ANYTHING = {"type": "string"}
"""A value where the schemas take any; a schema, too, which is what some of these fields hold."""


def _example(schema: Mapping[str, Any], minor: str, above: tuple[str, ...]) -> Any:
    match schema:
        case {"allOf": [first, *_]}:
            return _example(first, minor, above)
        case {"$ref": reference} if reference.endswith(".JSON"):
            return 7  # a value of the schema that it stands in, which is one for integers and strings
        case {"$ref": reference}:
            name = reference.removeprefix(_REF)
            return _example(_definitions(minor)[name], minor, (*above, name))
        case {"enum": [value, *_]}:
            return value
        case {"oneOf": _}:
            return 1
        case {"format": "byte"}:
            return "bWFkZSB1cA=="
        case {"format": "date-time"}:
            return "2024-05-03T10:00:00Z"
    match schema.get("type"):
        case "object" | ["object", *_]:
            return dict(_example_fields(schema, minor, above))
        case "array" | ["array", *_]:
            return [] if _begins_again(schema["items"], above) else [_example(schema["items"], minor, above)]
        case "string" | ["string", *_]:
            return "made-up"
        case "boolean" | ["boolean", *_]:
            return True
        case "integer" | ["integer", *_]:
            return 7
        case "number" | ["number", *_]:
            return 7.5
    return _ANYTHING


def _example_fields(
    schema: Mapping[str, Any], minor: str, above: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    for field, value in schema.get("properties", {}).items():
        if not _begins_again(value, above):
            yield field, _example(value, minor, above)
    values = schema.get("additionalProperties")
    if isinstance(values, dict) and not _begins_again(values, above):
        yield "made-up", _example(values, minor, above)


def _begins_again(schema: Mapping[str, Any], above: tuple[str, ...]) -> bool:
    (schema,) = schema.get("allOf", (schema,))[:1]
    return str(schema.get("$ref", "")).removeprefix(_REF) in above


@cache
def _validator(name: str, minor: str) -> Any:
    full = _kinds(minor).get(name)
    if full is None:
        return None
    definitions = _definitions(minor)
    body = definitions[full]
    asked = schema_script()._required(name, body)
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
