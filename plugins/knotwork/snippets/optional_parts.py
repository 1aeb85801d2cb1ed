"""A custom resource that is shown for an option: the list or mapping that it is about is left out."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.snippets.schema.schema import ANYTHING, Schema
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.placeholders import is_placeholder
from knotwork.snippets.yaml.values import text, value_at

_CONTENT = frozenset(("array", "object", ""))
"""The types of what a custom resource is about; a definition may not say which it has."""


def shows_options(root: yaml.Node, violations: Sequence[Violation], schema: Schema) -> bool:
    """Whether a custom resource has fields near its top that are all optional, and lacks the required one.

    That is a list or a mapping: a lone text or number, such as an interval, is easily forgotten. Of a form
    whose name is to be filled in it may be one of several that are required.
    """
    missing = {violation.missing for violation in violations if violation.missing}
    if len(missing) != 1:
        return False
    parent, _, name = missing.pop().rpartition(".")
    if not parent or "." in parent:
        return False
    within = schema.fields.get(parent)
    beside = value_at(root, parent)
    if within is None or not isinstance(beside, yaml.MappingNode):
        return False
    if within.required != (name,) and not is_placeholder(
        text(value_at(value_at(root, "metadata"), "name")) or ""
    ):
        return False
    return bool(beside.value) and within.fields.get(name, ANYTHING).type in _CONTENT
