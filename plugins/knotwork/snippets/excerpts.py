"""Manifests that are shown in part, without saying so: what nobody forgets is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.missing_fields import (
    BESIDE_NAME,
    MISSING_FIELD,
    SHOWN_IN_PART,
    missing_together,
)
from knotwork.snippets.fields.of_server import ONLY_OF_SERVER
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.lints.fields import given, may_be_there
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.schema.bundled import known_fields
from knotwork.snippets.violation import Violation, severity
from knotwork.snippets.yaml.values import literal, text

_NEVER_FORGOTTEN = frozenset(
    ("metadata", "spec", "spec.template", "spec.jobTemplate", "spec.scaleTargetRef", "template", "data")
)
"""The fields that a manifest is about: who leaves them out does so on purpose."""
_HEAD = frozenset(("apiVersion", "kind", "metadata"))
_CONTAINERS = "containers"
_POD_SPEC = "template.spec"
_CONTAINER = "io.k8s.api.core.v1.Container"


def excerpt(
    violations: Sequence[Violation], kind: str, shown: Manifest | None, *, in_part: bool = False
) -> Violation | None:
    """The finding of a manifest that is only shown in part: which fields it lacks; None: it seems whole.

    `violations`: those of its schema. `shown`: it, when its schema is Kubernetes' own. `in_part`: it seems to
    be shown for one of its parts.
    """
    if violations and (left_out := _missing(violations, kind, shown, in_part=in_part)) is not None:
        return left_out
    if shown is None:
        return None
    for name, node in (*_left_empty(violations, shown), *_without_name(shown), *_without_body(shown)):
        if name in {violation.belongs for violation in violations}:
            continue
        start = node.start_mark.index
        end = node.end_mark.index if isinstance(node, yaml.ScalarNode) else start + 1
        message = f"this {kind} is shown in part: it has no {name}"
        return Violation(MISSING_FIELD, start, end, message, SHOWN_IN_PART, severity="info", path="")
    return None


def _missing(
    violations: Sequence[Violation], kind: str, shown: Manifest | None, *, in_part: bool
) -> Violation | None:
    """The finding about required fields that are not there, which nobody forgets."""
    elsewhere = {violation.belongs for violation in violations}
    missing = [
        violation for violation in violations if violation.missing and violation.missing not in elsewhere
    ]
    paths = {violation.missing for violation in missing}
    if not missing or not (in_part or _is_left_out(paths, shown)):
        return None
    joined = next(filter(_is_missing, missing_together(missing, kind)))
    many = f"this {kind} is shown in part: {_listed(joined)}"
    needs = joined.message.partition(";")[2]
    one = f"this {kind} is shown in part: it has no {joined.missing}{needs and f';{needs}'}"
    message = many if len(missing) > 1 else one
    return replace(joined, message=message, help=SHOWN_IN_PART, severity="info", repair=None)


def _left_empty(violations: Sequence[Violation], shown: Manifest) -> Iterator[tuple[str, yaml.Node]]:
    """The first field of a form: a manifest whose fields all stand there without a value, to be filled in."""
    accused = {violation.start for violation in violations if severity(violation) != "info"}
    if not accused:
        return
    meant = {own.start: own.meant for own in violations if own.rule is UNKNOWN_FIELD}
    own = [
        (meant.get(key.start_mark.index, name), key, value)
        for name, (key, value) in shown.fields.items()
        if name not in _HEAD
    ]
    empty = [isinstance(value, yaml.ScalarNode) and not value.value for _, _, value in own]
    known = [(name, key) for name, key, _ in own if name]  # what has no name here is unknown
    if known and all(empty):
        yield next((field for field in known if field[1].start_mark.index in accused), known[0])


def _is_missing(violation: Violation) -> bool:
    return bool(violation.missing)


def _listed(joined: Violation) -> str:
    """What the message of several missing fields says of them."""
    return joined.message.partition(": ")[2]


def _is_left_out(paths: Set[str], shown: Manifest | None) -> bool:
    if shown is None and len(paths) > 1:
        return True  # of a custom resource nobody knows which fields are never forgotten
    near = {path for path in paths if path.count(".") < 2}
    if len(near) > 1 or near & _NEVER_FORGOTTEN:
        return True
    if any(path.rpartition(".")[2] == _CONTAINERS or path.endswith(_POD_SPEC) for path in paths):
        return True
    return near == {"spec.selector"} and shown is not None and not _has_labels(shown)


def _has_labels(shown: Manifest) -> bool:
    """Whether the template of a workload has labels, as a whole manifest has."""
    labels = [pod.labels for pod in shown.pods]
    return any(isinstance(node, yaml.MappingNode) and node.value for node in labels)


def _without_name(shown: Manifest) -> Iterator[tuple[str, yaml.Node]]:
    """The name, where labels or annotations are all that is shown, or all that is shown of metadata below."""
    # in output it is the last field, and may be cut off
    last = shown.fields.keys() <= _HEAD or [*shown.fields][-1:] == ["metadata"]
    if last and shown.metadata and shown.metadata.keys() <= BESIDE_NAME | ONLY_OF_SERVER:
        yield "metadata.name", shown.fields["metadata"][0]


def _without_body(shown: Manifest) -> Iterator[tuple[str, yaml.Node]]:
    """What a manifest is about and does not have, though its schema allows that; with where to say so."""
    fields = shown.spec
    if not isinstance(shown.value("spec"), yaml.MappingNode):
        return
    if shown.kind == "Service" and not shown.group and "ports" not in fields:
        address = given(fields, "clusterIP")
        headless = address is not None and literal(address) in ("None", None)
        external = text(given(fields, "type")) == "ExternalName"
        if not headless and not external and not may_be_there("ports", fields):
            yield "spec.ports", shown.fields["spec"][0]
    elif shown.kind == "Ingress" and not {"rules", "defaultBackend", "backend"} & fields.keys():
        if not may_be_there("rules", fields):
            yield "spec.rules", shown.fields["spec"][0]
    elif containers := [container for container in shown.containers if container.kind == _CONTAINERS]:
        known = known_fields(_CONTAINER)
        if all(
            "image" not in container.fields and container.fields.keys() <= known for container in containers
        ):
            yield "image", containers[0].node
