"""What a query lists: rows with cells, each of texts and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from knotwork.knowledge.query_pages import QueryPage
from knotwork.model.names import NotePath
from knotwork.model.query import DateValue, LinkValue, NotRead, Opaque, Query, Value


class Part(Struct, frozen=True):
    """A piece of what a cell shows: a text, or a link."""

    text: str
    path: str = ""
    """The file of the vault that it leads to; empty for a text."""
    is_hidden: bool = False
    """Whether it is a link to what is not published, of which nothing is shown."""


class Row(Struct, frozen=True):
    """A note, or another file, that a query lists."""

    path: NotePath
    cells: tuple[tuple[Part, ...], ...] = ()
    item: int | None = None
    """The index in `Note.items` of a task."""


class Answer(Struct, frozen=True):
    """The rows of a query, or why it has none."""

    query: Query | None
    rows: tuple[Row, ...] = ()
    left_out: int = 0
    """How many more rows there are."""
    unread: str = ""


def parts(value: Value, has_file: Callable[[str], bool]) -> Iterator[Part]:
    """What a cell shows of a value; raises NotRead for a mapping.

    `has_file` says whether a file is published: a link to another is a text.
    """
    match value:
        case None:
            yield Part("")
        case bool():
            yield Part("true" if value else "false")
        case float() if value.is_integer():
            yield Part(str(int(value)))
        case DateValue(text=text):
            yield Part(text.removesuffix("T00:00:00").replace("T", " "))
        case LinkValue(target=target, display=display):
            if target.startswith("\0"):
                yield Part("", is_hidden=True)
            else:
                yield Part(display, target if has_file(target) else "")
        case tuple():
            for index, item in enumerate(value):
                if index:
                    yield Part(", ")
                yield from parts(item, has_file)
        case Opaque(kind="object"):
            raise NotRead("a mapping in a cell")
        case Opaque(text=text):
            yield Part(text)
        case _:
            yield Part(str(value))


def tasks(page: QueryPage, completed: bool | None) -> Iterator[Row]:
    """The tasks of a note, each with all that is nested in it; those in one that is listed are no rows."""
    listed: set[int] = set()
    for index, item in enumerate(page.note.items if page.note else ()):
        is_done = bool(item.checked) and not item.state
        if item.parent in listed:
            listed.add(index)
        elif item.checked is not None and completed in (None, is_done):
            listed.add(index)
            yield Row(page.path, item=index)
