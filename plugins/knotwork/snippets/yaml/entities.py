"""Entities of HTML in a text that was copied from the source of a page: `&nbsp;&nbsp;name: web`."""

from __future__ import annotations

import html
import re

from knotwork.model.line_offsets import line_start
from knotwork.model.patterns import lazy_regex
from knotwork.snippets.yaml.slips import BrokenLine, StopsAt

_ENTITY = lazy_regex(r"&(?:nbsp|ensp|emsp|lt|gt|amp|quot|apos|#\d{1,6}|#x[0-9a-fA-F]{1,6});")
_SPACES = "\u00a0\u2002\u2003"


def entities(text: str, start: int, end: int, stop: int, stops_at: StopsAt) -> BrokenLine | None:
    """All entities of a document, as the characters that they stand for; None: they do not stop a parser.

    `stop`: where it stops.
    """
    written = [*_ENTITY.finditer(text, start, end)] if "&" in text else []
    if not written:
        return None
    first = written[0]
    more = f", and {len(written) - 1} more" if len(written) > 1 else ""
    title = "Write a space" if _character(first) == " " else f"Write `{_character(first)}`"
    line = line_start(text, first.start(), start)
    parts, at = list[str](), line
    for entity in written:
        parts += [text[at : entity.start()], _character(entity)]
        at = entity.end()
    new = "".join(parts)
    further = stops_at(text[start:line] + new + text[at:end])
    if further is not None and start + further + (at - line) - len(new) <= max(stop, at):
        return None
    return BrokenLine(
        at=first.start(),
        message=f"`{first[0]}` is an entity of HTML{more}",
        help=f"{title} in its place." if len(written) == 1 else f"{title} in its place, and so on.",
        title="Write the characters themselves" if len(written) > 1 else title,
        change=(line, at, new),
        sureness="slip",
    )


def _character(entity: re.Match[str]) -> str:
    """What an entity stands for; a space for one that does not break a line."""
    character = html.unescape(entity[0])
    return " " if character in _SPACES else character
