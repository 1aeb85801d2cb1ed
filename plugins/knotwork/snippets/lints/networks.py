"""Addresses, and whom a NetworkPolicy lets in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.addresses import Network, is_address, network
from knotwork.snippets.fields.api_errors import REQUIRED, forbidden, invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, place
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.one_of import ONE_OF
from knotwork.snippets.lints.ports import port_number, port_text
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import is_null, items, literal, literal_name, number

_SELECTORS = ("namespaceSelector", "podSelector")


def no_range(node: yaml.Node) -> Violation:
    """The violation of a text that is no range of addresses."""
    written = str(node.value).strip()
    help_ = "Write one: `10.0.0.0/8`."
    if is_address(written):
        help_ = f"For one address write `{written}/{128 if ':' in written else 32}`."
    return at_node(INVALID_VALUE, node, invalid(node, "must be a valid CIDR address"), help_)


def no_address(
    node: yaml.Node | None, read: Callable[[yaml.Node | None], str | None] = literal_name
) -> Iterator[Violation]:
    """A text that should be an IP address and is none."""
    written = read(node)
    if node is not None and written and not is_address(written):
        yield at_node(
            INVALID_VALUE, node, invalid(node, "must be a valid IP address"), "Write one: `10.0.0.1`."
        )


@lint("networking.k8s.io/NetworkPolicy")
def policy(manifest: Manifest) -> Iterator[Violation]:
    """The rules of a NetworkPolicy."""
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for rule in manifest.maps(given(manifest.spec, direction)):
            for node in items(given(rule, side)):
                yield from _peer(manifest, node)
            for port in manifest.maps(given(rule, "ports")):
                yield from _port(manifest, port)


@lint("networking.k8s.io/ServiceCIDR", fields=("cidrs",))
def ranges_of_services(manifest: Manifest) -> Iterator[Violation]:
    """The ranges that Services have addresses of: one of each family."""
    families: set[int] = set()
    for node in items(given(manifest.spec, "cidrs")):
        written = literal_name(node)
        range_ = network(written)
        if written and range_ is None:
            yield no_range(node)
        elif range_ is not None and range_.version in families:
            message = invalid(node, f"may specify no more than one CIDR of IPv{range_.version}")
            yield at_node(INVALID_VALUE, node, message, "Put it in a ServiceCIDR of its own.")
        elif range_ is not None:
            families.add(range_.version)


@lint(PODS, fields=("hostAliases",))
def aliases(manifest: Manifest) -> Iterator[Violation]:
    """The addresses that a pod has names for."""
    for pod in manifest.pods:
        for alias in manifest.maps(given(pod.fields, "hostAliases")):
            yield from no_address(given(alias, "ip"))


def _peer(manifest: Manifest, node: yaml.Node) -> Iterator[Violation]:
    if not isinstance(node, yaml.MappingNode):
        return
    fields = manifest.pairs(node)
    selectors = [name for name in _SELECTORS if name in fields and not is_null(fields[name][1])]
    block = given(fields, "ipBlock")
    if block is not None and selectors:
        violation = at_node(
            ONE_OF, fields["ipBlock"][0], forbidden(f"may not specify both ipBlock and {selectors[0]}")
        )
        related = (place(fields[selectors[0]][0], "the other is here"),)
        yield replace(violation, help="Make two entries of it: a `-` before each.", related=related)
    elif not fields and not manifest.partial:
        yield at_node(
            ONE_OF,
            node,
            f"{REQUIRED}: must specify a peer",
            "Write podSelector, namespaceSelector or ipBlock.",
        )
    yield from _block(manifest.pairs(block))


def _block(fields: Fields) -> Iterator[Violation]:
    """A range of addresses, and the parts of it that are left out."""
    node = given(fields, "cidr")
    whole = network(literal_name(node))
    if node is not None and literal_name(node) and whole is None:
        yield no_range(node)
    for excluded in items(given(fields, "except")):
        written = literal_name(excluded)
        part = network(written)
        if written and part is None:
            yield no_range(excluded)
        elif whole is not None and part is not None and not _is_part(part, whole):
            yield at_node(
                INVALID_VALUE,
                excluded,
                invalid(excluded, f"must be a strict subset of `cidr` {literal(node)}"),
                "Leave out what is in the range.",
            )


def _is_part(part: Network, whole: Network) -> bool:
    return part.version == whole.version and part.prefixlen > whole.prefixlen and part[0] in whole


def _port(manifest: Manifest, fields: Fields) -> Iterator[Violation]:
    node, end = given(fields, "port"), given(fields, "endPort")
    yield from port_number(node)
    yield from port_text(node)
    yield from port_number(end)
    first, last = number(node), number(end)
    if end is not None and first is not None and last is not None and last < first:
        yield at_node(
            INVALID_VALUE,
            end,
            invalid(end, f"must be greater than or equal to `port` {first}"),
            "Write the higher one here.",
        )
    named = node is not None and first is None and literal(node) is not None
    absent = "port" not in fields and fields.keys() <= {"endPort", "protocol"} and not manifest.partial
    if end is not None and (named or absent):
        message = forbidden("may not be specified when `port` is non-numeric or missing")
        help_ = "Write the first port as a number: `port: 8000`."
        yield at_node(INVALID_VALUE, fields["endPort"][0], message, help_)
