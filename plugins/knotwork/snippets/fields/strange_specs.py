"""Documents whose kind is one of Kubernetes by its name only: spec or version are another program's."""

from __future__ import annotations

from collections.abc import Container, Sequence

import yaml

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.apis import is_misspelt
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import text, value_at

_FEW = 2
_VERSION = lazy_regex(r"v\d+")


def is_of_other_program(root: yaml.Node, violations: Sequence[Violation], spec: Container[str]) -> bool:
    """Whether a document without apiVersion has more fields in its spec that its kind has not, than it has.

    `violations`: those of its kind; slips, and fields of a wrong level, are none. `spec`: the fields it has.
    """
    below = value_at(root, "spec")
    if not isinstance(below, yaml.MappingNode):
        return False
    strange = {violation.start for violation in violations if is_known_nowhere(violation)}
    unknown = sum(key.start_mark.index in strange for key, _ in below.value)
    return unknown >= _FEW and unknown > sum(key_of(key) in spec for key, _ in below.value)


def is_known_nowhere(violation: Violation) -> bool:
    """Whether it is an unknown field that is no slip, and that no other level of its manifest has."""
    return violation.rule is UNKNOWN_FIELD and not (
        violation.below or violation.belongs or violation.repair or violation.meant
    )


def has_version_of_its_own(root: yaml.Node, known: BuiltinSchemas) -> bool:
    """Whether a document has a kind, and a version in place of its apiVersion: `version: v5`.

    It may be a slip where Kubernetes has that kind, in any letter case, in that version, or one that is
    spelt nearly so.
    """
    kind, version = text(value_at(root, "kind")), text(value_at(root, "version"))
    if not kind or not version or _VERSION.fullmatch(version) is None:
        return False
    if known.versions_of(kind) or (kind[0].isupper() and is_misspelt(kind, known)):
        return False
    served = ((api.rpartition("/")[2], name.lower()) for api, name in known.kinds())
    return (version, kind.lower()) not in served
