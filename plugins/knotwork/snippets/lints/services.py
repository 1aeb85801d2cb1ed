"""Services: their ports, and what goes with which type."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.model.equivalences import equivalences
from knotwork.snippets.addresses import is_address, network
from knotwork.snippets.fields.api_errors import REQUIRED, duplicate_value, forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, is_nulled, may_be_there, missing
from knotwork.snippets.lints.forms import LABEL, SUBDOMAIN, checked_name, port_word
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.networks import no_address, no_range
from knotwork.snippets.lints.ports import port_number, port_text
from knotwork.snippets.lints.service_types import shown_type
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.enums import field_enums
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import items, literal, literal_name, number, text

_TYPES = frozenset(field_enums("ServiceSpec")["type"])
_OUTSIDE = frozenset(("NodePort", "LoadBalancer"))
_NODE_PORTS = range(30000, 32768)
_NOT_IN_RANGE = "provided port is not in the valid range. The range of valid ports is 30000-32767"
_OTHER_RANGE = (
    "Write one of these, or leave it out: outside the default range it needs `--service-node-port-range`."
)
"""Unless the cluster is set up for others."""


@lint("Service")
def services(manifest: Manifest) -> Iterator[Violation]:
    """What is wrong with a Service."""
    spec = manifest.spec
    kind = text(given(spec, "type")) if "type" in spec else "ClusterIP"
    if "type" not in spec and may_be_there("type", spec):
        kind = None  # misspelt
    for port in manifest.maps(given(spec, "ports")):
        yield from _port(port, kind)
    yield from _names(manifest)
    yield from _node_ports(manifest)
    yield from _session(manifest)
    if kind in _TYPES:
        yield from _of_type(manifest, kind)


def _port(port: Fields, kind: str | None) -> Iterator[Violation]:
    yield from port_number(given(port, "port"))
    target = given(port, "targetPort")
    if number(target) != 0 and text(target) != "":  # which stand for that of `port`
        yield from port_number(target)
        yield from port_text(target)
    node = given(port, "nodePort")
    value = number(node)
    if node is None or value is None or value == 0:
        return
    if kind == "ClusterIP":
        message = forbidden(f"may not be used when `type` is '{kind}'")
        yield at_node(INVALID_VALUE, port["nodePort"][0], message, "Write `type: NodePort`, or remove it.")
    elif value not in _NODE_PORTS:
        if 1 <= value <= 65535:
            violation = at_node(INVALID_VALUE, node, invalid(node, _NOT_IN_RANGE), _OTHER_RANGE)
            yield replace(violation, severity="warning")
        else:
            yield at_node(
                INVALID_VALUE, node, invalid(node, _NOT_IN_RANGE), "Write one of these, or leave it out."
            )


def is_outside_default_range(violation: Violation) -> bool:
    """Whether a violation is that of a nodePort outside the default range."""
    return violation.rule is INVALID_VALUE and violation.message.endswith(_NOT_IN_RANGE)


def _names(manifest: Manifest) -> Iterator[Violation]:
    """Ports have names when there is more than one."""
    listed = items(given(manifest.spec, "ports"))
    first: dict[str, yaml.Node] = {}
    for index, node in enumerate(listed):
        port = manifest.pairs(node)
        name = given(port, "name")
        written = literal(name)
        if (
            name is None
            and "name" not in port
            and "port" in port
            and len(listed) > 1
            and not manifest.partial
        ):
            yield missing(
                node, "name", f"spec.ports[{index}]", "Ports have names when there is more than one."
            )
        if name is None or not written:
            continue
        if first.setdefault(written, name) is not name:
            yield duplicate(name, duplicate_value(quoted(written)), first[written], "Give one another name.")
        yield from checked_name(name, LABEL, read=port_word)


def _of_type(manifest: Manifest, kind: str | None) -> Iterator[Violation]:
    spec = manifest.spec
    address = given(spec, "clusterIP")
    if kind in _OUTSIDE and address is not None and text(address) == "None":
        message = invalid(address, f"may not be set to 'None' for {kind} services")
        yield at_node(INVALID_VALUE, address, message, "Remove it, or write `type: ClusterIP`.")
    if kind == "ExternalName":
        yield from _external(manifest)
    else:
        yield from _no_ports(manifest)
        yield from _addresses(manifest, kind)
    policy = given(spec, "externalTrafficPolicy")
    shown = shown_type(manifest) == "ClusterIP"
    if policy is not None and shown and "externalIPs" not in spec and text(policy):
        message = forbidden("may only be set for externally-accessible services")
        yield at_node(
            INVALID_VALUE, spec["externalTrafficPolicy"][0], message, "Remove it, or change the type."
        )


def _no_ports(manifest: Manifest) -> Iterator[Violation]:
    spec = manifest.spec
    listed = given(spec, "ports")
    addresses = [given(spec, "clusterIP"), *items(given(spec, "clusterIPs"))]
    headless = any(address is not None and literal(address) in ("None", None) for address in addresses)
    if headless or manifest.partial:
        return
    help_ = "A Service without ports has `clusterIP: None`."
    if isinstance(listed, yaml.SequenceNode) and not listed.value:
        yield at_node(MISSING_FIELD, listed, REQUIRED, help_)
    elif is_nulled(spec, "ports") or ("ports" not in spec and _is_whole(manifest)):
        yield replace(
            at_node(MISSING_FIELD, manifest.fields["spec"][0], f"spec.ports: {REQUIRED}", help_), path=""
        )


def _addresses(manifest: Manifest, kind: str | None) -> Iterator[Violation]:
    spec = manifest.spec
    for node in (given(spec, "clusterIP"), *items(given(spec, "clusterIPs"))):
        written = text(node)
        if node is not None and written and written != "None" and written.lower() == "none":
            message = invalid(node, 'must be a valid IP address: did you mean "None"?')
            violation = at_node(INVALID_VALUE, node, message, "It is case-sensitive.")
            yield replace(violation, repair=written_instead(node, "None", equivalences(written, "None")))
        elif written != "None":
            yield from no_address(node)
    yield from _families(manifest)
    for node in items(given(spec, "externalIPs")):
        yield from no_address(node)
    ranges = items(given(spec, "loadBalancerSourceRanges"))
    if ranges and kind != "LoadBalancer" and shown_type(manifest) is not None:
        message = forbidden("may only be used when `type` is 'LoadBalancer'")
        key = spec["loadBalancerSourceRanges"][0]
        yield at_node(INVALID_VALUE, key, message, "Remove them, or write `type: LoadBalancer`.")
    for node in ranges:
        written = literal_name(node)
        if written and network(written.strip()) is None:
            yield no_range(node)


def _families(manifest: Manifest) -> Iterator[Violation]:
    """An address for each family of addresses, in their order; or none."""
    nodes = items(given(manifest.spec, "clusterIPs"))
    if nodes and "clusterIP" not in manifest.spec and not manifest.partial:
        message = "Invalid value: must be empty when `clusterIP` is not specified"
        help_ = "Write the first one as `clusterIP:`, too."
        yield at_node(INVALID_VALUE, manifest.spec["clusterIPs"][0], message, help_)
    written = [literal(node) or "" for node in nodes]
    if len(nodes) > 1 and written[0] == "None":
        message = invalid(nodes[1], "'None' must be the first and only value")
        yield at_node(INVALID_VALUE, nodes[1], message, "Remove it.")
        return
    if len(nodes) > 2:
        message = invalid(nodes[2], "may only hold up to 2 values")
        yield at_node(INVALID_VALUE, nodes[2], message, "Remove it.")
    elif len(nodes) == 2 and all(map(is_address, written)) and len({":" in ip for ip in written}) == 1:
        message = invalid(nodes[1], "may specify no more than one IP for each IP family")
        yield at_node(INVALID_VALUE, nodes[1], message, "Write one of the other family, or remove it.")
    addresses = nodes or [node for node in [given(manifest.spec, "clusterIP")] if node is not None]
    for address, family in zip(addresses, items(given(manifest.spec, "ipFamilies")), strict=False):
        ip, kind = literal(address) or "", text(family)
        if is_address(ip) and kind in ("IPv4", "IPv6") and (":" in ip) is not (kind == "IPv6"):
            message = invalid(address, f"expected an {kind} value as indicated by `ipFamilies`")
            yield at_node(INVALID_VALUE, address, message, "Change one of them.")


def _node_ports(manifest: Manifest) -> Iterator[Violation]:
    """No two ports are the same on the nodes."""
    first: dict[tuple[int, str], yaml.Node] = {}
    for port in manifest.maps(given(manifest.spec, "ports")):
        node = given(port, "nodePort")
        value, protocol = number(node), literal(given(port, "protocol")) if "protocol" in port else "TCP"
        if node is None or not value or protocol is None:
            continue
        before = first.setdefault((value, protocol), node)
        if before is not node:
            message = duplicate_value(str(value))
            yield duplicate(node, message, before, "Give one another nodePort, or let Kubernetes choose.")


def _session(manifest: Manifest) -> Iterator[Violation]:
    """The API server drops the settings for sessions where there are none."""
    spec = manifest.spec
    config = given(spec, "sessionAffinityConfig")
    kind = text(given(spec, "sessionAffinity")) if "sessionAffinity" in spec else "None"
    if config is not None and kind == "None" and not manifest.partial:
        message = "the API server drops it: session affinity is None"
        help_ = "Write `sessionAffinity: ClientIP`, or remove it."
        violation = at_node(INVALID_VALUE, spec["sessionAffinityConfig"][0], message, help_)
        yield replace(violation, severity="warning")


def _is_whole(manifest: Manifest) -> bool:
    """Whether there is a spec, and no misspelt `ports` in it; the schema check reports that."""
    there = isinstance(manifest.value("spec"), yaml.MappingNode)
    return there and not may_be_there("ports", manifest.spec)


def _external(manifest: Manifest) -> Iterator[Violation]:
    spec = manifest.spec
    if "externalName" not in spec and not manifest.partial:
        help_ = "Name the host that the Service stands for: `externalName: db.example.com`."
        yield replace(
            at_node(MISSING_FIELD, spec["type"][1], f"spec.externalName: {REQUIRED}", help_), path=""
        )
    for field in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
        value = given(spec, field)
        if value is not None and (items(value) or text(value)):
            message = forbidden("may not be set for ExternalName services")
            yield at_node(INVALID_VALUE, value, message, "Remove it.")
    name = given(spec, "externalName")
    if name is not None:
        written = text(name) or ""
        if not written.endswith("."):
            yield from checked_name(name, SUBDOMAIN, suggest=False)
