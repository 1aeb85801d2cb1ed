"""Differences for a person at a terminal: by kind, a line each, what to do below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knotwork.model.diagnostics import Location
from knotwork.model.differences import Difference
from knotwork.model.text import FILE_START
from knotwork.report.differences.grouped import Compared, by_kind, heading
from knotwork.report.paths import prefixed_path
from knotwork.report.terminal import visible
from knotwork.report.text import place


def text_differences(differences: Sequence[Difference], compared: Compared) -> str:
    """A paragraph for each kind."""
    return "\n".join("".join(_lines(group, compared.prefix)) for group in by_kind(differences).values())


def _lines(group: Sequence[Difference], prefix: str) -> Iterator[str]:
    yield f"{heading(group[0].kind, len(group))}:\n"
    for difference in group:
        is_file = difference.location.span == FILE_START
        location = difference.location
        where = place(Location(prefixed_path(location.path, prefix), location.span))
        former = " (before)" if difference.state == "before" and not is_file else ""
        message = visible(difference.message)
        yield f"  {message}\n" if is_file else f"  {where}{former}: {message}\n"
        if difference.help:
            yield f"    {visible(difference.help)}\n"
