"""Where a note's page shows what a finding is about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START, Lines, normalized
from knotwork.site.link_html import label
from knotwork.site.views.page import View

_LONGEST = 80
"""Characters of a text that is looked for on a page."""


def section_of(view: View, path: NotePath, line: int) -> str:
    """The id of the heading above a line of a note's text; empty above the first."""
    headings = view.kb.notes[path].headings
    index = bisect_right(headings, line, key=lambda heading: heading.span.start.line)
    return headings[index - 1].anchor if index else ""


def shown_text(view: View, finding: Diagnostic, read: Callable[[NotePath], str]) -> str:
    """What a reader may see of the text that a finding is about; empty where that is unknown.

    `read` gives a note's text.
    """
    path, span = finding.location.path, finding.location.span
    note = view.kb.notes.get(path)
    link = next((link for link in note.links if link.span == span), None) if note else None
    if link is not None:
        return "" if link.kind == "front-matter" else label(link)
    if span == FILE_START or span.start.line != span.end.line:
        return ""
    text = Lines(normalized(read(path))).slice(span).strip()
    return text if len(text) <= _LONGEST else ""
