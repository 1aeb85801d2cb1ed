"""What an autoscaler scales, or measures, is of an API that there is and can be scaled.

The API server takes any reference; the controller looks for the kind in the group that is written, whatever
its version says, and finds none. Source: `reconcileAutoscaler` in the controller of HorizontalPodAutoscalers,
`ParseGVKR` of KEDA.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import invalid
from knotwork.snippets.fields.suggestions import written_instead
from knotwork.snippets.lints.fields import given, warning
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import Fields
from knotwork.snippets.yaml.values import literal

_SCALABLE = ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController")


@lint("autoscaling/HorizontalPodAutoscaler", fields=("scaleTargetRef", "describedObject"))
def scaled_kinds(manifest: Manifest) -> Iterator[Violation]:
    """References of an autoscaler to kinds that their group does not have, or that have no scale."""
    target = manifest.pairs(given(manifest.spec, "scaleTargetRef"))
    yield from of_scaled(target, manifest.minor)
    for node, _ in nodes_at(manifest, "spec.metrics[].object.describedObject"):
        yield from _of_gone_group(manifest.pairs(node), manifest.minor)


def of_scaled(reference: Fields, minor: str) -> Iterator[Violation]:
    """The same of one reference to what is scaled. `minor`: that of the Kubernetes; empty for the newest."""
    kind, version = given(reference, "kind"), literal(given(reference, "apiVersion"))
    written = literal(kind) or ""
    gone = list(_of_gone_group(reference, minor))
    exists = bool(version) and version in schemas_of(minor or NEWEST).versions_of(written)
    if kind is not None and not gone and exists and written not in _SCALABLE:
        message = invalid(kind, "it has no scale that could be changed")
        yield warning(kind, message, f"Scale one of {', '.join(_SCALABLE[:3])}.")
    yield from gone


def _of_gone_group(reference: Fields, minor: str) -> Iterator[Violation]:
    """A kind of Kubernetes in a group of Kubernetes that does not have it, or in a version that is gone."""
    node, kind = given(reference, "apiVersion"), literal(given(reference, "kind")) or ""
    known = schemas_of(minor or NEWEST)
    written, served = literal(node) or "", known.versions_of(kind)
    if node is None or written.count("/") != 1 or not served or written in served:
        return
    if any(group_of(version) == group_of(written) for version in served):
        yield replace(_unserved(node, kind, written, served), severity="info", repair=None)
    elif known.serves(group_of(written)):
        yield _unserved(node, kind, written, served)


def _unserved(node: yaml.Node, kind: str, written: str, served: tuple[str, ...]) -> Violation:
    message = invalid(node, f"no {kind} is served in {written}")
    help_ = f"Write `apiVersion: {served[0]}`."
    return replace(warning(node, message, help_), repair=written_instead(node, served[0]))
