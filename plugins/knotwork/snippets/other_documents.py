"""Another document in a block with a manifest, without `---` between them: values for Helm, then a Secret.

replicas: 2
image: {tag: v1}
apiVersion: v1       another document begins here
kind: Secret
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

import yaml

from knotwork.model.line_offsets import line_end, line_start
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.violation import Repair, Violation, places_of, severity
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.separators import MISSING_SEPARATOR

_HEAD = ("apiVersion", "kind")
_FEWEST = 2
"""A single field above a manifest may be one of it, or of its metadata."""


def with_other_documents(
    violations: Sequence[Violation], root: yaml.Node | None, text: str
) -> Sequence[Violation]:
    """The violations of a manifest; of fields above its head that are no part of it, one.

    `text`: that of the offsets of the violations.
    """
    if not isinstance(root, yaml.MappingNode):
        return violations
    foreign = {violation.start: violation for violation in violations if _is_foreign(violation)}
    if len(foreign) < _FEWEST:
        return violations
    keys = [key for key, _ in root.value]
    above = [*takewhile(lambda key: key.start_mark.index in foreign, keys)]
    if len(above) >= _FEWEST and key_of(keys[len(above)] if len(above) < len(keys) else root) in _HEAD:
        start = keys[len(above)].start_mark.index
        return [*_without(violations, above), _begins(start, above, foreign, text)]
    return violations


def _is_foreign(violation: Violation) -> bool:
    """Whether it is about a field that is neither a slip nor known at another place of the manifest."""
    known = violation.belongs or violation.below or violation.meant or violation.repair is not None
    return violation.rule is UNKNOWN_FIELD and not known and "." not in (violation.path or "")


def _without(violations: Sequence[Violation], keys: Sequence[yaml.Node]) -> list[Violation]:
    starts = {key.start_mark.index for key in keys}
    return [
        violation
        for violation in violations
        if violation.rule is not UNKNOWN_FIELD or violation.start not in starts
    ]


def _begins(start: int, above: Sequence[yaml.Node], foreign: Mapping[int, Violation], text: str) -> Violation:
    """The violation for a manifest that begins below fields of another document."""
    line = line_start(text, start)
    return Violation(
        MISSING_SEPARATOR,
        start,
        line_end(text, start),
        "a manifest starts here without `---` above it",
        "The fields above are none of it: put `---` on a line of its own between them, or remove them.",
        severity=severity(foreign[above[0].start_mark.index]),
        repair=Repair("Put `---` above it", (), ((line, line, "---\n"),)) if line == start else None,
        related=tuple((place, end, "this is above it") for place, end, _ in places_of(above)),
    )
