"""The steps in which a block is read that YAML cannot read: each with other replacements.

Each takes a text that was read, and the text as it was before placeholders were filled: both are as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.anchors_elsewhere import is_of_alias_without_anchor
from knotwork.snippets.yaml.compose import Composed, broken_documents, composed
from knotwork.snippets.yaml.elided_items import without_elided_items
from knotwork.snippets.yaml.elisions import elision_comments
from knotwork.snippets.yaml.escapes import without_escapes
from knotwork.snippets.yaml.foreign_comments import may_have_foreign_comment, without_foreign_comments
from knotwork.snippets.yaml.manifest_starts import files, marked_parts, parts_with_kind, starts
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.parser_messages import UNDEFINED_ALIAS
from knotwork.snippets.yaml.pieces import LINES_MISSING, dedents, pieces_at_elisions, shown_in_part
from knotwork.snippets.yaml.placeholders import with_placeholders_filled, without_placeholder_lines
from knotwork.snippets.yaml.remarks import without_remarks
from knotwork.snippets.yaml.rules_between import rule_between, rules_between
from knotwork.snippets.yaml.separators import (
    dashes_between,
    indented_separators,
    masked_separator,
    misspelt_separator,
    misspelt_separators,
)
from knotwork.snippets.yaml.shell_lines import command_among, without_terminal
from knotwork.snippets.yaml.without_elisions import may_have_elision, without_elisions, without_keys_apart

_HEAD = lazy_regex(r"^[ \t]*apiVersion:", re.MULTILINE)
_ALIASES = 20
"""The most aliases without an anchor that are looked past."""
Step = tuple[Composed, list[Violation]]
"""A text that was read, and the findings of what was replaced in it."""


def filled(read: Composed) -> Composed:
    """A text that was read, without the placeholders that YAML cannot read."""
    if (text := with_placeholders_filled(read.text)) != read.text and (
        "##" in read.text or ": #" in read.text or broken_documents(read)
    ):
        read = min(composed_in_parts(text), read, key=broken_documents)
    if broken_documents(read) and (text := without_placeholder_lines(read.text)) != read.text:
        read = min(composed_in_parts(text), read, key=broken_documents)
    return read


def _separated(read: Composed, text: str) -> Step:
    """A text that was read, with its misspelt separators read as such."""
    violations: list[Violation] = []
    if spans := misspelt_separators(text):
        read = composed_in_parts(_with_separators(read.text, spans))
        violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    for find, violation_of, begins in _SEPARATORS:
        if not broken_documents(read):
            return read, violations
        known = {violation.start for violation in violations}
        if not (spans := [span for span in find(text) if span[0] not in known]):
            continue
        cuts = [end for _, end in spans] if begins else ()
        divided = composed_in_parts(_with_separators(read.text, spans), cuts)
        if broken_documents(divided) < broken_documents(read):
            read = divided
            violations += [violation_of(start, end, text[start:end]) for start, end in spans]
    return read, violations


_SEPARATORS = (
    (indented_separators, misspelt_separator, True),
    (dashes_between, misspelt_separator, True),
    (rules_between, rule_between, False),
)
"""What finds lines that may be meant as `---`, their findings, and whether a document begins below any."""


def _with_separators(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return with_masks(text, ((start, end, masked_separator(text[start:end])) for start, end in spans))


def _in_pieces(read: Composed, text: str) -> Step:
    """A text that was read, in the pieces that its indentation shows."""
    if not broken_documents(read) or not (pieces := dedents(text)):
        return read, []
    divided = composed(read.text, [*starts(text), *pieces])
    if broken_documents(divided):
        return read, []
    return divided, [shown_in_part(pieces[0], line_end(text, pieces[0]))]


def _without_dots(read: Composed, text: str) -> Step:
    """A text that was read, without its lines of dots, and in pieces at them where it is broken."""
    if not may_have_elision(text):
        return read, []
    read, items = without_elided_items(read, composed_in_parts)
    read, elisions = without_elisions(read, composed_in_parts)
    remarks: list[Violation] = []
    if elisions:
        read, remarks = without_remarks(read, composed_in_parts)  # beside the dots nothing could be read
    if elisions and broken_documents(read):
        lines = {line_start(text, elision.start) for elision in elisions}
        cuts = (pieces_at_elisions(text, lines, always=always) for always in (False, True))
        read = min(read, *(composed_in_parts(read.text, pieces) for pieces in cuts), key=broken_documents)
    return without_keys_apart(read, text), [*items, *elisions, *remarks]


def _in_pieces_at_comments(read: Composed, text: str) -> Step:
    """A text that was read, in pieces at the comments about lines that are left out."""
    if not broken_documents(read) or not (pieces := pieces_at_elisions(text, elision_comments(text))):
        return read, []
    divided = composed_in_parts(read.text, pieces)
    if broken_documents(divided):
        return read, []
    return divided, [shown_in_part(pieces[0], line_end(text, pieces[0]), LINES_MISSING)]


def _without_foreign_comments(read: Composed, text: str) -> Step:
    return without_foreign_comments(read, composed_in_parts) if may_have_foreign_comment(text) else (read, [])


def with_escapes_read(read: Composed, text: str) -> Step:
    """A text that was read, with backslashes before quotes read as YAML does not need them."""
    return without_escapes(read, composed_in_parts) if "\\" in text and broken_documents(read) else (read, [])


def without_shell(read: Composed) -> tuple[Composed, list[Violation]]:
    """A text that was read, without the commands at its margin and what they print, where it is broken."""
    if not broken_documents(read) or read.text.startswith("#!"):
        return read, []
    text, start = without_terminal(read.text)
    if start == -1 or broken_documents(without := composed_in_parts(text)) >= broken_documents(read):
        return read, []
    return without, [command_among(read.text, start)]


def without_aliases(read: Composed) -> tuple[Composed, list[Violation]]:
    """A part of a manifest without aliases whose anchors stand elsewhere, and the findings of these."""
    if "*" not in read.text or _HEAD.search(read.text):
        return read, []
    findings: list[Violation] = []
    while len(findings) < _ALIASES and broken_documents(read):
        errors = (
            violation
            for violation in read.violations
            if is_of_alias_without_anchor(violation.message, UNDEFINED_ALIAS)
        )
        if (error := next(errors, None)) is None:
            break
        read = composed_in_parts(f"{read.text[: error.start]}x{read.text[error.start + 1 :]}")
        findings.append(replace(error, severity="info"))
    return read, findings


def composed_in_parts(text: str, cuts: Sequence[int] = ()) -> Composed:
    """A text as it is read: manifests in it are documents, with or without `---` above them.

    `cuts`: where else a document begins.
    """
    offsets = {*starts(text), *parts_with_kind(text), *marked_parts(text), *files(text), *cuts}
    return composed(text, sorted(offsets))


STEPS = (_separated, _in_pieces, _without_dots, _in_pieces_at_comments, _without_foreign_comments)
"""The first of them, in their order."""
