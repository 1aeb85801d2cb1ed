"""The address of a node in a port of a container: the API server takes any text, and the kubelet does not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.lints.networks import no_address
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import literal


@lint(PODS, fields=("hostIP",))
def host_addresses(manifest: Manifest) -> Iterator[Violation]:
    """A hostIP that is no address."""
    for container in manifest.containers:
        for port in manifest.maps(given(container.fields, "ports")):
            for violation in no_address(given(port, "hostIP"), read=literal):
                yield replace(violation, severity="warning")
