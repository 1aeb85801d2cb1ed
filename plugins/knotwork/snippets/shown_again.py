"""An object that a note shows a second time, without its apiVersion: what is new about it matters there."""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.missing_fields import MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.nodes import key_of

_API_VERSION = ("apiVersion: ", " has no apiVersion: ")


def shown_again(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; a missing apiVersion is an info where one above has it.

    That one has the same kind and name.
    """
    above: set[tuple[str, str]] = set()
    kept: list[Sequence[Violation]] = []
    for document, own in zip(documents, violations, strict=True):
        api_version, kind, name, _ = document.identity
        if kind and name and api_version:
            above.add((kind, name))
        elif kind and name and (kind, name) in above and _has_none(document):
            own = [_in_part(violation, kind) for violation in own]
        kept.append(own)
    return kept


def _has_none(document: PendingDocument) -> bool:
    """Whether a document has no apiVersion, not even an empty or misspelt one, and no directive."""
    root = document.document.root
    if (
        document.directive.mode is not None
        or document.directive.fails
        or not isinstance(root, yaml.MappingNode)
    ):
        return False
    return not any(key_of(key).lower().startswith("api") for key, _ in root.value)


def _in_part(violation: Violation, kind: str) -> Violation:
    if violation.rule is not MISSING_FIELD or not any(phrase in violation.message for phrase in _API_VERSION):
        return violation
    message = f"this {kind} is shown in part: it has no apiVersion, as it has above"
    return replace(violation, message=message, help=SHOWN_IN_PART, severity="info", repair=None)
