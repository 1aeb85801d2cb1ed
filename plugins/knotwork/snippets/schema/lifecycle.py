"""When each API of Kubernetes came, was deprecated and went, and what took its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The life of a kind in one apiVersion. Minors are texts, `1.22`."""

    introduced: str | None
    deprecated: str | None
    removed: str | None
    """The first minor without it; a minor to come is what is planned."""
    replacement: str | None
    """What to write instead: `networking.k8s.io/v1 Ingress`."""


def lifecycle(api_version: str, kind: str) -> Lifecycle | None:
    """The life of a kind; None: nothing is known of it. A list of a kind lives as the kind does."""
    found = known_lifecycles().get((api_version, kind))
    if found is None and kind.endswith("List"):
        found = known_lifecycles().get((api_version, kind.removesuffix("List")))
        if found is not None and found.replacement is not None:
            return Lifecycle(found.introduced, found.deprecated, found.removed, f"{found.replacement}List")
    return found


@cache
def known_lifecycles() -> Mapping[tuple[str, str], Lifecycle]:
    """All lives that are known, by apiVersion and kind."""
    text = files("knotwork.snippets.schema").joinpath("data", "lifecycle.json").read_text(encoding="utf-8")
    found = {}
    for said, each in json.loads(text).items():
        api_version, _, kind = said.partition(" ")
        found[api_version, kind] = Lifecycle(*each)
    return found
