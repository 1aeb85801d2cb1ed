"""Documents whose kind is one of Kubernetes by its name only: their spec is that of another program."""

from __future__ import annotations

from collections.abc import Container, Sequence

import yaml

from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_FEW = 2


def is_of_other_program(root: yaml.Node, violations: Sequence[Violation], spec: Container[str]) -> bool:
    """Whether a document without apiVersion has more fields in its spec that its kind has not, than it has.

    `violations`: those of its kind; slips, and fields of a wrong level, are none. `spec`: the fields it has.
    """
    below = value_at(root, "spec")
    if not isinstance(below, yaml.MappingNode):
        return False
    strange = {
        violation.start
        for violation in violations
        if violation.rule is UNKNOWN_FIELD
        and not (violation.below or violation.belongs or violation.repair)
        and "did you mean" not in violation.message
    }
    unknown = sum(key.start_mark.index in strange for key, _ in below.value)
    return unknown >= _FEW and unknown > sum(key_of(key) in spec for key, _ in below.value)
