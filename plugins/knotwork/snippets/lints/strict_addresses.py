"""Addresses that programs may read differently: `010.0.0.1`, `172.17.0.1/16`, `::ffff:10.0.0.1`.

Source: StrictIPCIDRValidation, which is on by default since Kubernetes 1.36; before, the API server warned.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.addresses import is_address, network, without_zeros
from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.places import nodes_at, nodes_below
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal_name

_REFUSED_SINCE = 36
_ADDRESSES: Mapping[str, Sequence[str]] = {
    "Service": ("spec.externalIPs[]", "spec.clusterIPs[]", "spec.clusterIP"),
    "Endpoints": ("subsets[].addresses[].ip", "subsets[].notReadyAddresses[].ip"),
    "EndpointSlice": ("endpoints[].addresses[]",),
}
"""The places of addresses in manifests of a kind."""
_RANGES: Mapping[str, Sequence[str]] = {
    "Service": ("spec.loadBalancerSourceRanges[]",),
    "NetworkPolicy": [
        f"spec.{side}[].ipBlock.{name}"
        for side in ("ingress[].from", "egress[].to")
        for name in ("cidr", "except[]")
    ],
    "Node": ("spec.podCIDRs[]",),
    "ServiceCIDR": ("spec.cidrs[]",),
}
"""Those of ranges."""
_OF_POD = ("hostAliases[].ip", "dnsConfig.nameservers[]")


@lint(
    *("Service", "Endpoints", "Node", "discovery.k8s.io/EndpointSlice"),
    *("networking.k8s.io/NetworkPolicy", "networking.k8s.io/ServiceCIDR"),
    fields=(
        *("externalIPs", "clusterIP", "clusterIPs", "loadBalancerSourceRanges"),
        *("addresses", "notReadyAddresses", "ipBlock", "podCIDRs", "cidrs"),
    ),
)
def of_networks(manifest: Manifest) -> Iterator[Violation]:
    """The addresses and ranges of what routes requests, and of pods on a node."""
    for path in _ADDRESSES.get(manifest.kind, ()):
        for node, _ in nodes_at(manifest, path):
            yield from _address(node, manifest)
    for path in _RANGES.get(manifest.kind, ()):
        for node, _ in nodes_at(manifest, path):
            yield from _range(node, manifest)


@lint(PODS, fields=("hostAliases", "dnsConfig"))
def of_pod(manifest: Manifest) -> Iterator[Violation]:
    """The addresses that a pod has names for, and its servers of names."""
    for pod in manifest.pods:
        for path in _OF_POD:
            for node, _ in nodes_below(manifest, pod.node, path):
                yield from _address(node, manifest)


@lint("Service", fields=("loadBalancerIP",))
def of_load_balancer(manifest: Manifest) -> Iterator[Violation]:
    """The address of a load balancer, which the API server only warns of."""
    for violation in _address(given(manifest.spec, "loadBalancerIP"), manifest):
        yield replace(violation, severity="warning")


def _address(node: yaml.Node | None, manifest: Manifest) -> Iterator[Violation]:
    written = literal_name(node)
    if node is None or not written or not is_address(written):
        return
    if written != without_zeros(written):
        yield _refused(node, "must not have leading 0s", without_zeros(written), manifest)
    elif (mapped := _mapped(written)) is not None:
        yield _refused(node, "must not be an IPv4-mapped IPv6 address", mapped, manifest)


def _range(node: yaml.Node | None, manifest: Manifest) -> Iterator[Violation]:
    written = (literal_name(node) or "").strip()
    range_ = network(written)
    if node is None or not written or range_ is None:
        return
    address, _, length = written.partition("/")
    if address != without_zeros(address) or (len(length) > 1 and length.startswith("0")):
        yield _refused(node, "must not have leading 0s in IP or prefix length", str(range_), manifest)
    elif (mapped := _mapped(address)) is not None:
        better = f"{mapped}/{max(0, range_.prefixlen - 96)}"
        yield _refused(node, "must not have an IPv4-mapped IPv6 address", better, manifest)
    elif ipaddress.ip_address(address) != range_.network_address:
        yield _refused(node, "must not have bits set beyond the prefix length", str(range_), manifest)


def _refused(node: yaml.Node, reason: str, better: str, manifest: Manifest) -> Violation:
    violation = at_node(INVALID_VALUE, node, invalid(node, reason), f"Write `{better}`.")
    violation = replace(violation, gone="" if manifest.kind == "ServiceCIDR" else f"1.{_REFUSED_SINCE}")
    # ranges of Services were never read loosely
    if manifest.since(_REFUSED_SINCE) or manifest.kind == "ServiceCIDR":
        return violation
    return replace(violation, severity="warning", help=f"Write `{better}`: Kubernetes 1.36 refuses it.")


def _mapped(address: str) -> str | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ":" not in address:
        return None
    mapped = ipaddress.IPv6Address(address).ipv4_mapped
    return str(mapped) if mapped is not None else None
