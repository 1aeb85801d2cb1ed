"""Addresses, and whom a NetworkPolicy lets in and out."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import replace

import yaml

from knotwork.snippets.lints.fields import given, place, quoted
from knotwork.snippets.lints.ports import port_number, port_text
from knotwork.snippets.manifest import Fields, Manifest, final, is_null, items, number
from knotwork.snippets.violation import Violation, at_node

_SELECTORS = ("namespaceSelector", "podSelector")


def policy(manifest: Manifest) -> Iterator[Violation]:
    """The rules of a NetworkPolicy."""
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for index, rule in enumerate(manifest.maps(given(manifest.spec, direction))):
            for number_, node in enumerate(items(given(rule, side))):
                where = f"spec.{direction}[{index}].{side}[{number_}]"
                yield from _peer(manifest, node, where)
            for port in manifest.maps(given(rule, "ports")):
                yield from _port(port)


def aliases(manifest: Manifest) -> Iterator[Violation]:
    """The addresses that a pod has names for."""
    for pod in manifest.pods:
        for alias in manifest.maps(given(pod.fields, "hostAliases")):
            node = given(alias, "ip")
            written = final(node)
            if node is not None and written and not _is_address(written):
                yield at_node(
                    "invalid-value", node, f"{quoted(written)} is no IP address", "Write one: `10.0.0.1`."
                )


def _peer(manifest: Manifest, node: yaml.Node, where: str) -> Iterator[Violation]:
    if not isinstance(node, yaml.MappingNode):
        return
    fields = manifest.pairs(node)
    selectors = [name for name in _SELECTORS if name in fields and not is_null(fields[name][1])]
    block = given(fields, "ipBlock")
    if block is not None and selectors:
        found = at_node("one-of", fields["ipBlock"][0], f"{where} has both ipBlock and {selectors[0]}")
        related = (place(fields[selectors[0]][0], "the other is here"),)
        yield replace(found, help="Make two entries of it: a `-` before each.", related=related)
    elif not fields and not manifest.partial:
        yield at_node(
            "one-of", node, f"{where} says nothing", "Write podSelector, namespaceSelector or ipBlock."
        )
    yield from _block(manifest.pairs(block))


def _block(fields: Fields) -> Iterator[Violation]:
    """A range of addresses, and the parts of it that are left out."""
    node = given(fields, "cidr")
    whole = _network(final(node))
    if node is not None and final(node) and whole is None:
        yield _no_range(node)
    for each in items(given(fields, "except")):
        written = final(each)
        part = _network(written)
        if written and part is None:
            yield _no_range(each)
        elif whole is not None and part is not None and not _is_part(part, whole):
            yield at_node(
                "invalid-value",
                each,
                f"{written} is no part of {final(node)}",
                "Leave out what is in the range.",
            )


_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(written: str | None) -> _Network | None:
    if not written or "/" not in written or "." in written.partition("/")[2]:
        return None
    address, _, length = written.partition("/")
    # old clusters take leading zeros, so they are not held against anyone
    plain = (
        ".".join(part.lstrip("0") or "0" for part in address.split(".")) if ":" not in address else address
    )
    try:
        return ipaddress.ip_network(f"{plain}/{length}", strict=False)
    except ValueError:
        return None


def _is_part(part: _Network, whole: _Network) -> bool:
    return part.version == whole.version and part.prefixlen > whole.prefixlen and part[0] in whole


def _no_range(node: yaml.Node) -> Violation:
    written = str(node.value)
    if _is_address(written):
        bits = 128 if ":" in written else 32
        return at_node(
            "invalid-value",
            node,
            f"{written} is no range of addresses",
            f"For one address write `{written}/{bits}`.",
        )
    return at_node(
        "invalid-value", node, f"{quoted(written)} is no range of addresses", "Write one: `10.0.0.0/8`."
    )


def _is_address(written: str) -> bool:
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return False
    return "%" not in written


def _port(fields: Fields) -> Iterator[Violation]:
    node, end = given(fields, "port"), given(fields, "endPort")
    yield from port_number(node, "port")
    yield from port_text(node, "port")
    yield from port_number(end, "endPort")
    first, last = number(node), number(end)
    if end is not None and first is not None and last is not None and last < first:
        yield at_node(
            "invalid-value", end, f"endPort {last} is before port {first}", "Write the higher one here."
        )
