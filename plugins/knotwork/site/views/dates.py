"""When a note was created and changed, as its front matter says, or else the history of its repository."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from knotwork.model.names import NotePath
from knotwork.site.views.page import View
from knotwork.site.words import marked
from knotwork.vault.git_dates import GitDates

_PROPERTIES = {
    marked("Created {date}"): ("created", "date"),
    marked("Changed {date}"): ("modified", "updated", "lastmod"),
}
"""The properties with each date; the first that has one counts."""


def dates(view: View, path: NotePath) -> str:
    """A line with the dates, for the end of a note's text; empty for a note without any."""
    properties, git = view.kb.notes[path].front_matter, view.git_dates.get(path, GitDates())
    shown = [
        view.words(text, date=f'<time datetime="{day}">{day}</time>')
        for (text, names), known in zip(_PROPERTIES.items(), (git.created, git.modified), strict=True)
        if (day := _day(properties, names) or (known and known.isoformat()))
    ]
    return f'<p class="kw-dates">{" · ".join(shown)}</p>\n' if shown else ""


def _day(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first date among some properties: `2026-05-01`; empty for none."""
    for name in names:
        value = properties.get(name)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value.strip())
            except ValueError:
                continue
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
    return ""
