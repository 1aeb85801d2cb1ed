"""The file of the bundled schemas: each different definition of all minors, and the minors that have it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@cache
def bundled_data() -> tuple[Any, list[str]]:
    """The header of the data file, and its other lines, each with one definition."""
    packed = files("knotwork.snippets.schema").joinpath("data", "schemas.zlib").read_bytes()
    header, *lines = zlib.decompress(packed).decode("utf-8").split("\n")
    return json.loads(header), lines


@cache
def bundled_kinds() -> Mapping[tuple[str, str], tuple[str, list[str]]]:
    """The definition and the required fields of all kinds that any bundled minor serves."""
    kinds = {}
    for name, (full, required) in bundled_data()[0]["kinds"].items():
        api_version, _, kind = name.partition(" ")
        kinds[api_version, kind] = full, required
    return kinds


def parsed_body(line: str) -> dict[str, Any]:
    """The JSON Schema of a line."""
    body: dict[str, Any] = json.loads(line)
    return body


@cache
def every_field(full_name: str) -> Mapping[str, str]:
    """The fields that a definition has in any bundled minor, each with the full name of its own definition.

    The name is empty for a field that refers to none, such as a string.
    """
    header, lines = bundled_data()
    fields: dict[str, str] = {}
    for line in header["definitions"][full_name][1::2]:
        if line >= 0:
            properties = parsed_body(lines[line]).get("properties", {})
            fields |= {name: field.get("$ref", "") for name, field in properties.items()}
    return MappingProxyType(dict(sorted(fields.items())))


@cache
def known_fields(*full_names: str) -> frozenset[str]:
    """The fields that any of these definitions has in any bundled minor."""
    return frozenset(name for full_name in full_names for name in every_field(full_name))


def line_at(changes: list[int], at: int) -> int:
    """The line of a definition in a minor: `changes` are pairs of the first minor's index and the line."""
    line = -1
    for since, new in zip(changes[::2], changes[1::2], strict=True):
        if since > at:
            break
        line = new
    return line
