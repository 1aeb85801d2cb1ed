"""What a custom resource lacks, where a webhook in the notes may fill it in before it is validated.

apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
webhooks:
  - rules:
      - {apiGroups: [example.com], resources: [backups], operations: [CREATE], …}     may fill in `spec.size`
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import yaml

from knotwork.model.names import NotePath
from knotwork.snippets.fields.keywords import INVALID_VALUE, NO_CHOICE
from knotwork.snippets.identity import identity
from knotwork.snippets.intent.absence_rules import may_be_set_later
from knotwork.snippets.schema.builtin import group_of
from knotwork.snippets.schema.registry import SchemaRegistry
from knotwork.snippets.violation import Violation, with_infos
from knotwork.snippets.yaml.nodes import nodes


def filled_by_webhooks(
    violations: Sequence[Violation], root: yaml.Node | None, path: NotePath, registry: SchemaRegistry
) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those of fields that may be filled in."""
    api_version, kind, _, _ = identity(root)
    places = registry.mutated.get((group_of(api_version or ""), kind or ""))
    if places is None or root is None:
        return violations
    place = "this note" if path in places else places[0]
    help_ = f"A mutating webhook or policy in {place} may fill it in before the {kind} is validated."
    starts = {node.start_mark.index for node in nodes(root) if isinstance(node, yaml.MappingNode)}
    return with_infos(violations, lambda own: _may_be_filled_in(own, starts), lambda _: help_)


def _may_be_filled_in(violation: Violation, mappings: Collection[int]) -> bool:
    """Whether further fields may be what is missing; `mappings`: the offsets at which mappings begin."""
    if violation.rule is INVALID_VALUE:
        return violation.start in mappings and violation.message.endswith(NO_CHOICE)
    return may_be_set_later(violation)
