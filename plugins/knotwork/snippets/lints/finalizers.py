"""Finalizers of Kubernetes' own objects: names of Kubernetes, or of a domain."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import EVERY_KIND, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.value_forms import STANDARD_FINALIZERS
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items, literal

_GROUPS = frozenset(
    (
        *("", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "storage.k8s.io"),
        *("rbac.authorization.k8s.io", "discovery.k8s.io", "coordination.k8s.io", "node.k8s.io"),
        *("scheduling.k8s.io", "resource.k8s.io", "certificates.k8s.io", "flowcontrol.apiserver.k8s.io"),
    )
)
"""The groups whose objects are checked as those of core are; of others the API server only warns."""


@lint(EVERY_KIND, fields=("finalizers",))
def finalizers(manifest: Manifest) -> Iterator[Violation]:
    """The finalizers of an object."""
    if manifest.group not in _GROUPS:
        return
    for node in items(given(manifest.metadata, "finalizers")):
        written = literal(node)
        if written and "/" not in written and written not in STANDARD_FINALIZERS:
            message = invalid(node, "name is neither a standard finalizer name nor is it fully qualified")
            yield at_node(
                INVALID_VALUE, node, message, f"Write it with a domain: `example.com/{written[:40]}`."
            )
