"""Files of other programs that have a `kind` and no apiVersion: `kind: Service` beside `kind: Policy`."""

from __future__ import annotations

from collections.abc import Container, Sequence

import yaml
from msgspec.structs import replace

from knotwork.snippets.fields.apis import is_misspelt, is_slip
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, PART
from knotwork.snippets.identity import at_field
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.schema.builtin import BuiltinSchemas
from knotwork.snippets.validation import Result
from knotwork.snippets.yaml.nodes import key_of

_FEW = 2
"""With more documents, and so many kinds that Kubernetes has not, it is such a file."""


def as_other_program(
    documents: Sequence[PendingDocument], known: BuiltinSchemas, custom: Container[str]
) -> list[PendingDocument]:
    """The documents of a text; one info for all where none has an apiVersion and Kubernetes lacks kinds.

    `custom`: the kinds of the definitions in the vault.
    """
    kinds = [document.identity.kind or "" for document in documents]
    if sum(map(bool, kinds)) <= _FEW or any(map(_has_api_version, documents)):
        return [*documents]
    strange = [
        kind
        for kind in kinds
        if kind and kind not in custom and not known.versions_of(kind) and not is_misspelt(kind, known)
    ]
    if len({*strange}) < _FEW:
        return [*documents]
    others = [_other(document) if document.identity.kind else document for document in documents]
    at = next(index for index, kind in enumerate(kinds) if kind)
    root = documents[at].document.root
    assert root is not None, "it has a kind"
    message = f"{strange[0]} is no kind of Kubernetes, nothing here has an apiVersion: only YAML is checked"
    info = replace(at_field(root, "kind", MISSING_FIELD, message, PART), severity="info", path="")
    others[at] = replace(others[at], violations=[*others[at].violations, info])
    return others


def _has_api_version(document: PendingDocument) -> bool:
    root = document.document.root
    if document.identity.api_version or document.directive.mode is not None or document.directive.fails:
        return True
    return isinstance(root, yaml.MappingNode) and any(
        is_slip(key_of(key), "apiVersion") or key_of(key) == "apiVersion" for key, _ in root.value
    )


def _other(document: PendingDocument) -> PendingDocument:
    kept = [violation for violation in document.violations if violation.rule.family == "yaml"]
    result = Result("other", "no-schema", schema="a file for another program", why="it has no apiVersion")
    return replace(document, result=result, violations=kept)
