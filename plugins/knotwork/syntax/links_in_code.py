"""Indented code: lines set in by four columns are code, though their writer may have meant a list."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.model.diagnostics import Problem
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import Lines
from knotwork.syntax.wikilink import wikilinks_in

_LINK = lazy_regex(r"(?<!\\)\[[^\[\]\n]{1,300}\]\([^()\s]{1,300}\)")


def links_in_code(lines: Lines, first: int, last: int) -> Problem | None:
    """A problem for the links in the indented code on 1-based lines, both included; None without links."""
    start, end = lines.starts[first - 1], lines.end(last)
    links = sorted(link_places(lines.text[start:end]))
    if not links:
        return None
    count = "1 link is" if len(links) == 1 else f"{len(links)} links are"
    message = f"{count} in indented code, and cannot be followed"
    help_ = "Indent the lines by less than four columns, or remove the blank line above the list."
    return Problem("indented-links", lines.span(start + links[0][0], start + links[-1][1]), message, help_)


def link_places(text: str) -> Iterator[tuple[int, int]]:
    """Where something stands in a text that is not read as Markdown and looks like a link."""
    for start, end, _ in wikilinks_in(text):
        # `[[ -f x ]]` is a shell's test, and `[[servers]]` alone on its line opens a table in TOML
        if not text[start:end].lstrip("![")[:1].isspace() and not _is_alone(text, start, end):
            yield start, end
    for match in _LINK.finditer(text):
        yield match.span()


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on a stretch's line, but what sets it in."""
    while start and text[start - 1] in " \t>":
        start -= 1
    while end < len(text) and text[end] in " \t>":
        end += 1
    return (not start or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
