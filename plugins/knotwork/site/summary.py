"""The summary of a note in a line, and the date of its last change: for lists of notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from knotwork.knowledge.knowledge_base import DATES
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.vault.git_dates import GitDates

LONGEST = 160
"""Characters of a summary."""
_LATE = 2
"""How many of them are about its last change."""
_SENTENCE = re.compile(r".{8,}?[.!?…。！？](?=\s|$)|.+", re.DOTALL)
_DAY = lazy_regex(r"\d{4}-\d{2}-\d{2}(?!\d)")


def summary(note: Note) -> str:
    """Its `description:`, else its first sentence, as plain text; empty when it has no text."""
    described = note.front_matter.get("description")
    text = described if isinstance(described, str) and described.strip() else _opening(note)
    first = _SENTENCE.match(" ".join(text.split()))
    return _short(first[0]) if first else ""


def changed(note: Note, git_dates: Mapping[NotePath, GitDates]) -> date | None:
    """The date of its last change, as its front matter, `git_dates`, or its date of creation says.

    Dates of files are not used, so that builds are reproducible.
    """
    known = git_dates.get(note.path)
    days = [_day(note.front_matter.get(name)) for name in DATES]
    days.insert(_LATE, known.modified if known else None)
    return next((day for day in days if day), None)


def _opening(note: Note) -> str:
    """The text of the first block that is no heading and no table."""
    headings = {heading.span.start.line for heading in note.headings}
    for context in note.contexts:
        if context.text and not context.in_table and context.span.start.line not in headings:
            return context.text
    return ""


def _short(sentence: str) -> str:
    sentence = sentence.rstrip(":").rstrip()
    if len(sentence) <= LONGEST:
        return sentence
    return f"{sentence[:LONGEST].rsplit(None, 1)[0].rstrip(' ,;:–-')} …"


def _day(value: object) -> date | None:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str() if day := _DAY.match(value.strip()):
            try:
                return date.fromisoformat(day[0])
            except ValueError:
                return None
        case _:
            return None
