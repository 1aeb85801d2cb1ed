"""Amounts that stand one level too high: `storage: 1Gi` belongs under `requests`, a mapping of any resources.

resources:
  cpu: 1         belongs under `limits` or `requests`
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.schema.schema import Schema

_RESOURCES = ("cpu", "memory", "storage", "ephemeral-storage", "pods")
_RATIO = "maxLimitRequestRatio"
"""Its numbers are no amounts."""


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
    for field, below in schema.fields.items():
        amounts = below.values is not None and below.values.type == "quantity" and field != _RATIO
        if amounts and below.values is not None and may_have(below.values, value):
            yield field
