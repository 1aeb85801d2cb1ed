"""When a container is started again by rules of its own."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.lints.fields import given
from knotwork.snippets.lints.lint import PODS, lint
from knotwork.snippets.manifest import Manifest
from knotwork.snippets.violation import Violation, at_node
from knotwork.snippets.yaml.values import items


@lint(PODS, fields=("restartPolicyRules",))
def restart_rules(manifest: Manifest) -> Iterator[Violation]:
    """Rules are about what differs from the container's restartPolicy."""
    for container in manifest.containers:
        fields = container.fields
        if (
            items(given(fields, "restartPolicyRules"))
            and "restartPolicy" not in fields
            and not manifest.partial
        ):
            message = f"{REQUIRED}: must specify restartPolicy when restart rules are used"
            key = fields["restartPolicyRules"][0]
            yield at_node(MISSING_FIELD, key, message, "Add `restartPolicy: Never` to the container.")
