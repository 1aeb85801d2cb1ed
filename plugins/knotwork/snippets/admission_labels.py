"""Labels that have the webhook of a program fill in what a manifest lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import text, value_at


class _Filled(NamedTuple):
    program: str
    fields: tuple[str, ...]
    """The fields of the spec that it sets."""


_LABELS: Mapping[str, _Filled] = {
    "cdi.kubevirt.io/applyStorageProfile": _Filled("CDI", ("accessModes", "resources", "volumeMode"))
}
"""By the name of a label, which is to be `true`."""


def filled_in_by_webhooks(violations: list[Violation], root: yaml.Node) -> list[Violation]:
    """The violations of a manifest; as infos those of fields that a webhook sets, as a label asks it to."""
    if not violations:
        return violations
    labels = value_at(value_at(root, "metadata"), "labels")
    for program, fields in (of for name, of in _LABELS.items() if text(value_at(labels, name)) == "true"):
        values = [value_at(value_at(root, "spec"), name) for name in fields]
        starts = {node.start_mark.index for node in values if node is not None}
        missing = tuple(f"spec.{name}: {REQUIRED}" for name in fields)
        help_ = f"A webhook of {program} sets it, where there is one."
        violations = [
            replace(violation, severity="info", help=help_, repair=None)
            if violation.start in starts or violation.message.startswith(missing)
            else violation
            for violation in violations
        ]
    return violations
