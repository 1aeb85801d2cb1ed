"""What a key holds that stands a second time at the top of a manifest: it may be of another manifest.

kind: Pod
spec: {containers: []}
spec: {accessModes: []}     no field of a Pod, so nothing is said of it but that `spec` is there twice
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from knotwork.snippets.fields.enum_values import UNKNOWN_VALUE
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.identity import identity
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import text_of

_BODY = frozenset(("metadata", "spec", "data"))


def without_foreign_parts(
    own: Sequence[Violation], of_text: Sequence[Violation], root: yaml.Node | None
) -> list[Violation]:
    """The violations of a document without those of parts that may be of another kind; slips are kept.

    `of_text`: the violations of its text, which report the keys.
    """
    again = {fault.start for fault in of_text if fault.rule is DUPLICATE_KEY and is_error(fault)}
    spans = [*_spans(root, again, own)] if again and isinstance(root, yaml.MappingNode) else []
    return [
        fault
        for fault in own
        if _is_slip(fault) or not any(start <= fault.start < end for start, end in spans)
    ]


def _spans(root: yaml.MappingNode, again: set[int], own: Sequence[Violation]) -> Iterator[tuple[int, int]]:
    """The offsets of the parts that may be of another kind."""
    kind = identity(root).kind
    for index, (key, value) in enumerate(root.value):
        start, end = key.start_mark.index, value.end_mark.index
        if start not in again or key_of(key) == "metadata":
            continue
        if key_of(key) == "kind" and text_of(value) != kind:
            names = {key_of(below) for below, _ in root.value[index + 1 :]}
            if not names.isdisjoint(_BODY):  # another manifest begins there
                yield start, root.end_mark.index
        elif any(_is_foreign(fault) and start < fault.start < end for fault in own):
            yield start, end


def _is_slip(fault: Violation) -> bool:
    """Whether a name is known that is meant; values of another kind are others."""
    return bool(fault.meant) and fault.rule is not UNKNOWN_VALUE


def _is_foreign(fault: Violation) -> bool:
    return fault.rule is UNKNOWN_FIELD and not fault.meant
