"""A JSON Schema of `mkdocs.yml`, for editors that complete and check YAML while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knotwork.config.option_kinds import choice
from knotwork.config.options import FORMER_NAMES, options

_LEVEL = choice("error", "warning", "info", "off").schema


def mkdocs_schema(rules: Mapping[str, str]) -> dict[str, Any]:
    """The schema of a whole `mkdocs.yml`, in draft 7, of which only knotwork's settings are checked.

    `rules` are the codes of the rules, each with what it says in a sentence.
    """
    ours = {"$ref": "#/definitions/knotwork"}
    named = {"properties": {"knotwork": ours}}
    plugins = {
        "anyOf": [
            {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "object", **named}]}},
            {"type": "object", **named},
        ]
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A site of MkDocs with knotwork",
        "type": "object",
        "properties": {
            "site_name": {"type": ["string", "number"], "description": "The title of the site."},
            "docs_dir": {"type": "string", "description": "The folder of the notes.", "default": "docs"},
            "plugins": plugins,
        },
        "definitions": {"knotwork": _settings(), "levels": _levels(rules)},
    }


def _settings() -> dict[str, Any]:
    described = {
        option.name: {
            "description": option.doc,
            "default": _plain(option.default),
            "anyOf": [option.schema, {"type": "null"}],
        }
        for option in options()
    }
    for former, name in FORMER_NAMES.items():
        described[former] = {**described[name], "description": f"The former name of `{name}`."}
    enabled = {"description": "Whether the plugin is used.", "type": ["boolean", "null"], "default": True}
    return {
        "type": ["object", "null"],
        "properties": {**described, "enabled": enabled},
        "additionalProperties": False,
    }


def _levels(rules: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {code: {"description": summary, **_LEVEL} for code, summary in rules.items()},
        "additionalProperties": False,
    }


def _plain(value: object) -> object:
    match value:
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
