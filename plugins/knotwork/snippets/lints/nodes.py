"""Nodes: what keeps pods from them, and the addresses of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.addresses import network
from knotwork.snippets.fields.api_errors import duplicate_value, quoted
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.names import duplicate
from knotwork.snippets.lints.networks import no_range
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import literal


@lint("Node")
def pod_range(manifest: Manifest) -> Iterator[Violation]:
    """The range of addresses of a Node's pods."""
    node = given(manifest.spec, "podCIDR")
    written = literal(node)
    if node is not None and written and network(written) is None:
        yield no_range(node)


@lint("Node", fields=("taints",))
def taints(manifest: Manifest) -> Iterator[Violation]:
    """A node has one taint of a key and an effect."""
    first: dict[tuple[str, str], yaml.Node] = {}
    for taint in manifest.maps(given(manifest.spec, "taints")):
        node = given(taint, "key")
        key, effect = literal(node), literal(given(taint, "effect"))
        if node is not None and key and effect and first.setdefault((key, effect), node) is not node:
            message = duplicate_value(f"{quoted(key)} with the same effect")
            yield duplicate(node, message, first[key, effect], "Remove one of them.")
