"""A query over the notes of a vault, as Dataview and Bases have them: which notes, in which order."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

QueryKind = Literal["list", "table", "cards", "task"]
Operator = Literal["=", "!=", "<", ">", "<=", ">="]


class NotRead(ValueError):
    """What a query says and nothing here computes; `at` is its offset in the query's text."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


_LARGEST, _SMALLEST = 2**53, 1e-4


def exact(number: float, at: int = 0) -> float:
    """A number that every program reads and writes alike; raises NotRead for another one."""
    if number and not _SMALLEST <= abs(number) < _LARGEST:  # nor for NaN
        raise NotRead("a number that programs read or write in different ways", at)
    return number


def number_of(text: str, at: int = 0) -> float:
    """The number that a text of digits is."""
    number = exact(float(text), at)
    return number if "." in text else int(text)


# -- which notes


class Everything(Struct, frozen=True):
    """All notes."""


class TagSource(Struct, frozen=True):
    """Notes with a tag, or one below it."""

    tag: str
    """Without `#`."""


class FolderSource(Struct, frozen=True):
    """Notes in a folder or below it, or the one note of that path."""

    path: str


class LinkSource(Struct, frozen=True):
    """Notes that link to a note, or that it links to."""

    target: str
    """As in a wikilink; empty for the note with the query."""
    outgoing: bool


class Both(Struct, frozen=True):
    """What two conditions have in common, or what either has."""

    left: Condition
    right: Condition
    either: bool


class Not(Struct, frozen=True):
    """What a condition does not hold for."""

    inner: Condition


# -- values


class LinkValue(Struct, frozen=True):
    """A link as a value."""

    target: str
    subpath: str = ""
    display: str = ""


class DateValue(Struct, frozen=True, order=True):
    """A day, or a moment of it."""

    text: str
    """`2024-05-01`, or with `T10:00:00` behind it."""


class Opaque(Struct, frozen=True):
    """A value that is known to be none of the others: a duration, a mapping."""

    kind: Literal["duration", "object"]
    text: str


Value = None | bool | int | float | str | DateValue | LinkValue | Opaque | tuple["Value", ...]


class Constant(Struct, frozen=True):
    """A value that the query writes out."""

    value: Value


class Field(Struct, frozen=True):
    """A property of a note, `file.name` and the like."""

    name: str


class Compare(Struct, frozen=True):
    """A comparison of a field with a value."""

    operator: Operator
    left: Field | Constant
    right: Field | Constant


class Contains(Struct, frozen=True):
    """Whether a list has a value, or a text another text."""

    holder: Field
    value: Value


Condition = (
    Everything | TagSource | FolderSource | LinkSource | Both | Not | Compare | Contains | Field | Constant
)


class Column(Struct, frozen=True):
    """A column of a table."""

    field: Field
    title: str


class SortKey(Struct, frozen=True):
    """What rows are sorted by."""

    field: Field
    descending: bool


class Query(Struct, frozen=True):
    """A query that can be computed."""

    dialect: Literal["dataview", "bases"]
    kind: QueryKind
    columns: tuple[Column, ...] = ()
    """Behind the note itself, if that is shown."""
    shows_note: bool = True
    conditions: tuple[Condition, ...] = ()
    """All of them hold."""
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    completed: bool | None = None
    """Of a query of tasks, which of them: those that are completed, or those that are not; None for all."""
    title: str = ""
