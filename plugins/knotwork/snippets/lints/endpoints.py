"""Endpoints: the addresses and ports behind a Service without a selector."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.networks import no_address
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.lints.ports import port_number
from knotwork.snippets.lints.service_types import not_reachable
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items

_ADDRESSES = ("addresses", "notReadyAddresses")


@lint("Endpoints", fields=("subsets",))
def endpoints(manifest: Manifest) -> Iterator[Violation]:
    """The addresses and ports of Endpoints."""
    for node, where in nodes_at(manifest, "subsets[]"):
        subset = manifest.pairs(node)
        for name in _ADDRESSES:
            for address in manifest.maps(given(subset, name)):
                yield from no_address(given(address, "ip"))
                if (ip := given(address, "ip")) is not None:
                    yield from not_reachable(ip)
        ports = items(given(subset, "ports"))
        for index, port in enumerate(ports):
            fields = manifest.pairs(port)
            yield from port_number(given(fields, "port"))
            if len(ports) > 1 and "name" not in fields and not manifest.partial and fields:
                help_ = "Ports have names when there is more than one: those of the Service."
                yield missing(port, "name", f"{where}.ports[{index}]", help_)
        if isinstance(node, yaml.MappingNode) and subset.keys() == {"ports"} and not manifest.partial:
            message = f"{REQUIRED}: must specify `addresses` or `notReadyAddresses`"
            yield at_node(
                MISSING_FIELD, node.value[0][0], message, "List them: `addresses: [{ip: 10.0.0.1}]`."
            )
