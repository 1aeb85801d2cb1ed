"""Findings for a person at a terminal: each with the line it is about and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from knotwork.model.diagnostics import Diagnostic, Location
from knotwork.model.names import NotePath
from knotwork.model.text import FILE_START, Lines, normalized
from knotwork.report.excerpt import excerpt
from knotwork.report.terminal import painted, visible


def text_report(
    diagnostics: Sequence[Diagnostic],
    sources: Callable[[NotePath], str | None],
    colour: bool = False,
) -> str:
    """One block of lines for each finding, with a blank line between them."""

    @lru_cache(maxsize=1)  # findings of one file stand together
    def lines_of(path: NotePath) -> Lines | None:
        source = sources(path)
        return None if source is None else Lines(normalized(source))

    return "\n".join(
        _block(diagnostic, lines_of(diagnostic.location.path), colour) for diagnostic in diagnostics
    )


def headline(diagnostic: Diagnostic, colour: bool = False) -> str:
    """`index.md:3:45: error[missing-note]: no note is called 'Pod Lifecycel'`."""
    level = painted(f"{diagnostic.severity}[{diagnostic.rule}]", diagnostic.severity, colour)
    return f"{painted(place(diagnostic.location), 'bold', colour)}: {level}: {visible(diagnostic.message)}"


def place(location: Location) -> str:
    """`index.md:3:45`."""
    start = location.span.start
    return f"{visible(location.path)}:{start.line}:{start.column}"


def detail_rows(diagnostic: Diagnostic, lines: Lines | None, colour: bool = False) -> list[str]:
    """What stands below the headline: the line it is about, what to do next, and related locations."""
    rows = []
    if lines is not None and diagnostic.location.span != FILE_START:
        rows += _excerpt_rows(diagnostic, lines, colour)
    if diagnostic.help:
        rows.append(f"{painted('help', 'bold', colour)}: {visible(diagnostic.help)}")
    rows += [f"= {place(hint.location)}: {visible(hint.message)}" for hint in diagnostic.related]
    return rows


def _block(diagnostic: Diagnostic, lines: Lines | None, colour: bool) -> str:
    rows = [headline(diagnostic, colour), *detail_rows(diagnostic, lines, colour)]
    return "".join(f"{row}\n" for row in rows)


def _excerpt_rows(diagnostic: Diagnostic, lines: Lines, colour: bool) -> list[str]:
    span = diagnostic.location.span
    shown, carets = excerpt(lines.line(span.start.line), span)
    number = str(span.start.line)
    margin = painted(" " * len(number) + " |", "gutter", colour)
    return [
        margin,
        f"{painted(f'{number} |', 'gutter', colour)} {shown}".rstrip(" "),
        f"{margin} {painted(carets, diagnostic.severity, colour)}",
    ]
