"""What a manifest that kubectl reads lacks, where all around it is there: it was forgotten.

A here-document for `kubectl apply -f -` is no excerpt: a Deployment in it without a selector, a Service
without ports, a container without an image are refused. An object that lacks more may be applied to one
that is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, PART, SHOWN_IN_PART
from knotwork.snippets.here_documents import IS_APPLIED
from knotwork.snippets.intent.applied_files import is_applied
from knotwork.snippets.intent.states_of_objects import is_of_server
from knotwork.snippets.intent.written import Written
from knotwork.snippets.manifest import manifest
from knotwork.snippets.reduced_parts import at_path
from knotwork.snippets.said_of_blocks import is_said_to_be_part
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import text

_LACKS = ": it has no "
_IMAGE = "image"
_FIELDS: Mapping[tuple[str, str], tuple[str, str]] = {
    **{
        (kind, "spec.selector"): (
            "spec.template.spec.containers",
            "Write `selector: {matchLabels: …}`, and the same labels under `template.metadata.labels`.",
        )
        for kind in ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")
    },
    **{
        (kind, "spec.template"): ("spec.selector", "Write `template:`, with the labels of the selector.")
        for kind in ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")
    },
    ("Service", "spec.ports"): ("spec.selector", "Write the ports under `ports:`."),
    ("Ingress", "spec.rules"): ("spec.ingressClassName", "Write `rules:`, or a `defaultBackend:`."),
    ("CronJob", "spec.jobTemplate"): ("spec.schedule", "Write the Job under `jobTemplate:`."),
    ("HorizontalPodAutoscaler", "spec.scaleTargetRef"): (
        "spec.maxReplicas",
        "Write `scaleTargetRef:` with the apiVersion, the kind and the name of what it scales.",
    ),
}
"""By the kind and the field it lacks: what has to be there, and what to do."""


def with_forgotten_fields(violations: Sequence[Violation], written: Written) -> Sequence[Violation]:
    """The violations of a manifest; where kubectl reads it, as an error the one field that it lacks."""
    block, root = written.block, written.document.root
    if not written.context.applied and IS_APPLIED not in block.options:
        return violations
    if not is_applied(block, written.context.applied) or written.context.kustomized:
        return violations
    if not written.unmarked or is_said_to_be_part(block):
        return violations
    if not text(at_path(root, "metadata.name")) or is_of_server(root):
        return violations
    return [_as_forgotten(violation, root) for violation in violations]


def _as_forgotten(violation: Violation, root: yaml.Node | None) -> Violation:
    if violation.rule is not MISSING_FIELD or violation.help != SHOWN_IN_PART or violation.together:
        return violation
    kind, name = text(at_path(root, "kind")) or "", violation.message.partition(_LACKS)[2].partition(";")[0]
    if name == _IMAGE:
        path, what = _image_at(root, violation.start), "Write the `image:` of each container."
    else:
        beside, what = _FIELDS.get((kind, name), ("", ""))
        path = name if beside and at_path(root, beside) is not None else ""
    if not path:
        return violation
    help_ = f"{what} {PART}"
    return replace(violation, severity=None, message=f"{path}: {REQUIRED}", help=help_, path="")


def _image_at(root: yaml.Node | None, start: int) -> str:
    """The path of the image of the container that begins at an offset; empty where none does."""
    shown = manifest(root)
    containers = shown.containers if shown is not None else ()
    here = (own for own in containers if own.node.start_mark.index == start and "name" in own.fields)
    return next((f"{container.path}.{_IMAGE}" for container in here), "")
