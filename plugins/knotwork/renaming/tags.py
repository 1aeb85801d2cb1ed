"""A tag gets another name in all notes, and with it the tags below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from knotwork.model.diagnostics import Edit, Location
from knotwork.model.names import tag_key
from knotwork.model.note import Note, Tag
from knotwork.model.text import Lines, Position
from knotwork.renaming.result import Refused
from knotwork.syntax.tag import tag_name


def tag_edits(
    notes: Iterable[Note], lines_of: Callable[[Note], Lines], old: str, new: str, *, merge: bool
) -> list[Edit]:
    """The edits after which `#old` is `#new`, and `#old/x` is `#new/x`.

    Raises Refused when no note has the tag, and when another tag has the new name already, unless `merge`.
    """
    notes = list(notes)
    name = new.removeprefix("#").strip()
    if tag_name(name) != name:
        raise Refused(f"'#{name}' cannot be a tag")
    before, after = tag_key(old), tag_key(name)
    if not before or not any(_is_below(tag, before) for note in notes for tag in note.tags):
        raise Refused(f"no note has the tag #{old.removeprefix('#')}")
    taken = [
        Location(note.path, tag.span)
        for note in notes
        for tag in note.tags
        if _is_below(tag, after) and not _is_below(tag, before)
    ]
    if taken and not merge:
        raise Refused(f"there is a tag #{name} already; --merge makes them one", tuple(taken[:20]))
    return [edit for note in notes for edit in _edits_of(note, lines_of, before, name)]


def _is_below(tag: Tag, key: str) -> bool:
    own = tag_key(tag.name)
    return own == key or own.startswith(f"{key}/")


def _edits_of(note: Note, lines_of: Callable[[Note], Lines], before: str, name: str) -> Iterator[Edit]:
    tags = [tag for tag in note.tags if _is_below(tag, before)]
    lines = lines_of(note) if tags else None
    for tag in tags:
        assert lines is not None
        start = tag.span.start
        at = lines.offset(start)
        if lines.text.startswith("#", at):
            start, at = Position(start.line, start.column + 1), at + 1
        if not lines.text.startswith(tag.name, at):
            raise Refused(
                f"a tag of {note.path} is not where it seems to be", (Location(note.path, tag.span),)
            )
        end = Position(start.line, start.column + len(_head(tag.name, before.count("/") + 1)))
        yield Edit(note.path, start, end, name)


def _head(name: str, count: int) -> str:
    """The first parts of a tag as written."""
    at = 0
    for _ in range(count):
        while name.startswith("/", at):
            at += 1
        slash = name.find("/", at)
        at = len(name) if slash < 0 else slash
    return name[:at]
