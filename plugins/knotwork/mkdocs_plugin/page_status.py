"""A page's status, which Material shows as a sign in the menu: only those that it knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

_OF_MATERIAL = frozenset(("new", "deprecated", "encrypted"))


def with_known_status(meta: dict[str, Any], config: MkDocsConfig) -> dict[str, Any]:
    """A page's properties, without a status that neither Material nor `extra.status` knows.

    In notes `status: active` is about their subject; the menu would have the same sign for each of them.
    """
    named = config.extra.get("status")
    known = _OF_MATERIAL.union(named) if isinstance(named, Mapping) else _OF_MATERIAL
    return {name: value for name, value in meta.items() if name != "status" or value in known}
