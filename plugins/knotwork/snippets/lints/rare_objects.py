"""Objects that programs make, and few people write: events, bindings, groups of groups."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import REQUIRED, invalid, unsupported
from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.keywords import INVALID_VALUE
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given, may_be_there, missing
from knotwork.snippets.lints.lint import lint
from knotwork.snippets.lints.places import nodes_at
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import literal

_TYPES = ("Normal", "Warning")
_OF_EVENTS = ("action", "reason", "reportingController", "reportingInstance", "type")
"""Source: `ValidateEventCreate` in Kubernetes (pkg/apis/core/validation/events.go)."""
_TARGET = frozenset(("apiVersion", "kind", "namespace", "uid"))
_CHILDREN = ("podGroupTemplates", "compositePodGroupTemplates")


@lint("events.k8s.io/Event", fields=("type",))
def kinds_of_events(manifest: Manifest) -> Iterator[Violation]:
    """The type of an event; in plain `v1` it may be any."""
    node = manifest.value("type")
    written = literal(node)
    if node is not None and written and written not in _TYPES:
        yield at_node(UNKNOWN_VALUE, node, unsupported(written, _TYPES), "Write `Normal` or `Warning`.")


@lint("events.k8s.io/Event")
def whole_events(manifest: Manifest) -> Iterator[Violation]:
    """What an event must say; in plain `v1` it may say less."""
    fields = manifest.fields
    if manifest.partial or "eventTime" not in fields or "status" in fields:
        return  # `eventTime` is required by the schema
    for name in _OF_EVENTS:
        if name not in fields and not may_be_there(name, fields):
            yield missing(manifest.root, name, "", "Every event has it.")


@lint("Event", fields=("involvedObject",))
def namespaces_of_events(manifest: Manifest) -> Iterator[Violation]:
    """An event is in the namespace of the object that it is about."""
    node = given(manifest.pairs(manifest.value("involvedObject")), "namespace")
    written, own = literal(node), literal(given(manifest.metadata, "namespace"))
    if node is not None and written and own and written != own:
        message = invalid(node, "does not match event.namespace")
        yield at_node(INVALID_VALUE, node, message, f"Write `{own}` in both.")


@lint("Binding")
def target(manifest: Manifest) -> Iterator[Violation]:
    """A pod is bound to a node that has a name."""
    node = manifest.value("target")
    fields = manifest.pairs(node)
    if node is not None and fields.keys() <= _TARGET and "name" not in fields and not manifest.partial:
        yield missing(node, "name", "target", "Name the node.")


@lint("scheduling.k8s.io/Workload", fields=("compositePodGroupTemplates",))
def children(manifest: Manifest) -> Iterator[Violation]:
    """A group of groups has some."""
    for node, where in nodes_at(manifest, "spec.compositePodGroupTemplates[]"):
        fields = manifest.pairs(node)
        guessed = any(may_be_there(name, fields) for name in _CHILDREN)
        if fields and not guessed and not manifest.partial:
            message = f"{where}: {REQUIRED}: podGroupTemplates or compositePodGroupTemplates"
            start = node.start_mark.index
            yield Violation(MISSING_FIELD, start, start + 1, message, "Add one of them.", path="")
