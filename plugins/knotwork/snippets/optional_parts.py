"""A custom resource that a note shows for one of its parts: a field near its top is left out."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.values import value_at


def shows_a_part(root: yaml.Node, violations: Sequence[Violation]) -> bool:
    """Whether a custom resource lacks a field at its top, or in a mapping there that has others.

    Which fields of it nobody forgets is not known. An empty field is there; and what an item of a list lacks,
    or what is further below, was forgotten.
    """
    return any(violation.missing and _is_left_out(root, violation.missing) for violation in violations)


def _is_left_out(root: yaml.Node, path: str) -> bool:
    parent, _, name = path.rpartition(".")
    if "." in parent or "[" in path or parent == "metadata":
        return False
    beside = value_at(root, parent) if parent else root
    return isinstance(beside, yaml.MappingNode) and bool(beside.value) and value_at(beside, name) is None
