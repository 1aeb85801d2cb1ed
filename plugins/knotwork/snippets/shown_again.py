"""An object that a note shows a second time, without its apiVersion, or a custom resource without a field.

What is new about it matters there.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.missing_fields import MISSING_FIELD, SHOWN_IN_PART
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.whole_manifests import BY_DEFINITION
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_NEAR = 2
"""The names in the path of a field that is near the top, at the most."""
_API_VERSION = ("apiVersion: ", " has no apiVersion: ")


def shown_again(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; a missing apiVersion is an info where one above has it.

    That one has the same kind and name. So is the only field that a custom resource lacks, where one above
    or below has it.
    """
    violations = _with_shown_fields(documents, violations)
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


def _with_shown_fields(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations; as infos those of the one field that a custom resource lacks and has elsewhere."""
    kept = list(violations)
    for index, document in enumerate(documents):
        lacks = [violation for violation in violations[index] if violation.missing and is_error(violation)]
        if len(lacks) != 1 or not _may_be_shown_again(document):
            continue
        path = lacks[0].missing.split(".")
        if len(path) <= _NEAR and any(_same(document, other) and _has(other, path) for other in documents):
            lacking = f"it has no {lacks[0].missing}, as it has elsewhere"
            message = f"this {document.identity.kind} is shown in part: {lacking}"
            left_out = replace(lacks[0], message=message, help=SHOWN_IN_PART, severity="info", repair=None)
            kept[index] = [left_out if own is lacks[0] else own for own in violations[index]]
    return kept


def _may_be_shown_again(document: PendingDocument) -> bool:
    """Whether a document is a custom resource with a name, and no directive says how much of it is there."""
    if document.directive.mode is not None or document.directive.fails or document.result.mode != "full":
        return False
    return bool(document.identity.name) and document.result.schema.endswith(BY_DEFINITION)


def _same(one: PendingDocument, other: PendingDocument) -> bool:
    """Whether two documents are the same object, in whatever versions of its API."""
    return one.identity[1:3] == other.identity[1:3] and _group(one) == _group(other)


def _group(document: PendingDocument) -> str:
    return (document.identity.api_version or "").partition("/")[0]


def _has(document: PendingDocument, path: Sequence[str]) -> bool:
    node = document.document.root
    for name in path:
        node = value_at(node, name)
    return node is not None
