"""Findings and the edits that fix them, as values: nothing here prints."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.text import Position, Span

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the most severe to the least."""

HIDES_TEXT = frozenset(("front-matter", "unclosed-comment"))
"""The rules about notes, or parts of them, that are not published though their author may not mean it."""


class Location(Struct, frozen=True, array_like=True, gc=False, order=True):
    """A stretch of one file of the vault."""

    path: NotePath
    span: Span


class Edit(Struct, frozen=True, array_like=True, gc=False):
    """One replacement in one file; `start` equal to `end` inserts."""

    path: NotePath
    start: Position
    end: Position
    text: str


class Fix(Struct, frozen=True, array_like=True, gc=False):
    """Edits that belong together."""

    title: str
    """What the edits do, as a menu entry: `Write [[Pod Lifecycle]]`."""
    by: tuple[Equivalence, ...]
    """What the old and the new text differ in; empty for a suggestion."""
    edits: tuple[Edit, ...]
    wikilink: str = ""
    """The wikilink that stands there then, for messages; empty for other fixes."""

    @property
    def safe(self) -> bool:
        """Whether it changes no meaning and adds no finding; a suggestion guesses."""
        return bool(self.by)


class Related(Struct, frozen=True, array_like=True, gc=False):
    """Another location that belongs to a finding."""

    location: Location
    message: str


class Problem(Struct, frozen=True, array_like=True, gc=False):
    """Something the reader of one file noticed; a rule of that code makes it a diagnostic."""

    rule: str
    span: Span
    message: str
    help: str | None = None
    fix: Fix | None = None
    """Its edits are of this one file, and leave out the path, which its reader does not know."""
    severity: Severity | None = None
    """When it is another than the rule's."""


class Diagnostic(Struct, frozen=True, array_like=True, gc=False):
    """One finding at one location, in words for the author of the note."""

    rule: str
    """The rule's code: `missing-note`."""
    severity: Severity
    location: Location
    message: str
    """One short phrase, no full stop."""
    help: str | None = None
    """What to do next."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


class Silenced(Struct, frozen=True, array_like=True, gc=False):
    """A finding that is not reported."""

    finding: Diagnostic
    reason: str
    """Why, in the words of whoever silenced it; may be empty."""
    by: Literal["comment", "baseline"]


def severity_rank(finding: Diagnostic) -> int:
    """0 for the most severe findings: what sorts them."""
    return SEVERITIES.index(finding.severity)


def at_least(severity: Severity, floor: Severity) -> bool:
    """Whether `severity` is `floor` or more severe."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(floor)
