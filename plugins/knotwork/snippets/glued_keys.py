"""Entries of a map in braces without a space after the colon: `{cpu:100m}`, `{app:web}`.

YAML reads all of it as a key without a value. What is wrong with such a key is that the space is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec.structs import replace

from knotwork.model.patterns import lazy_regex
from knotwork.snippets.fields.foreign_nulls import NULL_WORDS
from knotwork.snippets.fields.missing_fields import EMPTY_FIELD
from knotwork.snippets.fields.unknown_fields import UNKNOWN_FIELD
from knotwork.snippets.null_words import with_null_words
from knotwork.snippets.violation import Repair, Violation
from knotwork.snippets.yaml.missing_opening_quotes import with_opening_quote
from knotwork.snippets.yaml.nodes import NULL, nodes
from knotwork.snippets.yaml.remarks_in_values import with_remark

_GLUED = lazy_regex(r"(?P<name>[A-Za-z][\w./-]*):(?!//)(?P<value>[^\s:,\[\]{}][^\n,\[\]{}]*)")
_ENDS_ENTRY = lazy_regex(r"\s*[,}]")


def with_causes(violations: Sequence[Violation], text: str, root: yaml.Node | None) -> list[Violation]:
    """The violations of a document; one of a text with a slip in its signs says which: `text` is theirs."""
    violations = [
        with_null_words(violation, text)
        if text[violation.start : violation.end] in NULL_WORDS
        else with_opening_quote(with_remark(violation, text), text)
        for violation in violations
    ]
    glued: dict[int, re.Match[str]] = {}
    for violation in violations:
        match = _GLUED.fullmatch(text, violation.start, violation.end)
        if match is not None and _ENDS_ENTRY.match(text, violation.end):
            glued[violation.start] = match
    if not glued or root is None:
        return violations
    keys = _keys_alone(root) & glued.keys()
    kept = [own for own in violations if own.rule is not EMPTY_FIELD or own.start not in keys]
    return [_with_space(own, glued[own.start]) if own.start in keys else own for own in kept]


def _keys_alone(root: yaml.Node) -> set[int]:
    """The offsets of the keys behind which no value is written."""
    return {
        key.start_mark.index
        for mapping in nodes(root)
        if isinstance(mapping, yaml.MappingNode) and mapping.flow_style
        for key, value in mapping.value
        if value.tag == NULL and not value.value
    }


def _with_space(violation: Violation, match: re.Match[str]) -> Violation:
    name, at = match["name"], match.start("value")
    if violation.rule is UNKNOWN_FIELD:  # of a field that there is, it says so
        help_ = f"A space is missing after `{name}:`, too."
        return (
            violation
            if "a space is missing" in violation.message
            else replace(violation, help=help_, repair=None)
        )
    message = f"a space is missing after `{name}:`"
    repair = Repair("Write a space", (), ((at, at, " "),))
    return replace(
        violation, message=message, help=f"Write `{name}: {match['value']}`.", meant="", repair=repair
    )
