"""What an autoscaler scales, and the resources of containers that it measures."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.lints.fields import given, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal

_MEASURED = ("cpu", "memory", "ephemeral-storage")
_API = {
    **dict.fromkeys(("Deployment", "ReplicaSet", "StatefulSet"), "apps/v1"),
    "Rollout": "argoproj.io/v1alpha1",
}
_NEEDS_GROUP = "apiVersion must specify API group"


@lint("autoscaling/HorizontalPodAutoscaler", fields=("scaleTargetRef",))
def target(manifest: Manifest) -> Iterator[Violation]:
    """The API group of what is scaled: without one it would be a kind of the core group, and is not found.

    Before 1.35 the API server takes it, and the controller finds no such kind.
    """
    node = given(manifest.spec, "scaleTargetRef")
    fields = manifest.pairs(node)
    kind, version = literal(given(fields, "kind")), given(fields, "apiVersion")
    if node is None or not kind or kind == "ReplicationController" or not literal(given(fields, "name")):
        return
    help_ = f"Write `apiVersion: {_API.get(kind, 'GROUP/VERSION')}`."
    written = literal(version)
    if "apiVersion" not in fields:
        if not manifest.partial and fields.keys() <= {"kind", "name"}:  # another may be a misspelt one
            yield missing(node, "apiVersion", "spec.scaleTargetRef", help_)
    elif version is not None and written and (written.count("/") != 1 or written.startswith("/")):
        yield at_node(INVALID_VALUE, version, invalid(version, _NEEDS_GROUP), help_)


@lint("autoscaling/HorizontalPodAutoscaler", fields=("describedObject",))
def described(manifest: Manifest) -> Iterator[Violation]:
    """The version of an object that a metric is of has one slash at most."""
    for node, _ in nodes_at(manifest, "spec.metrics[].object.describedObject.apiVersion"):
        written = literal(node) or ""
        if written.count("/") > 1:
            message = invalid(node, f"unexpected GroupVersion string: {written}")
            yield at_node(INVALID_VALUE, node, message, "Write `VERSION`, or `GROUP/VERSION`.")


@lint("autoscaling/HorizontalPodAutoscaler", fields=("containerResource",))
def measured(manifest: Manifest) -> Iterator[Violation]:
    """What is measured of a container is a resource that containers have."""
    for node, _ in nodes_at(manifest, "spec.metrics[].containerResource.name"):
        written = literal(node)
        is_own = written and "/" not in written and not written.startswith("hugepages-")
        if written and is_own and written not in _MEASURED:
            yield at_node(UNKNOWN_VALUE, node, unsupported(written, _MEASURED), "Write one of them.")
