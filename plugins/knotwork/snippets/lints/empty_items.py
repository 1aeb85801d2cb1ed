"""Empty texts in lists of addresses and names: each item is a value, also one that says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import text

_DEVICES = ("constraints[].requests[]", "config[].requests[]")
_PLACES = {
    "Service": ("spec.externalIPs[]", "spec.clusterIPs[]"),
    "Endpoints": ("subsets[].addresses[].ip", "subsets[].notReadyAddresses[].ip"),
    "Node": ("spec.podCIDRs[]",),
    "networking.k8s.io/Ingress": ("spec.tls[].hosts[]",),
    "networking.k8s.io/NetworkPolicy": (
        "spec.ingress[].from[].ipBlock.except[]",
        "spec.egress[].to[].ipBlock.except[]",
    ),
    "networking.k8s.io/ServiceCIDR": ("spec.cidrs[]",),
    "discovery.k8s.io/EndpointSlice": ("endpoints[].addresses[]",),
    "resource.k8s.io/ResourceClaim": tuple(f"spec.devices.{path}" for path in _DEVICES),
    "resource.k8s.io/ResourceClaimTemplate": tuple(f"spec.spec.devices.{path}" for path in _DEVICES),
}
"""By group and kind."""
_FIELDS = "externalIPs clusterIPs ip podCIDRs hosts except cidrs addresses requests".split()


@lint(*_PLACES, fields=_FIELDS)
def empty_items(manifest: Manifest) -> Iterator[Violation]:
    """An item that is an empty text."""
    named = f"{manifest.group}/{manifest.kind}" if manifest.group else manifest.kind
    for path in _PLACES.get(named, ()):
        for node, _ in nodes_at(manifest, path):
            if text(node) == "":
                yield at_node(
                    INVALID_VALUE, node, invalid(node, "must not be empty"), "Write it, or remove it."
                )
