"""The address of a node in a port of a container: the API server takes any text, and the kubelet does not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.networks import is_address
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal


@lint(PODS, fields=("hostIP",))
def host_addresses(manifest: Manifest) -> Iterator[Violation]:
    """A hostIP that is no address."""
    for container in manifest.containers:
        for port in manifest.maps(given(container.fields, "ports")):
            node = given(port, "hostIP")
            written = literal(node)
            if node is not None and written and not is_address(written):
                violation = at_node(
                    INVALID_VALUE, node, invalid(node, "must be a valid IP address"), "Write one: `10.0.0.1`."
                )
                yield replace(violation, severity="warning")
