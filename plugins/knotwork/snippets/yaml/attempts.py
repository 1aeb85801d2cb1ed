"""A block is read with replacements: `...` for lines left out, `{{ }}` for a value, placeholders, `\\'`.

What stops YAML from being read is replaced by as many characters of valid YAML: offsets stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.line_offsets import line_end, line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.violation import Violation
from knotwork.snippets.yaml.alias_properties import without_alias_properties
from knotwork.snippets.yaml.alternatives import without_alternatives
from knotwork.snippets.yaml.attempt_steps import (
    STEPS,
    composed_in_parts,
    filled,
    with_escapes_read,
    without_aliases,
    without_shell,
)
from knotwork.snippets.yaml.compose import Composed, Document, broken_documents
from knotwork.snippets.yaml.confusables import without_confusables
from knotwork.snippets.yaml.confusables_in_templates import confusables_in_template
from knotwork.snippets.yaml.described import (
    described,
    is_certainly_described,
    is_described,
    is_explained,
    is_shortened,
)
from knotwork.snippets.yaml.diffs import diff, first_star, is_diff, is_plain_diff, starred, without_stars
from knotwork.snippets.yaml.glued_separators import without_glued_separators
from knotwork.snippets.yaml.http_heads import head_above, http_head, without_head
from knotwork.snippets.yaml.includes import without_includes
from knotwork.snippets.yaml.marks_in_texts import marks_within_texts
from knotwork.snippets.yaml.near_causes import NO_SPACE
from knotwork.snippets.yaml.no_yaml import as_no_yaml
from knotwork.snippets.yaml.other_programs import other_program
from knotwork.snippets.yaml.prose_lines import without_prose
from knotwork.snippets.yaml.read_templates import is_template, of_ytt, read_without_braces
from knotwork.snippets.yaml.remarks import without_remarks
from knotwork.snippets.yaml.shell_lines import command_end, commands_above, without_commands
from knotwork.snippets.yaml.spaced_braces import without_spaces_in_braces
from knotwork.snippets.yaml.syntax_errors import YAML_SYNTAX
from knotwork.snippets.yaml.template_indents import uneven_indents
from knotwork.snippets.yaml.templates import YAML_TEMPLATE, YTT, may_have_braces
from knotwork.snippets.yaml.written_outlines import bulleted_outline, written_outline

_HEAD = lazy_regex(r"^[ \t]*apiVersion:", re.MULTILINE)
_WIDE_COLON = "\uff1a"


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
    if named is not None and broken_documents(read := composed_in_parts(text)):
        return _unread(read, [named])
    if "apiVersion" not in text and (outline := bulleted_outline(text)) is not None:
        return _unread(composed_in_parts(text), [outline])
    if (end := command_end(text)) and broken_documents(composed_in_parts(text)):
        commands.append(commands_above(text, end))
        text = without_commands(text, end)
    elif (head := http_head(text)) and broken_documents(composed_in_parts(text)):
        commands.append(head_above(head))
        text = without_head(text, head)
    if (star := first_star(text)) is not None and broken_documents(composed_in_parts(text)):
        commands.append(starred(star))
        text = without_stars(text)
    if (other := _no_yaml(text, commands)) is not None:
        return other
    text, prose = without_prose(text, composed_in_parts)
    read, strange, inserted = without_confusables(composed_in_parts(text), composed_in_parts)
    read, among = without_shell(read)
    if prose is not None and not among:
        among = [prose]
    read, remarks = without_remarks(read, composed_in_parts)
    text = read.text
    read, tagged = without_alias_properties(filled(read), composed_in_parts)
    read, aliases = without_aliases(read)
    violations: list[Violation] = [*glued, *apart, *commands, *among, *remarks, *strange, *tagged, *aliases]
    for step in STEPS:
        read, reported = step(read, text)
        violations += reported
    read, escapes = with_escapes_read(without_alternatives(read), text)
    violations += escapes
    if "|" in text or ">" in text or "<" in text:
        violations += marks_within_texts(read)
    template = may_have_braces(text) and is_template(read)
    if template:
        written = read.text
        read, reported = read_without_braces(read, text)
        violations += [*reported, *uneven_indents(text), *confusables_in_template(written, read, strange)]
    elif "#@" in text and (comment := YTT.search(text)):
        template, read = True, of_ytt(read)
        message = "a template of ytt: only the YAML around its `#@` is checked"
        violations.append(Violation(YAML_TEMPLATE, *comment.span(), message))
    return Attempt(as_no_yaml(_once(read, strange)), tuple(violations), template, inserted)


def _no_yaml(text: str, commands: Sequence[Violation]) -> Attempt | None:
    """What commands or kubectl print, or a diff; None: it may be YAML. `commands`: those above it."""
    if commands and not _HEAD.search(text) and broken_documents(read := composed_in_parts(text)):
        return _unread(read, commands)
    if is_described(text) and ((read := composed_in_parts(text)).violations or is_certainly_described(text)):
        return _unread(read, commands or [described(text)])
    if "apiVersion:" not in text and is_shortened(text) and broken_documents(read := composed_in_parts(text)):
        return _unread(read, commands or [described(text)])
    if is_explained(text) and broken_documents(read := composed_in_parts(text)):
        return _unread(read, commands or [described(text, "explain")])
    if is_diff(text) or (is_plain_diff(text) and broken_documents(composed_in_parts(text))):
        return _unread(composed_in_parts(text), [*commands, diff(text)])
    return None


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
