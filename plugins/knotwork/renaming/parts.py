"""The heading or block of a note that gets another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knotwork.model.diagnostics import Edit, Location
from knotwork.model.names import HeadingKey, heading_key
from knotwork.model.note import BlockId, Heading, Note
from knotwork.model.text import Lines, Position
from knotwork.renaming.result import Refused

_BLOCK_ID = re.compile(r"[A-Za-z0-9-]+")
_END = re.compile(r"(?:[ \t]+#[^\s#]+)*(?:[ \t]*\{[^{}\n]*\})?$")
_TAGS = re.compile(r"(?:[ \t]+#[^\s#]+)+")


def part_edit(note: Note, lines: Lines, old: str, new: str) -> Edit:
    """The edit that gives a heading (`Setup`, `Install#Setup`) or block (`^id`) of a note another name.

    Tags and attributes behind a heading stay. Raises Refused when there is not exactly one such part, or the
    new name is that of another one.
    """
    return _block_edit(note, old, new) if old.startswith("^") else _heading_edit(note, lines, old, new)


def _block_edit(note: Note, old: str, new: str) -> Edit:
    name, new = old[1:].strip(), new.strip().removeprefix("^")
    blocks = [block for block in note.blocks if block.name.lower() == name.lower()]
    if not blocks:
        raise Refused(f"{note.path} has no block ^{name}")
    if len(blocks) > 1:
        raise Refused(f"{note.path} has several blocks ^{name}", _locations(note, blocks))
    if not _BLOCK_ID.fullmatch(new):
        raise Refused(f"'{new}' cannot be a block id: letters, digits and dashes can")
    others = [block for block in note.blocks if block is not blocks[0] and block.name.lower() == new.lower()]
    if others:
        raise Refused(f"{note.path} has a block ^{new} already", _locations(note, others))
    end = blocks[0].span.end
    start = Position(end.line, end.column - len(blocks[0].name))
    return Edit(note.path, start, end, new)


def _heading_edit(note: Note, lines: Lines, old: str, new: str) -> Edit:
    new = new.strip()
    heading = _heading(note, old)
    if not heading_key(new) or "\n" in new:
        raise Refused(f"'{new}' cannot be a heading")
    others = [
        other
        for other in note.headings
        if other is not heading and heading_key(other.text) == heading_key(new)
    ]
    if others:
        raise Refused(f"{note.path} has a heading '{others[0].text}' already", _locations(note, others))
    start = heading.span.start
    at = lines.offset(start)
    if not heading.source or not lines.text.startswith(heading.source, at) or "\n" in heading.source:
        raise Refused(f"the heading in line {start.line} of {note.path} is written over several lines")
    end = _END.search(heading.source)
    assert end is not None, "the end may be empty"
    kept = end[0] if "#" not in new else _TAGS.sub("", end[0])
    text = f"{new}{kept}"
    return Edit(note.path, start, Position(start.line, start.column + len(heading.source)), text)


def _heading(note: Note, written: str) -> Heading:
    parts = [heading_key(part) for part in written.split("#") if part.strip()]
    named = [
        heading
        for at, heading in enumerate(note.headings)
        if parts and parts[-1] in _keys(heading) and _is_within(note, at, parts[:-1])
    ]
    if not named:
        raise Refused(f"{note.path} has no heading '{written}'")
    if len(named) > 1:
        help_ = "" if len(parts) > 1 else ": name the one above it, too, as in 'note#Above#Heading'"
        raise Refused(f"{note.path} has several headings '{named[0].text}'{help_}", _locations(note, named))
    return named[0]


def _keys(heading: Heading) -> set[HeadingKey]:
    """The names by which a heading is meant: with its tags, and without."""
    texts = (heading.text, heading.source, _TAGS.sub("", heading.text))
    return {heading_key(text) for text in texts} - {HeadingKey("")}


def _is_within(note: Note, at: int, parts: Sequence[HeadingKey]) -> bool:
    """Whether a heading stands in sections of these names, outermost first."""
    level = note.headings[at].level
    wanted = list(parts)
    for heading in reversed(note.headings[:at]):
        if wanted and heading.level < level:
            level = heading.level
            if wanted[-1] in _keys(heading):
                wanted.pop()
    return not wanted


def _locations(note: Note, items: Iterable[Heading | BlockId]) -> tuple[Location, ...]:
    return tuple(Location(note.path, item.span) for item in items)
