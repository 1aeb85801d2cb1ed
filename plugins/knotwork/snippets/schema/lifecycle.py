"""The lifecycle of every API of Kubernetes: introduced, deprecated, removed, replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct
from msgspec.structs import replace


class Lifecycle(Struct, frozen=True):
    """The lifecycle of a kind in one apiVersion. Minors are texts, `1.22`."""

    introduced: str | None
    deprecated: str | None
    removed: str | None
    """The first minor without it; for a future minor, that is the plan."""
    replacement: str | None
    """The API to use instead: `networking.k8s.io/v1 Ingress`."""


def lifecycle(api_version: str, kind: str) -> Lifecycle | None:
    """The lifecycle of a kind; None: not known. The list of a kind has the lifecycle of the kind."""
    known = known_lifecycles().get((api_version, kind))
    if known is None and kind.endswith("List"):
        known = known_lifecycles().get((api_version, kind.removesuffix("List")))
        if known is not None and known.replacement is not None:
            return replace(known, replacement=f"{known.replacement}List")
    return known


@cache
def known_lifecycles() -> Mapping[tuple[str, str], Lifecycle]:
    """All lifecycles that are known, by apiVersion and kind."""
    text = files("knotwork.snippets.schema").joinpath("data", "lifecycle.json").read_text(encoding="utf-8")
    lifecycles = {}
    for api, minors_and_replacement in json.loads(text).items():
        api_version, _, kind = api.partition(" ")
        lifecycles[api_version, kind] = Lifecycle(*minors_and_replacement)
    return lifecycles
