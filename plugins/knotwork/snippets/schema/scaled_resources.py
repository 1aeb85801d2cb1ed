"""The number of replicas of a custom resource that can be scaled: its definition says where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from knotwork.snippets.schema.schema import Keywords, Schema


def limit_replicas(schema: Schema, version: Mapping[str, Any]) -> None:
    """Let the replicas that a version's `scale` names be what the API server accepts: 0 or more, 32 bits."""
    below: Any = version
    for name in ("subresources", "scale", "specReplicasPath"):
        below = below.get(name) if isinstance(below, dict) else None
    if not isinstance(below, str):
        return
    replicas: Schema | None = schema
    for name in below.removeprefix(".").split("."):
        replicas = replicas.fields.get(name) if replicas is not None else None
    if replicas is not None and replicas.type == "integer":
        keywords = replicas.keywords or Keywords()
        replicas.keywords = replace(keywords, minimum=max(keywords.minimum or 0, 0))
        replicas.format = "int32"
