"""What a custom resource lacks, where a webhook in the notes may fill it in before it is validated.

apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
webhooks:
  - rules:
      - {apiGroups: [example.com], resources: [backups], operations: [CREATE], …}     may fill in `spec.size`
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.model.names import NotePath
from knotwork.snippets.identity import identity
from knotwork.snippets.intent.absence_rules import may_be_set_later
from knotwork.snippets.schema.builtin import group_of
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.violation import Violation, with_infos


def filled_by_webhooks(
    violations: Sequence[Violation], root: yaml.Node | None, path: NotePath, registry: SchemaRegistry
) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those of what may be filled in."""
    api_version, kind, name, _ = identity(root)
    group = group_of(api_version or "")
    mutated = registry.mutated.get((group, kind or ""))
    places = mutated.places((api_version or "").rpartition("/")[2], name or "") if mutated else ()
    if not places:
        return violations
    place = "this note" if path in places else places[0]
    help_ = f"A mutating webhook or policy in {place} may fill it in before the {kind} is validated."
    return with_infos(violations, lambda own: own.lacking or may_be_set_later(own), lambda _: help_)
