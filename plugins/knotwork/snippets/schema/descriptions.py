"""Kubernetes' descriptions of its kinds and their fields, for the site: those of the newest bundled minor."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from knotwork.config.option_kinds import KUBERNETES_MINORS
from knotwork.snippets.schema.builtin import NEWEST, schemas_of

_NAMES = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "string or integer",
}
"""The names of definitions that are single values."""


def kinds() -> tuple[tuple[str, str], ...]:
    """The apiVersions and kinds that have descriptions, sorted, without lists."""
    return tuple(sorted(key for key in schemas_of(NEWEST).kinds() if not key[1].endswith("List")))


def kind_descriptions(api_version: str, kind: str) -> dict[str, Any] | None:
    """The descriptions of a kind and of the definitions in it, ready for JSON; None: it is not served.

    ::

        {
            "apiVersion": "v1", "kind": "Pod", "version": "1.37", "root": "Pod",
            "definitions": {
                "Pod": {
                    "description": "Pod is a collection of containers …",
                    "fields": {
                        "spec": {"type": "PodSpec", "ref": "PodSpec", "required": true, "description": "…"}
                    }
                }
            }
        }

    A field's `type` is for people: `[]Container`, `map[string]string`. Its `ref` is the definition of the
    field, of an item of the list or of a value of the map; it is absent where the field has no fields.
    `required` and `description` are absent when they are false or empty. `since` is the minor that
    introduced the field, absent when the oldest bundled minor has it.
    """
    full = schemas_of(NEWEST).kinds().get((api_version, kind))
    if full is None:
        return None
    reached = _reached(full)
    names = _names(reached)
    whole = schemas_of(NEWEST).kind(api_version, kind)
    required = {full: whole.required} if whole is not None else {}
    return {
        "apiVersion": api_version,
        "kind": kind,
        "version": NEWEST,
        "root": names[full],
        "definitions": {
            names[name]: _described(name, body, required.get(name, tuple(body.get("required", ()))), names)
            for name, body in reached.items()
        },
    }


def _described(
    full: str, body: Mapping[str, Any], required: tuple[str, ...], names: Mapping[str, str]
) -> dict[str, Any]:
    description, descriptions = _descriptions_of(full)
    since = _since(full)
    fields: dict[str, Any] = {}
    for name, schema in body["properties"].items():
        fields[name] = {"type": _type(schema, names)}
        if (ref := _ref(schema)) in names:
            fields[name]["ref"] = names[ref]
        if name in required:
            fields[name]["required"] = True
        if name in since:
            fields[name]["since"] = since[name]
        if name in descriptions:
            fields[name]["description"] = descriptions[name]
    return {"description": description, "fields": fields}


@cache
def _since(full: str) -> Mapping[str, str]:
    """The minors that introduced the fields of a definition, without fields of the oldest bundled minor."""
    since: dict[str, str] = {}
    before: set[str] | None = None
    for minor in KUBERNETES_MINORS:
        body = schemas_of(minor).definition(full)
        now = set(body["properties"]) if body is not None and "properties" in body else set()
        if before is not None:
            since.update(dict.fromkeys(now - before - since.keys(), minor))
        before = now
    return since


def _reached(full: str) -> dict[str, Mapping[str, Any]]:
    """A definition and all definitions with fields that it refers to, breadth first."""
    reached: dict[str, Mapping[str, Any]] = {}
    waiting = [full]
    while waiting:
        name = waiting.pop(0)
        body = schemas_of(NEWEST).definition(name)
        if name not in reached and body is not None and "properties" in body:
            reached[name] = body
            waiting += [ref for schema in body["properties"].values() if (ref := _ref(schema))]
    return reached


def _names(reached: Mapping[str, Any]) -> Mapping[str, str]:
    names = {full: full.rpartition(".")[2] for full in reached}
    assert len({*names.values()}) == len(names), "the definitions of a kind have different short names"
    return names


def _type(body: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if ref := body.get("$ref"):
        return _NAMES.get(ref) or names.get(ref) or _simple(ref)
    if "items" in body:
        return f"[]{_type(body['items'], names)}"
    if below := body.get("additionalProperties"):
        return f"map[string]{_type(below, names)}"
    return next((str(name) for name in body.get("type", ()) if name != "null"), "any")


def _simple(full: str) -> str:
    """The type of a definition without fields."""
    body = schemas_of(NEWEST).definition(full)
    if body and body.get("format") == "date-time":
        return "date and time"
    return _type(body, {}) if body else "any"


def _ref(body: Mapping[str, Any]) -> str:
    """The definition that a field refers to, through lists and maps; empty: none."""
    while "$ref" not in body:
        below = body.get("items") or body.get("additionalProperties")
        if not below:
            return ""
        body = below
    return str(body["$ref"])


def _descriptions_of(full: str) -> tuple[str, Mapping[str, str]]:
    """The description of a definition, and those of its fields."""
    line = _lines().get(full)
    if line is None:
        return "", {}
    _, description, fields = json.loads(line)
    return description, fields


@cache
def _lines() -> Mapping[str, str]:
    """The lines of the data file, by the full names of their definitions."""
    return dict(_named_lines())


def _named_lines() -> Iterator[tuple[str, str]]:
    packed = files("knotwork.snippets.schema").joinpath("data", "descriptions.zlib").read_bytes()
    for line in zlib.decompress(packed).decode("utf-8").split("\n"):
        yield line.split('"', 2)[1], line
