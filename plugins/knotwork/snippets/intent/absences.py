"""Whether what a manifest in a note lacks was forgotten, or left out: an error, or an info.

A block that is to be applied is whole. Else what calls it a part, two weak signs, or what it lacks itself
decides; and whether another block of the note shows a part of the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.note import Fence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.above_blocks import text_above
from knotwork.snippets.fields.missing_fields import MISSING_FIELD, PART
from knotwork.snippets.identity import identity
from knotwork.snippets.intent.files_in_part import files_in_part
from knotwork.snippets.intent.states_of_objects import is_of_server
from knotwork.snippets.intent.wholeness import (
    ENOUGH,
    absent_path,
    doubts,
    others_of,
    says_part,
)
from knotwork.snippets.pending import PendingDocument
from knotwork.snippets.reduced_parts import at_path, missing_path, with_reduced
from knotwork.snippets.said_of_blocks import is_said_to_be_part, is_to_be_applied
from knotwork.snippets.violation import Violation, as_info, is_error
from knotwork.snippets.yaml.compose import Document
from knotwork.snippets.yaml.nodes import key_of

_NEAR = 2
"""The names in the path of a field that is near the top, at the most."""
_SEVERAL = 3
"""So many blocks without an apiVersion do not lack it by accident, where no other has one."""
_HEAD = frozenset(("apiVersion", "kind", "metadata", "metadata.name"))
_FORM = lazy_regex(
    r"\b(?:syntax|synopsis|skeleton|anatomy|outline|sintaxis|sintaxe|syntaxe)\b|(?:语法|文法|구문)",
    re.IGNORECASE,
)
"""A heading above a form, as a weak sign: what all of its kind have may be left out."""
_LEFT_OUT = "It may be left out here: if the block is whole, add it."


def with_absences(violations: Sequence[Violation], document: Document, block: Fence) -> Sequence[Violation]:
    """The violations of a document in a note; as infos those of what it may leave out on purpose."""
    root = document.root
    if not any(map(_is_absence, violations)):
        return violations
    if is_said_to_be_part(block) or is_of_server(root):
        return [_as_left_out(violation) for violation in violations]
    if is_to_be_applied(block):
        return violations
    violations = with_reduced(violations, root, identity(root).kind or "manifest")
    others, is_form = others_of(root, violations), _FORM.search(text_above(block.above).heading) is not None
    return [
        _as_left_out(violation)
        if _is_absence(violation)
        and (doubts(root, violation, others) + is_form >= ENOUGH or _is_cut_off(violation, block))
        else violation
        for violation in violations
    ]


def _is_cut_off(absence: Violation, block: Fence) -> bool:
    """Whether a block ends with the empty field that an absence is about: it goes on where it was taken from.

    The field is below others: the `spec:` of a template, or what is two levels down.
    """
    parent, _, name = absent_path(absence).rpartition(".")
    last = block.text.rstrip().rpartition("\n")[2].strip()
    return last == f"{name}:" and bool(parent) and (name == "spec" or "." in parent)


def beside_others(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> list[Sequence[Violation]]:
    """The violations of a note's documents; as infos those of what one of the same kind lacks, too,

    which is shown in part: where there is another weak sign, that is one more. No block of a note that shows
    several kinds has an apiVersion, or most files of a list are shown in part: so the note shortens them.
    """
    without = _shows_no_versions(documents, violations)
    in_part = files_in_part(documents, violations)
    return [
        [
            _as_left_out(violation)
            if _is_absence(violation)
            and (
                (without and absent_path(violation) == "apiVersion")
                or document.fence in in_part
                or _is_left_out(violation, document, documents, violations)
            )
            else violation
            for violation in own
        ]
        if any(map(_is_absence, own)) and _may_lack(document)
        else own
        for document, own in zip(documents, violations, strict=True)
    ]


def _shows_no_versions(
    documents: Sequence[PendingDocument], violations: Sequence[Sequence[Violation]]
) -> bool:
    """Whether several blocks of a note show objects that lack an apiVersion, and no block has one."""
    lacking = {
        document.fence
        for document, own in zip(documents, violations, strict=True)
        if any(fault.rule is MISSING_FIELD and "apiVersion" in fault.message for fault in own)
    }
    return len(lacking) >= _SEVERAL and not any(map(_has_version, documents))


def _has_version(document: PendingDocument) -> bool:
    """Whether a document has an apiVersion, or a field like one."""
    root = document.document.root
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return any("version" in key_of(key).lower() for key, _ in pairs)


def _is_absence(violation: Violation) -> bool:
    return is_error(violation) and (violation.rule is MISSING_FIELD or bool(missing_path(violation)))


def _as_left_out(violation: Violation) -> Violation:
    if not _is_absence(violation):
        return violation
    return replace(as_info(violation), help=f"{_LEFT_OUT} {PART}")


def _may_lack(document: PendingDocument) -> bool:
    """Whether a document may be a part: nothing reads it, and no directive says what it is."""
    directive = document.directive
    return not (document.is_read or directive.mode or directive.fails or is_to_be_applied(document.block))


def _is_left_out(
    absence: Violation,
    document: PendingDocument,
    documents: Sequence[PendingDocument],
    violations: Sequence[Sequence[Violation]],
) -> bool:
    path = absent_path(absence)
    if path.count(".") >= _NEAR or "[" in path or path in _HEAD:
        return False  # a slip is further below; and who knows a kind knows its head
    root = document.document.root
    signs = doubts(root, absence, others_of(root, document.violations))
    return signs + 1 >= ENOUGH and any(
        _lacks_it_in_part(path, other, faults)
        for other, faults in zip(documents, violations, strict=True)
        if other.fence != document.fence and _are_of_one_kind(document, other)
    )


def _lacks_it_in_part(path: str, other: PendingDocument, faults: Sequence[Violation]) -> bool:
    if at_path(other.document.root, path) is not None or other.directive.mode is not None:
        return False
    return other.result.mode == "partial" or any(map(says_part, faults))


def _are_of_one_kind(one: PendingDocument, other: PendingDocument) -> bool:
    return one.identity.kind is not None and one.identity.kind == other.identity.kind
