"""Addresses that programs may read differently: `010.0.0.1`, `172.17.0.1/16`, `::ffff:10.0.0.1`.

Source: StrictIPCIDRValidation, which is on by default since Kubernetes 1.36; before, the API server warned.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.networks import is_address, network
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal_name

_REFUSED_SINCE = (1, 36)


@lint("Service", fields=("externalIPs", "loadBalancerSourceRanges", "clusterIP", "clusterIPs"))
def of_service(manifest: Manifest) -> Iterator[Violation]:
    """The addresses of a Service, and the ranges it lets in."""
    for name in ("externalIPs", "clusterIPs"):
        for node in items(given(manifest.spec, name)):
            yield from _address(node, manifest.minor)
    yield from _address(given(manifest.spec, "clusterIP"), manifest.minor)
    for node in items(given(manifest.spec, "loadBalancerSourceRanges")):
        yield from _range(node, manifest.minor)


@lint("networking.k8s.io/NetworkPolicy", fields=("ipBlock",))
def of_policy(manifest: Manifest) -> Iterator[Violation]:
    """The ranges of a NetworkPolicy."""
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for rule in manifest.maps(given(manifest.spec, direction)):
            for peer in manifest.maps(given(rule, side)):
                block = manifest.pairs(given(peer, "ipBlock"))
                yield from _range(given(block, "cidr"), manifest.minor)
                for node in items(given(block, "except")):
                    yield from _range(node, manifest.minor)


@lint(PODS, fields=("hostAliases", "dnsConfig"))
def of_pod(manifest: Manifest) -> Iterator[Violation]:
    """The addresses that a pod has names for, and its servers of names."""
    for pod in manifest.pods:
        for alias in manifest.maps(given(pod.fields, "hostAliases")):
            yield from _address(given(alias, "ip"), manifest.minor)
        for node in items(given(manifest.pairs(given(pod.fields, "dnsConfig")), "nameservers")):
            yield from _address(node, manifest.minor)


@lint("Endpoints", fields=("addresses", "notReadyAddresses"))
def of_endpoints(manifest: Manifest) -> Iterator[Violation]:
    """The addresses behind a Service."""
    for subset in manifest.maps(manifest.value("subsets")):
        for name in ("addresses", "notReadyAddresses"):
            for address in manifest.maps(given(subset, name)):
                yield from _address(given(address, "ip"), manifest.minor)


@lint("Service", fields=("loadBalancerIP",))
def of_load_balancer(manifest: Manifest) -> Iterator[Violation]:
    """The address of a load balancer, which the API server only warns of."""
    for violation in _address(given(manifest.spec, "loadBalancerIP"), manifest.minor):
        yield replace(violation, severity="warning")


@lint("discovery.k8s.io/EndpointSlice", fields=("addresses",))
def of_slices(manifest: Manifest) -> Iterator[Violation]:
    """The same in slices."""
    for node, _ in nodes_at(manifest, "endpoints[].addresses[]"):
        yield from _address(node, manifest.minor)


@lint("Node", "networking.k8s.io/ServiceCIDR", fields=("podCIDRs", "cidrs"))
def of_networks(manifest: Manifest) -> Iterator[Violation]:
    """The ranges of pods on a node, and of Services; those of Services were never read loosely."""
    minor = manifest.minor if manifest.kind == "Node" else ""
    for path in ("spec.podCIDRs[]", "spec.cidrs[]"):
        for node, _ in nodes_at(manifest, path):
            yield from _range(node, minor)


def _address(node: yaml.Node | None, minor: str) -> Iterator[Violation]:
    written = literal_name(node)
    if node is None or not written or not is_address(written):
        return
    if _has_zeros(written):
        yield _refused(node, "must not have leading 0s", _decimal(written), minor)
    elif (mapped := _mapped(written)) is not None:
        yield _refused(node, "must not be an IPv4-mapped IPv6 address", mapped, minor)


def _range(node: yaml.Node | None, minor: str) -> Iterator[Violation]:
    written = (literal_name(node) or "").strip()
    range_ = network(written)
    if node is None or not written or range_ is None:
        return
    address, _, length = written.partition("/")
    if _has_zeros(address) or (len(length) > 1 and length.startswith("0")):
        yield _refused(node, "must not have leading 0s in IP or prefix length", str(range_), minor)
    elif (mapped := _mapped(address)) is not None:
        better = f"{mapped}/{max(0, range_.prefixlen - 96)}"
        yield _refused(node, "must not have an IPv4-mapped IPv6 address", better, minor)
    elif ipaddress.ip_address(address) != range_.network_address:
        yield _refused(node, "must not have bits set beyond the prefix length", str(range_), minor)


def _refused(node: yaml.Node, reason: str, better: str, minor: str) -> Violation:
    violation = at_node(INVALID_VALUE, node, invalid(node, reason), f"Write `{better}`.")
    if not minor or _version(minor) >= _REFUSED_SINCE:
        return violation
    return replace(violation, severity="warning", help=f"Write `{better}`: Kubernetes 1.36 refuses it.")


def _version(minor: str) -> tuple[int, ...]:
    return tuple(map(int, minor.split(".")))


def _has_zeros(address: str) -> bool:
    return ":" not in address and address != _decimal(address)


def _decimal(address: str) -> str:
    """An IPv4 address without leading zeros, which some programs read as octal numbers."""
    return ".".join(part.lstrip("0") or "0" for part in address.split("."))


def _mapped(address: str) -> str | None:
    """The IPv4 address that an IPv6 address stands for."""
    if ":" not in address:
        return None
    mapped = ipaddress.IPv6Address(address).ipv4_mapped
    return str(mapped) if mapped is not None else None
