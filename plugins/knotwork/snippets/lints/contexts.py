"""The users that containers run as, and their security profiles."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import between, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, number, text

_HIGHEST = 2**31 - 1
_IDS = ("runAsUser", "runAsGroup", "fsGroup")
_PROFILES = ("seccompProfile", "appArmorProfile")


@lint(PODS, fields=("securityContext",))
def contexts(manifest: Manifest) -> Iterator[Violation]:
    """The securityContext of pods and containers."""
    for pod in manifest.pods:
        for fields, where in (
            (pod.fields, pod.path),
            *((container.fields, f"{pod.path}.{container.where}") for container in pod.containers),
        ):
            context = manifest.pairs(given(fields, "securityContext"))
            for name in _IDS:
                yield from _id(given(context, name))
            for node in items(given(context, "supplementalGroups")):
                yield from _id(node)
            for name in _PROFILES:
                yield from _profile(manifest, context, name, f"{where}.securityContext.{name}")


def _id(node: yaml.Node | None) -> Iterator[Violation]:
    value = number(node)
    if node is not None and value is not None and not 0 <= value <= _HIGHEST:
        yield at_node(
            INVALID_VALUE, node, invalid(node, between(0, _HIGHEST)), "Write the number of a user or group."
        )


def _profile(manifest: Manifest, context: Fields, name: str, where: str) -> Iterator[Violation]:
    node = given(context, name)
    fields = manifest.pairs(node)
    kind = text(given(fields, "type"))
    if node is not None and kind == "Localhost" and fields.keys() == {"type"} and not manifest.partial:
        yield missing(node, "localhostProfile", where, "Name the file of the profile on the node.")
    elif kind in ("RuntimeDefault", "Unconfined") and given(fields, "localhostProfile") is not None:
        message = forbidden(f"can only be set when type is set to Localhost, not {kind}")
        yield at_node(
            INVALID_VALUE,
            fields["localhostProfile"][0],
            message,
            "Remove it, or write `type: Localhost`.",
        )
