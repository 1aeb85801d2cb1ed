"""The short names that a CustomResourceDefinition gives to its kind."""

from __future__ import annotations

from typing import Any

import yaml

from knotwork.snippets.yaml.nodes import plain


def short_names(root: yaml.Node) -> tuple[str, list[str]] | None:
    """The kind that a CustomResourceDefinition defines, with its short names; None for any other document."""
    definition = plain(root)
    names = _at(_at(definition, "spec"), "names")
    kind, short = _at(names, "kind"), _at(names, "shortNames")
    if _at(definition, "kind") != "CustomResourceDefinition" or not isinstance(kind, str):
        return None
    return kind, [name for name in short if isinstance(name, str)] if isinstance(short, list) else []


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
