"""A violation: something wrong in one YAML document, at offsets of its text, and the repair that fixes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from knotwork.model.diagnostics import Severity
from knotwork.model.equivalences import Equivalence
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.rule import SnippetRule

Sureness = Literal["", "slip", "likely", "vague"]
"""Whether an error shows that a text is meant as YAML.

A slip of YAML does wherever it stands, a likely one where most lines are YAML; a vague one is said where no
better reason is known. Of others the line decides.
"""
_SUGGESTION = lazy_regex(r": did you mean [^\n]*\?$")
THIS_TOO = "this one, too"
MOST_PLACES = 20
"""The most other places that are shown with one."""
Change = tuple[int, int, str]
"""The offsets between which the text is replaced, and the new text."""


class Repair(Struct, frozen=True):
    """Changes that belong together."""

    title: str
    """What they do, as an entry of a menu: ``Write `labels` ``."""
    by: tuple[Equivalence, ...]
    """The differences between the old and the new text, as in a Fix; empty for a suggestion."""
    changes: tuple[Change, ...]

    @property
    def safe(self) -> bool:
        """Whether it is not a guess, and causes no new violation."""
        return bool(self.by)


class Violation(Struct, frozen=True):
    """Something wrong in a document."""

    rule: SnippetRule
    start: int
    """The 0-based offset, in code points, in the text that was composed."""
    end: int
    message: str
    """One short phrase, no full stop."""
    help: str | None = None
    """What to do next."""
    severity: Severity | None = None
    """A lower severity than its rule has; None: that of the rule."""
    repair: Repair | None = None
    related: tuple[tuple[int, int, str], ...] = ()
    """Other places that belong to it: start, end, and a phrase about them."""
    missing: str = ""
    """The path of the field that is not there: `spec.selector`."""
    together: bool = False
    """Whether its message names other fields, too, that are not there."""
    lacking: bool = False
    """Of an invalid value: whether further fields or items, which it lacks, may make it valid."""
    due: str = ""
    """Of a value of the wrong type: the type that its schema has, `object` or `integer`."""
    path: str | None = None
    """That of its field, where it is not the one at the offsets; empty: the message names the field.

    Of an unknown field: as its message names it.
    """
    belongs: str = ""
    """The path at which an unknown field would be known: `spec.template`."""
    sureness: Sureness = ""
    """Of an error of YAML."""
    otherwise: tuple[Violation, ...] = ()
    """What else may be wrong in its place, likely ones first; the last of them names no cause.

    Advice that has some is not given before it was tried: `tried_fixes.py`, `tried_advice.py`.
    """
    meant: str = ""
    """What its message suggests in place of the name, kind, apiVersion or value at the offsets."""
    change: str = ""
    """What its help does to the value: a name of `fields/value_changes.py`; empty: nothing of the kind.

    Of a repeated key: that both values may be merged.
    """
    below: str = ""
    """The path, from the mapping with an unknown field, under which that field belongs: `template.spec`."""
    among: bool = False
    """Whether several of its accounts may be right at once, which all are tried then."""
    advice: str = ""
    """Of a repeated key: what to do first, without what programs do with it."""
    api: str = ""
    """The API of Kubernetes that is gone or deprecated: `policy/v1beta1 PodSecurityPolicy`."""
    gone: str = ""
    """The minor that removed or deprecated that API, or from which on a warning is given: `1.25`."""

    @property
    def has_suggestion(self) -> bool:
        """Whether it suggests another name or value in place of the one at its offsets."""
        return bool(self.meant) or "did you mean" in self.message


def at_node(rule: SnippetRule, node: Any, message: str, help_: str | None = None) -> Violation:
    """A violation at a YAML node."""
    return Violation(rule, node.start_mark.index, node.end_mark.index, message, help_)


def places_of(keys: Sequence[Any]) -> tuple[tuple[int, int, str], ...]:
    """The first of some keys, as other places of one violation."""
    return tuple((key.start_mark.index, key.end_mark.index, THIS_TOO) for key in keys[:MOST_PLACES])


def severity(violation: Violation) -> Severity:
    """The severity of a violation, before the settings change it."""
    return violation.severity or violation.rule.severity


def as_info(violation: Violation) -> Violation:
    """The violation of what may be meant: an info, without a repair."""
    return replace(violation, severity="info", repair=None)


def at_most_info(violation: Violation) -> Violation:
    """The violation of what may be meant; one that is an info keeps its repair."""
    return violation if severity(violation) == "info" else as_info(violation)


def with_infos(
    violations: Sequence[Violation],
    may_be_meant: Callable[[Violation], bool],
    help_: Callable[[Violation], str | None] | None = None,
) -> list[Violation]:
    """The violations; as infos those of what may be meant. One that is an info already stays as it is.

    `help_`: what to do about one of them; without it they keep theirs.
    """
    kept: list[Violation] = []
    for violation in violations:
        if severity(violation) != "info" and may_be_meant(violation):
            info = as_info(violation)
            kept.append(info if help_ is None else replace(info, help=help_(violation)))
        else:
            kept.append(violation)
    return kept


def without_suggestion(message: str) -> str:
    """A message without its question about another value that may be meant."""
    return _SUGGESTION.sub("", message)


def unquoted(violation: Violation, text: str) -> str:
    """What stands at the offsets of a violation of a value, without its quotes."""
    return text[violation.start : violation.end].strip("\"'")


def is_error(violation: Violation) -> bool:
    """Whether a document with it is invalid."""
    return severity(violation) == "error"
