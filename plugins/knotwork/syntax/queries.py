"""Blocks of code that are queries: of Dataview, and of Obsidian's Bases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knotwork.model.diagnostics import Problem
from knotwork.model.note import Fence
from knotwork.model.query import NotRead, Query
from knotwork.model.text import Position, Span
from knotwork.syntax.bases import base_queries
from knotwork.syntax.dataview import dataview_query

LANGUAGES = frozenset(("dataview", "base", "dataviewjs"))
UNREAD = "unread-query"


def has_queries(fences: Iterable[Fence]) -> bool:
    """Whether one of the blocks is a query."""
    return any(fence.language in LANGUAGES for fence in fences)


def queries(language: str, text: str) -> Sequence[Query]:
    """The queries of a block; raises NotRead, with the place, for what is not computed."""
    match language:
        case "dataview":
            return (dataview_query(text),)
        case "base":
            return base_queries(text)
        case _:
            raise NotRead("programs in notes are not run")


def unread_queries(fences: Iterable[Fence]) -> Iterator[Problem]:
    """The queries that are shown as they are written, and what in them is not computed."""
    for fence in fences:
        if fence.language in LANGUAGES:
            try:
                queries(fence.language, fence.text)
            except NotRead as error:
                help_ = "The page shows the query as it is written."
                place = _place(fence, error.at)
                yield Problem(UNREAD, place, f"this query is not computed: {error}", help_)


def _place(fence: Fence, at: int) -> Span:
    """The place in the note of an offset in a block's code."""
    above = fence.text[:at]
    line = above.count("\n")
    if fence.lines or line >= len(fence.columns):
        return fence.span
    column = at - (above.rfind("\n") + 1) + fence.columns[line] + 1
    position = Position(fence.first_line + line, column)
    return Span(position, position)
