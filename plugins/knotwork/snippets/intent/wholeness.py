"""What says that a block is a whole manifest to be applied, and what says that it shows a part of one.

What is absent is weaker evidence than what is there: a field is forgotten only in what is meant to be whole.
No single sign decides but a strong one; of weak ones it takes two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import yaml
from msgspec import Struct

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import BESIDE_NAME, MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.reduced_parts import at_path
from knotwork.snippets.schema.builtin import NEWEST, group_of, schemas_of
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.nodes import NULL, key_of
from knotwork.snippets.yaml.values import text_of, value_at

ENOUGH = 2
"""So many weak signs make a block one that may show a part."""
_MOST = 200
"""The most missing fields that are looked up."""
_HEAD = frozenset(("apiVersion", "kind"))
_UNKNOWN = lazy_regex(r'unknown field "(?P<path>[^"]+)"\Z')
"""The message of an unknown field that is no slip."""


class Others(Struct, frozen=True):
    """What the violations of a document say together."""

    part: bool
    """Whether one says that the object is shown in part."""
    unknown: frozenset[str | None]
    """The paths of the mappings with fields that are unknown and no slips."""
    missing: frozenset[str]
    """The names of the fields that are missing, of the first of them."""


def others_of(root: yaml.Node | None, violations: Sequence[Violation]) -> Others:
    """What the violations of a document say together."""
    absent = {absent_path(own): None for own in violations if own.rule is MISSING_FIELD and is_error(own)}
    return Others(
        any(map(says_part, violations)),
        frozenset(map(_parent_of_unknown, violations)),
        frozenset(path.rpartition(".")[2] for path in islice(absent, _MOST) if _lacks(root, path)),
    )


def doubts(root: yaml.Node | None, absence: Violation, others: Others) -> int:
    """How many weak signs say that a field was left out on purpose, or is missing for another reason."""
    if not isinstance(root, yaml.MappingNode):
        return 0
    parent, _, name = absent_path(absence).rpartition(".")
    if not _lacks(root, absent_path(absence)) or f"{REQUIRED}: " in absence.message:
        return 0  # what is there and empty, or what another field demands, is not left out
    signs = (
        _has_no_name(root),
        _shows_namespace(root),
        _shows_annotations(root),
        _has_nothing_but_metadata(root) or others.part,
        not any(key_of(key).lower().startswith("api") for key, _ in root.value),
        # either may be due to the other
        parent in others.unknown or absence.together or bool(others.missing - {name}),
    )
    return sum(signs)


def says_part(violation: Violation) -> bool:
    """Whether a violation says that its object is shown in part."""
    return violation.rule is MISSING_FIELD and violation.help == SHOWN_IN_PART


def absent_path(violation: Violation) -> str:
    """The path of the field that a violation of MISSING_FIELD is about."""
    return violation.missing or violation.message.partition(": ")[0]


def _lacks(root: yaml.Node | None, path: str) -> bool:
    """Whether there is a mapping that does not have a field."""
    parent, _, name = path.rpartition(".")
    node = at_path(root, parent)
    return isinstance(node, yaml.MappingNode) and all(key_of(key) != name for key, _ in node.value)


def _has_no_name(root: yaml.MappingNode) -> bool:
    """Whether an object has no name; where `metadata` is empty, it may be elsewhere."""
    metadata = value_at(root, "metadata")
    if not isinstance(metadata, yaml.MappingNode):
        fields = {key_of(key) for key, _ in root.value}
        return fields.isdisjoint(("metadata", "name")) and not fields <= _HEAD
    names = {key_of(key) for key, value in metadata.value if value.tag != NULL}
    return bool(metadata.value) and names.isdisjoint(("name", "generateName"))


def _shows_namespace(root: yaml.MappingNode) -> bool:
    """Whether a custom object has a namespace and nothing else in `metadata`: it is shown for that."""
    version = text_of(value_at(root, "apiVersion"))
    if not version or _names_of_metadata(root) != {"namespace"}:
        return False
    return not schemas_of(NEWEST).serves(group_of(version))


def _shows_annotations(root: yaml.MappingNode) -> bool:
    """Whether annotations are all that `metadata` has, or all that is shown of a named object."""
    names = _names_of_metadata(root)
    return "annotations" in names and (names <= {"annotations", "namespace"} or _is_head_only(root))


def _has_nothing_but_metadata(root: yaml.MappingNode) -> bool:
    """Whether labels and annotations are all that is shown of an object, or of a named one annotations."""
    names = _names_of_metadata(root)
    return _is_head_only(root) and bool(names) and (names <= BESIDE_NAME or "annotations" in names)


def _names_of_metadata(root: yaml.MappingNode) -> set[str]:
    metadata = value_at(root, "metadata")
    pairs = metadata.value if isinstance(metadata, yaml.MappingNode) else []
    return {key_of(key) for key, value in pairs if value.tag != NULL}


def _is_head_only(root: yaml.MappingNode) -> bool:
    return {key_of(key) for key, _ in root.value} <= _HEAD | {"metadata"}


def _parent_of_unknown(violation: Violation) -> str | None:
    if violation.rule is not UNKNOWN_FIELD or violation.belongs or not is_error(violation):
        return None
    unknown = _UNKNOWN.match(violation.message)
    return unknown["path"].rpartition(".")[0] if unknown is not None else None
