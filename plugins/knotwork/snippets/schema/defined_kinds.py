"""What a CustomResourceDefinition names: the group and kind of its objects, and their short names."""

from __future__ import annotations

from typing import Any

import yaml

from knotwork.snippets.yaml.nodes import plain


def defined_kind(root: yaml.Node | None) -> tuple[str, str] | None:
    """The group and kind that a CustomResourceDefinition defines; None for any other document."""
    spec = _spec(root)
    group, kind = _at(spec, "group"), _at(_at(spec, "names"), "kind")
    return (group, kind) if isinstance(group, str) and isinstance(kind, str) else None


def short_names(root: yaml.Node) -> tuple[str, list[str]] | None:
    """The kind that a CustomResourceDefinition defines, with its short names; None for any other document."""
    names = _at(_spec(root), "names")
    kind, short = _at(names, "kind"), _at(names, "shortNames")
    if not isinstance(kind, str):
        return None
    return kind, [name for name in short if isinstance(name, str)] if isinstance(short, list) else []


def _spec(root: yaml.Node | None) -> Any:
    """The `spec` of a definition; None for any other document."""
    definition = None if root is None else plain(root)
    return _at(definition, "spec") if _at(definition, "kind") == "CustomResourceDefinition" else None


def _at(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
