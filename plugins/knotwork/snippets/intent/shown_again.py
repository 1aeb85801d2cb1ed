"""An object that a note shows a second time, without its apiVersion, or without some of its fields.

What is new about it matters there: below a whole Deployment, `kind: Deployment`, its name and `replicas: 3`.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.api_errors import REQUIRED
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD, MISSING_FIELD, PART, SHOWN_IN_PART
from knotwork.snippets.intent.absence_rules import OF_ALL_PARTS
from knotwork.snippets.intent.absences import beside_others
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.violation import Violation, is_error
from knotwork.snippets.yaml.locate import path_at
from knotwork.snippets.yaml.nodes import key_of
from knotwork.snippets.yaml.values import value_at

_NEAR = 2
"""The names in the path of a field that is near the top, at the most."""
_COMPARED = 2000
"""The most values of two versions of an object that are compared."""
_DEEPEST = 40
"""The most levels of them."""
_OF_ABSENCE = OF_ALL_PARTS - {EMPTY_FIELD}
"""The rules that accuse an object of what it does not have, among others."""
_API_VERSION = ("apiVersion: ", " has no apiVersion: ")


def shown_again(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; a missing apiVersion is an info where one above has it.

    That one has the same kind and name. So is what follows from fields that an excerpt of a whole version
    lacks.
    """
    if len(documents) < 2:
        return list(violations)
    violations = beside_others(documents, _with_whole_versions(documents, violations))
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
    if not _has_no_directive(document) or not isinstance(root, yaml.MappingNode):
        return False
    return not any(key_of(key).lower().startswith("api") for key, _ in root.value)


def _in_part(violation: Violation, kind: str) -> Violation:
    if violation.rule is not MISSING_FIELD or not any(phrase in violation.message for phrase in _API_VERSION):
        return violation
    message = f"this {kind} is shown in part: it has no apiVersion, as it has above"
    return replace(violation, message=message, help=SHOWN_IN_PART, severity="info", repair=None)


def _with_whole_versions(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations; as infos those of what an object lacks that the note shows with more fields, too.

    That is in another block and has no mistakes, and all that the excerpt has.
    """
    kept = list(violations)
    for index, document in enumerate(documents):
        lacks = [own for own in violations[index] if _is_of_absence(own, document)]
        if not lacks or not document.identity.name or not _has_no_directive(document):
            continue
        whole = (
            other
            for other, faults in zip(documents, violations, strict=True)
            if other.fence != document.fence and not any(map(is_error, faults)) and _same(document, other)
        )
        if any(_has_all(other, document) for other in whole):
            help_ = f"The note shows this {document.identity.kind} with more fields, too. {PART}"
            kept[index] = [
                replace(own, severity="info", help=help_, repair=None) if own in lacks else own
                for own in violations[index]
            ]
    return kept


def _is_of_absence(violation: Violation, document: PendingDocument) -> bool:
    """Whether an error may be about what an object leaves out near its top; a slip is further below."""
    if violation.rule not in _OF_ABSENCE or not is_error(violation):
        return False
    path = violation.missing or path_at(document.document.root, violation.start, violation.end)
    if violation.rule is MISSING_FIELD:
        path, required, reason = violation.message.partition(f": {REQUIRED}")
        if reason or not required or _has(document, path.split(".")):
            return False  # another field demands it, or it is there, and empty
    return path.count(".") < _NEAR and "[" not in path


def _has_no_directive(document: PendingDocument) -> bool:
    return document.directive.mode is None and not document.directive.fails


def _has_all(whole: PendingDocument, part: PendingDocument) -> bool:
    """Whether a document has all that another one has, and more."""
    budget = [_COMPARED]
    return _contains(whole.document.root, part.document.root, budget) and not _contains(
        part.document.root, whole.document.root, budget
    )


def _contains(whole: yaml.Node | None, part: yaml.Node | None, budget: list[int], depth: int = 0) -> bool:
    """Whether a node has all fields, items and values of another. `budget`: how many are compared yet."""
    budget[0] -= 1
    if budget[0] < 0 or depth > _DEEPEST:
        return False
    if isinstance(part, yaml.CollectionNode) and not part.value:
        return isinstance(whole, yaml.CollectionNode) and not whole.value  # what is empty is not left out
    below = depth + 1
    match whole, part:
        case yaml.MappingNode(), yaml.MappingNode():
            fields = {key_of(key): value for key, value in whole.value}
            return all(_contains(fields.get(key_of(key)), value, budget, below) for key, value in part.value)
        case yaml.SequenceNode(), yaml.SequenceNode():
            return all(any(_contains(has, item, budget, below) for has in whole.value) for item in part.value)
        case yaml.ScalarNode(), yaml.ScalarNode():
            return (whole.tag, whole.value) == (part.tag, part.value)
        case _:
            return False


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
