"""Amounts that stand one level too high: `storage: 1Gi` belongs under `requests`, a mapping of any resources.

resources:
  cpu: 1         belongs under `limits` or `requests`

containers:
- cpu: 1         belongs under `resources.limits` or `resources.requests`
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.schema.schema import Schema

_RESOURCES = ("cpu", "memory", "storage", "ephemeral-storage", "pods")
_OTHERS = ("maxLimitRequestRatio", "overhead")
"""Numbers that are no amounts, and what the API server writes into a pod."""
_OWNERS = ("Container", "PersistentVolumeClaimSpec")
"""The definitions whose amounts stand under `resources`; of a pod, those of its containers may be meant."""


def amounts_below(name: str, value: yaml.Node, schema: Schema) -> Iterator[str]:
    """The fields of a definition that are mappings of amounts, for a field with the name of a resource.

    Extended resources have a domain: `example.com/gpu`.
    """
    if (
        name not in _RESOURCES
        and "/" not in name
        and not name.startswith(("hugepages-", "requests.", "limits."))
    ):
        return
    if not isinstance(value, yaml.ScalarNode):
        return
    if schema.name == "VolumeResourceRequirements" and name == "storage":
        yield "requests"  # a claim always has it
        return
    yield from _amounts(schema, value) or (
        f"resources.{field}"
        for owner in _OWNERS
        if schema.name == owner
        for field in _amounts(schema.fields["resources"], value)
        if name != "storage" or field == "requests"
    )


def _amounts(schema: Schema, value: yaml.Node) -> list[str]:
    """The fields of a definition that are mappings of amounts, which a value may be one of."""
    return [
        field
        for field, below in schema.fields.items()
        if below.values is not None
        and below.values.type == "quantity"
        and field not in _OTHERS
        and may_have(below.values, value)
    ]
