"""A block is read with replacements: `...` for lines left out, `{{ }}` for a value, placeholders, `\\'`.

What stops YAML from being read is replaced by as many characters of valid YAML: offsets stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.alias_properties import without_alias_properties
from knotwork.snippets.yaml.alternatives import without_alternatives
from knotwork.snippets.yaml.anchors_elsewhere import is_of_alias_without_anchor
from knotwork.snippets.yaml.compose import Composed, Document, broken_documents, composed
from knotwork.snippets.yaml.confusables import without_confusables
from knotwork.snippets.yaml.described import (
    described,
    is_certainly_described,
    is_described,
    is_explained,
    is_shortened,
)
from knotwork.snippets.yaml.diffs import diff, first_star, is_diff, is_plain_diff, starred, without_stars
from knotwork.snippets.yaml.duplicate_keys import DUPLICATE_KEY
from knotwork.snippets.yaml.elided_items import without_elided_items
from knotwork.snippets.yaml.elisions import elision_comments
from knotwork.snippets.yaml.escapes import without_escapes
from knotwork.snippets.yaml.foreign_comments import may_have_foreign_comment, without_foreign_comments
from knotwork.snippets.yaml.glued_separators import without_glued_separators
from knotwork.snippets.yaml.http_heads import head_above, http_head, without_head
from knotwork.snippets.yaml.includes import without_includes
from knotwork.snippets.yaml.manifest_starts import files, marked_parts, parts_with_kind, starts
from knotwork.snippets.yaml.marks_in_texts import marks_within_texts
from knotwork.snippets.yaml.masks import with_masks
from knotwork.snippets.yaml.no_yaml import as_no_yaml
from knotwork.snippets.yaml.nodes import nodes
from knotwork.snippets.yaml.other_programs import other_program
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
from knotwork.snippets.yaml.shell_lines import (
    command_among,
    command_end,
    commands_above,
    without_commands,
    without_terminal,
)
from knotwork.snippets.yaml.spaced_braces import without_spaces_in_braces
from knotwork.snippets.yaml.syntax_errors import NO_SPACE, YAML_SYNTAX
from knotwork.snippets.yaml.template_errors import certain
from knotwork.snippets.yaml.template_keys import without_doubtful_keys
from knotwork.snippets.yaml.templates import (
    YAML_TEMPLATE,
    YTT,
    begins_braces,
    braces,
    may_have_braces,
    without_braces,
)
from knotwork.snippets.yaml.without_elisions import may_have_elision, without_elisions, without_keys_apart
from knotwork.snippets.yaml.written_outlines import bulleted_outline, written_outline

_HEAD = lazy_regex(r"^[ \t]*apiVersion:", re.MULTILINE)
_ALIASES = 20
"""The most aliases without an anchor that are looked past."""
_WIDE_COLON = "\uff1a"
_Step = tuple[Composed, list[Violation]]
"""A text that was read, and the findings of what was replaced in it."""


class Attempt(Struct, frozen=True):
    """A text that was read, with replacements."""

    composed: Composed
    violations: tuple[Violation, ...]
    """Those for what was replaced."""
    template: bool
    inserted: tuple[int, ...] = ()
    """The offsets of spaces that stand in the text that was read, and not in the block."""

    @property
    def broken(self) -> int:
        """How many documents could not be read."""
        return broken_documents(self.composed)


def attempt(text: str) -> Attempt:
    """The documents of a text, read with replacements where that is necessary."""
    text, glued = without_glued_separators(without_includes(text).replace("\u22ef", "\u2026"))
    apart: list[Violation] = []
    if "{ {" in text:
        text, apart = without_spaces_in_braces(text)
    commands: list[Violation] = []
    named = other_program(text) or written_outline(text) if "apiVersion" not in text else None
    if named is not None and broken_documents(read := _composed(text)):
        return _unread(read, [named])
    if "apiVersion" not in text and (outline := bulleted_outline(text)) is not None:
        return _unread(_composed(text), [outline])
    if (end := command_end(text)) and broken_documents(_composed(text)):
        commands.append(commands_above(text, end))
        text = without_commands(text, end)
    elif (head := http_head(text)) and broken_documents(_composed(text)):
        commands.append(head_above(head))
        text = without_head(text, head)
    if (star := first_star(text)) is not None and broken_documents(_composed(text)):
        commands.append(starred(star))
        text = without_stars(text)
    if (other := _no_yaml(text, commands)) is not None:
        return other
    read, strange, inserted = without_confusables(_composed(text), _composed)
    read, among = _without_terminal(read)
    read, remarks = without_remarks(read, _composed)
    text = read.text
    read, tagged = without_alias_properties(_filled(read), _composed)
    read, aliases = _without_aliases(read)
    violations: list[Violation] = [*glued, *apart, *commands, *among, *remarks, *strange, *tagged, *aliases]
    for step in (_separated, _in_pieces, _without_dots, _in_pieces_at_comments, _without_foreign_comments):
        read, reported = step(read, text)
        violations += reported
    read, escapes = _without_escapes(without_alternatives(read), text)
    violations += escapes
    if "|" in text or ">" in text or "<" in text:
        violations += marks_within_texts(read)
    template = may_have_braces(text) and _is_template(read)
    if template:
        read, reported = _without_braces(read, text)
        violations += reported
    elif "#@" in text and (comment := YTT.search(text)):
        template, read = True, _of_ytt(read)
        message = "a template of ytt: only the YAML around its `#@` is checked"
        violations.append(Violation(YAML_TEMPLATE, *comment.span(), message))
    return Attempt(as_no_yaml(_once(read, strange)), tuple(violations), template, inserted)


def _no_yaml(text: str, commands: Sequence[Violation]) -> Attempt | None:
    """What commands or kubectl print, or a diff; None: it may be YAML. `commands`: those above it."""
    if commands and not _HEAD.search(text) and broken_documents(read := _composed(text)):
        return _unread(read, commands)
    if is_described(text) and ((read := _composed(text)).violations or is_certainly_described(text)):
        return _unread(read, commands or [described(text)])
    if "apiVersion:" not in text and is_shortened(text) and broken_documents(read := _composed(text)):
        return _unread(read, commands or [described(text)])
    if is_explained(text) and broken_documents(read := _composed(text)):
        return _unread(read, commands or [described(text, "explain")])
    if is_diff(text) or (is_plain_diff(text) and broken_documents(_composed(text))):
        return _unread(_composed(text), [*commands, diff(text)])
    return None


# -- steps, with the text as it was before placeholders were filled: it is as long as the one that was read


def _filled(read: Composed) -> Composed:
    """A text that was read, without the placeholders that YAML cannot read."""
    if (filled := with_placeholders_filled(read.text)) != read.text and (
        "##" in read.text or ": #" in read.text or broken_documents(read)
    ):
        read = min(_composed(filled), read, key=broken_documents)
    if broken_documents(read) and (filled := without_placeholder_lines(read.text)) != read.text:
        read = min(_composed(filled), read, key=broken_documents)
    return read


def _separated(read: Composed, text: str) -> _Step:
    """A text that was read, with its misspelt separators read as such."""
    violations: list[Violation] = []
    if spans := misspelt_separators(text):
        read = _composed(_with_separators(read.text, spans))
        violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    for find in (indented_separators, dashes_between):
        if not broken_documents(read):
            return read, violations
        known = {violation.start for violation in violations}
        if not (spans := [span for span in find(text) if span[0] not in known]):
            continue
        divided = composed(_with_separators(read.text, spans), [*starts(text), *(end for _, end in spans)])
        if broken_documents(divided) < broken_documents(read):
            read = divided
            violations += [misspelt_separator(start, end, text[start:end]) for start, end in spans]
    if broken_documents(read) and (rules := rules_between(text)):
        divided = _composed(_with_separators(read.text, rules))
        if broken_documents(divided) < broken_documents(read):
            read = divided
            violations += [rule_between(start, end, text[start:end]) for start, end in rules]
    return read, violations


def _in_pieces(read: Composed, text: str) -> _Step:
    """A text that was read, in the pieces that its indentation shows."""
    if not broken_documents(read) or not (pieces := dedents(text)):
        return read, []
    divided = composed(read.text, [*starts(text), *pieces])
    if broken_documents(divided):
        return read, []
    return divided, [shown_in_part(pieces[0], line_end(text, pieces[0]))]


def _without_dots(read: Composed, text: str) -> _Step:
    """A text that was read, without its lines of dots, and in pieces at them where it is broken."""
    if not may_have_elision(text):
        return read, []
    read, items = without_elided_items(read, _composed)
    read, elisions = without_elisions(read, _composed)
    remarks: list[Violation] = []
    if elisions:
        read, remarks = without_remarks(read, _composed)  # beside the dots nothing could be read
    if elisions and broken_documents(read):
        lines = {line_start(text, elision.start) for elision in elisions}
        cuts = (pieces_at_elisions(text, lines, always=always) for always in (False, True))
        read = min(read, *(_composed(read.text, pieces) for pieces in cuts), key=broken_documents)
    return without_keys_apart(read, text), [*items, *elisions, *remarks]


def _in_pieces_at_comments(read: Composed, text: str) -> _Step:
    """A text that was read, in pieces at the comments about lines that are left out."""
    if not broken_documents(read) or not (pieces := pieces_at_elisions(text, elision_comments(text))):
        return read, []
    divided = _composed(read.text, pieces)
    if broken_documents(divided):
        return read, []
    return divided, [shown_in_part(pieces[0], line_end(text, pieces[0]), LINES_MISSING)]


def _without_foreign_comments(read: Composed, text: str) -> _Step:
    return without_foreign_comments(read, _composed) if may_have_foreign_comment(text) else (read, [])


def _without_escapes(read: Composed, text: str) -> _Step:
    return without_escapes(read, _composed) if "\\" in text and broken_documents(read) else (read, [])


def _without_braces(read: Composed, text: str) -> _Step:
    """A template that was read, without its braces, and that it is one."""
    written = read.text
    start, end = next(braces(written))
    read, violations = _without_escapes(_composed(without_braces(written)), text)
    violations += [
        Violation(YAML_TEMPLATE, start, end, "a template: only the YAML around its `{{ }}` is checked")
    ]
    return without_alternatives(_certain(read, written)), violations


def _of_ytt(read: Composed) -> Composed:
    """A template of ytt that was read, without repeated keys: ytt may leave one of them out."""
    once = (violation for violation in read.violations if violation.rule is not DUPLICATE_KEY)
    return replace(read, violations=tuple(once))


def _unread(read: Composed, violations: Sequence[Violation]) -> Attempt:
    """What was read, without what is in it: it is no YAML."""
    nothing = replace(read, documents=(Document(None, 0, len(read.text)),), violations=())
    return Attempt(nothing, tuple(violations), template=False)


def _once(read: Composed, strange: Sequence[Violation]) -> Composed:
    """A text that was read, without errors on lines with a character of a kind that is reported already."""
    if not strange:
        return read
    lines = {line_start(read.text, violation.start) for violation in strange}
    kept: list[Violation] = []
    for violation in read.violations:
        line = line_start(read.text, violation.start)
        end = line_end(read.text, violation.start)
        again = violation.message.endswith(NO_SPACE) and line in lines
        if violation.rule is not YAML_SYNTAX or not (again or _WIDE_COLON in read.text[line:end]):
            kept.append(violation)
    return replace(read, violations=tuple(kept))


def _without_terminal(read: Composed) -> tuple[Composed, list[Violation]]:
    """A text that was read, without the commands at its margin and what they print, where it is broken."""
    if not broken_documents(read) or read.text.startswith("#!"):
        return read, []
    text, start = without_terminal(read.text)
    if start == -1 or broken_documents(without := _composed(text)) >= broken_documents(read):
        return read, []
    return without, [command_among(read.text, start)]


def _without_aliases(read: Composed) -> tuple[Composed, list[Violation]]:
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
        read = _composed(f"{read.text[: error.start]}x{read.text[error.start + 1 :]}")
        findings.append(replace(error, severity="info"))
    return read, findings


def _with_separators(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return with_masks(text, ((start, end, masked_separator(text[start:end])) for start, end in spans))


def _composed(text: str, cuts: Sequence[int] = ()) -> Composed:
    offsets = {*starts(text), *parts_with_kind(text), *marked_parts(text), *files(text), *cuts}
    return composed(text, sorted(offsets))


def _certain(read: Composed, written: str) -> Composed:
    """A template that was read, without errors that are none in what it may become."""
    kept = list(without_doubtful_keys(read.violations, read.text, written))
    return replace(read, violations=tuple(certain(kept, written)))


def _is_template(read: Composed) -> bool:
    """Whether there are braces outside of quotes and block scalars, where they would be text."""
    if next(braces(read.text), None) is None:
        return False
    return bool(broken_documents(read)) or any(
        begins_braces(read.text, node.start_mark.index)
        or (isinstance(node, yaml.ScalarNode) and not node.style and "{{" in node.value)
        for document in read.documents
        if document.root is not None
        for node in nodes(document.root)
    )
