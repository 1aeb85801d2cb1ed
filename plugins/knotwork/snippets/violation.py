"""What is wrong with one YAML document, at offsets of its text, and the repairs that fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knotwork.model.diagnostics import Severity
from knotwork.model.equivalences import Equivalence
from knotwork.snippets.rule import SnippetRule

Change = tuple[int, int, str]
"""The offsets between which the text is replaced, and what it is replaced by."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that belong together."""

    title: str
    """What they do, as a menu entry: ``Write `labels` ``."""
    by: tuple[Equivalence, ...]
    """As of a fix: what the old and the new text differ in; empty for a suggestion."""
    changes: tuple[Change, ...]

    @property
    def safe(self) -> bool:
        """Whether nothing is guessed, and nothing new is brought up."""
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that is wrong with a document."""

    rule: SnippetRule
    start: int
    """The 0-based offset, in code points, in the text that was composed."""
    end: int
    message: str
    """One short phrase, no full stop."""
    help: str | None = None
    """What to do next."""
    severity: Severity | None = None
    """Milder than its rule; None: as the rule has it."""
    repair: Repair | None = None
    related: tuple[tuple[int, int, str], ...] = ()
    """Other places that belong to it, each with a phrase."""


def at_node(rule: SnippetRule, node: Any, message: str, help_: str | None = None) -> Violation:
    """A violation at a YAML node."""
    return Violation(rule, node.start_mark.index, node.end_mark.index, message, help_)


def severity(found: Violation) -> Severity:
    """How grave a violation is, unless the settings say otherwise."""
    return found.severity or found.rule.severity


def is_error(found: Violation) -> bool:
    """Whether a manifest is not valid because of it."""
    return severity(found) == "error"
