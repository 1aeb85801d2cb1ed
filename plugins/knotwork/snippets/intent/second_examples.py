"""A second `spec:` below a manifest, behind an empty line or a comment: another example, not its fields."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from knotwork.snippets.fields.missing_fields import MISSING_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.duplicate_keys import is_another_example
from knotwork.snippets.yaml.nodes import key_of

_OF_FIELDS = (MISSING_FIELD, UNKNOWN_FIELD)


def without_second_examples(
    violations: Sequence[Violation], root: yaml.Node | None, text: str
) -> list[Violation]:
    """The violations without those of fields in a repeated part of a manifest, which is reported itself.

    `text`: that of the offsets of the violations.
    """
    if not isinstance(root, yaml.MappingNode):
        return [*violations]
    names = {key.value if isinstance(key, yaml.ScalarNode) else id(key) for key, _ in root.value}
    if len(names) == len(root.value):
        return [*violations]
    seen: set[str] = set()
    ranges: list[tuple[int, int]] = []
    for key, value in root.value:
        name = key_of(key)
        if name in seen and is_another_example(text, key.start_mark.index):
            ranges.append((value.start_mark.index, value.end_mark.index))
        seen.add(name)
    return [
        violation
        for violation in violations
        if violation.rule not in _OF_FIELDS
        or not any(start <= violation.start < end for start, end in ranges)
    ]
