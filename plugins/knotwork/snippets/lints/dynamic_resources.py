"""Devices that pods ask for: claims, their requests, and what refers to these by name."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.containers import resources
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.names import named_once
from knotwork.snippets.lints.places import nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, text


@lint(PODS, fields=("claims",))
def claims_of_containers(manifest: Manifest) -> Iterator[Violation]:
    """Containers use the claims that their pod lists."""
    for pod in manifest.pods:
        listed = {
            literal(given(claim, "name")) for claim in manifest.maps(given(pod.fields, "resourceClaims"))
        }
        if manifest.partial or None in listed or (not listed and may_be_there("resourceClaims", pod.fields)):
            continue
        for container in pod.containers:
            for claim in manifest.maps(given(resources(manifest, container), "claims")):
                node = given(claim, "name")
                written = literal(node)
                if node is not None and written and written not in listed:
                    help_ = f"List it under `{pod.path}.resourceClaims`."
                    yield at_node(INVALID_VALUE, node, f"Not found: {quoted(written)}", help_)


@lint("resource.k8s.io/ResourceClaim", "resource.k8s.io/ResourceClaimTemplate", fields=("devices",))
def requests(manifest: Manifest) -> Iterator[Violation]:
    """How many devices a claim asks for, and the names by which the rest of it refers to its requests."""
    path = ("spec", "spec") if manifest.kind == "ResourceClaimTemplate" else ("spec",)
    devices = manifest.pairs(given(manifest.pairs(manifest.get(*path)), "devices"))
    known: set[str | None] = set()
    listed = manifest.maps(given(devices, "requests"))
    yield from named_once(given(request, "name") for request in listed)
    for node in items(given(devices, "requests")):
        request = manifest.pairs(node)
        name = literal(given(request, "name"))
        known.add(name)
        subrequests = manifest.maps(given(request, "firstAvailable"))
        yield from named_once(given(fields, "name") for fields in subrequests)
        known |= {f"{name}/{literal(given(fields, 'name'))}" for fields in subrequests}
        for fields in (request, manifest.pairs(given(request, "exactly")), *subrequests):
            if text(given(fields, "allocationMode")) == "All" and given(fields, "count") is not None:
                message = forbidden("must not be specified when `allocationMode` is 'All'")
                yield at_node(INVALID_VALUE, fields["count"][0], message, "Remove it.")
    below = manifest.get(*path, "devices")
    for at in ("constraints[].requests", "config[].requests"):
        for node, _ in nodes_below(manifest, below, at):
            yield from named_once(items(node))
    for at in ("requests[]", "requests[].exactly", "requests[].firstAvailable[]"):
        for node, _ in nodes_below(manifest, below, f"{at}.tolerations[]"):
            yield from _tolerated(manifest.pairs(node))
    if manifest.partial or None in known:
        return
    for node, where in nodes_below(manifest, manifest.get(*path, "devices"), "constraints[]"):
        fields = manifest.pairs(node)
        if isinstance(node, yaml.MappingNode) and fields.keys() <= {"requests"}:
            yield missing(node, "matchAttribute", where, "Say what its devices have in common.")
    for path_ in ("constraints[].requests[]", "config[].requests[]"):
        for node, _ in nodes_below(manifest, manifest.get(*path, "devices"), path_):
            written = literal(node)
            if written and written not in known:
                message = invalid(node, "must be the name of a request in the claim")
                yield at_node(
                    INVALID_VALUE, node, message, "Name one of `requests:`, or `REQUEST/SUBREQUEST`."
                )


def _tolerated(fields: Fields) -> Iterator[Violation]:
    """A toleration of any value has none."""
    value = given(fields, "value")
    if value is not None and text(given(fields, "operator")) == "Exists" and text(value):
        message = invalid(value, "must be empty for operator `Exists`")
        yield at_node(INVALID_VALUE, value, message, "Remove it, or write `operator: Equal`.")
