"""The versions of an API: their order, and what the API server warns of a definition's deprecated ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from knotwork.model.patterns import lazy_regex

_VERSION = lazy_regex(r"v(\d+)(?:(alpha|beta)(\d+))?")


def age(version: str) -> tuple[int, int, int]:
    """The sort key for versions, Kubernetes' own order: `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return 3, 0, 0
    major, stage, minor = match.groups()
    return ("", "beta", "alpha").index(stage or ""), -int(major), -int(minor or 0)


def deprecation(version: Any, versions: Iterable[Any], group: str, kind: str) -> str:
    """What the API server warns of a version in a definition; empty: nothing.

    Unless the definition has words for it, it names the newest version that replaces it. Source:
    `defaultDeprecationWarning` of k8s.io/apiextensions-apiserver.
    """
    if not isinstance(version, Mapping) or version.get("deprecated") is not True:
        return ""
    words = version.get("deprecationWarning")
    if isinstance(words, str) and words:
        return words
    name = str(version.get("name"))
    newer = [
        str(other.get("name"))
        for other in versions
        if isinstance(other, Mapping)
        and other.get("served") is True
        and other.get("deprecated") is not True
        and age(str(other.get("name"))) < age(name)
    ]
    use = f"; use {group}/{min(newer, key=age)} {kind}" if newer else ""
    return f"{group}/{name} {kind} is deprecated{use}"
