"""Fields of a Service that only some types have, and lists of it that agree with single fields."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import yaml

from knotwork.snippets.addresses import is_address
from knotwork.snippets.fields.api_errors import duplicate_value, forbidden, invalid, quoted
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal, number, text

_OF_LOAD_BALANCER = ("loadBalancerClass", "allocateLoadBalancerNodePorts")
_FIELDS = (
    "clusterIPs",
    "externalIPs",
    "healthCheckNodePort",
    "ipFamilies",
    "ipFamilyPolicy",
    *_OF_LOAD_BALANCER,
)


@lint("Service", fields=_FIELDS)
def service_types(manifest: Manifest) -> Iterator[Violation]:
    """What a Service has beside its ports."""
    spec, kind = manifest.spec, shown_type(manifest)
    if kind in ("ClusterIP", "NodePort", "ExternalName"):
        for name in _OF_LOAD_BALANCER:
            if given(spec, name) is not None:
                message = forbidden("may only be used when `type` is 'LoadBalancer'")
                yield at_node(INVALID_VALUE, spec[name][0], message, "Remove it, or change the type.")
    port = given(spec, "healthCheckNodePort")
    local = text(given(spec, "externalTrafficPolicy")) == "Local"
    if port is not None and number(port) and kind is not None and not (kind == "LoadBalancer" and local):
        message = forbidden(
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        )
        yield at_node(INVALID_VALUE, spec["healthCheckNodePort"][0], message, "Remove it.")
    first, listed = given(spec, "clusterIP"), items(given(spec, "clusterIPs"))
    if first is not None and listed and literal(first) and literal(listed[0]) not in (None, literal(first)):
        message = invalid(listed[0], "first value must match `clusterIP`")
        yield at_node(INVALID_VALUE, listed[0], message, f"Write `{literal(first)}` first.")
    families: dict[str, yaml.Node] = {}
    for node in items(given(spec, "ipFamilies")):
        written = literal(node)
        if written and families.setdefault(written, node) is not node:
            message = duplicate_value(quoted(written))
            yield duplicate(node, message, families[written], "Remove one of them.")
    policy = given(spec, "ipFamilyPolicy")
    if policy is not None and text(policy) == "SingleStack" and max(len(families), len(listed)) > 1:
        message = invalid(
            policy,
            "must be RequireDualStack or PreferDualStack when multiple IP families are specified",
        )
        yield at_node(INVALID_VALUE, policy, message, "Write `PreferDualStack`, or keep one family.")
    for node in items(given(spec, "externalIPs")):
        yield from not_reachable(node)


def shown_type(manifest: Manifest) -> str | None:
    """The type of a Service; None: a part of one does not show it.

    Without `ports`, too, it is a part, such as a patch: the rest may have another type than the default.
    """
    spec = manifest.spec
    if "type" in spec:
        return text(given(spec, "type"))
    return None if manifest.partial or spec.keys().isdisjoint(("ports", "clusterIP")) else "ClusterIP"


def not_reachable(node: yaml.Node) -> Iterator[Violation]:
    """An address at which nothing is reached from elsewhere."""
    written = literal(node)
    if not written or not is_address(written):
        return
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return
    if address.is_loopback or address.is_unspecified or address.is_link_local or address.is_multicast:
        what = (
            "may not be in the loopback range (127.0.0.0/8, ::1/128)"
            if address.is_loopback
            else "may not be unspecified (0.0.0.0 or ::)"
            if address.is_unspecified
            else "may not be in the link-local range (169.254.0.0/16, fe80::/10)"
            if address.is_link_local
            else "may not be in the multicast range"
        )
        yield at_node(INVALID_VALUE, node, invalid(node, what), "Write one that others can reach.")
