"""Amounts that stand one level too high: `storage: 1Gi` belongs under `requests`, a mapping of any resources.

resources:
  cpu: 1         belongs under `limits` or `requests`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.possible_values import may_have
from knotwork.snippets.fields.suggestions import any_of
from knotwork.snippets.fields.value_changes import UNDER
from knotwork.snippets.schema.schema import Schema
from knotwork.snippets.violation import Violation

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


def may_be_several(option: Violation) -> bool:
    """Whether another account of the same violation may be right, too."""
    return option.among or option.change.startswith(UNDER)


def of_several(options: Sequence[Violation]) -> Violation:
    """The account that names the fields of several, each of which would be right."""
    first = options[0]
    places = [option.below or option.change.removeprefix(UNDER) for option in options]
    names = any_of([f"`{place}:`" for place in places])
    if not first.below:
        return replace(first, help=f"Write the list under {names}.")
    message = f"{first.message.removesuffix(first.below)}{any_of(places)}"
    return replace(first, message=message, help=f"Indent it below {names}.")
