"""Queries over the published notes: which rows they have, exactly as Dataview and Bases would give them.

What cannot be told exactly raises NotRead; the page then shows the query as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, cmp_to_key

from knotwork.config.settings import Settings
from knotwork.knowledge.query_pages import QueryPage, file_value
from knotwork.knowledge.query_rows import Answer, Part, Row, parts, tasks
from knotwork.knowledge.query_values import (
    base_contains,
    compared,
    contains,
    has_order,
    inline_value,
    is_same,
    is_true,
    property_value,
)
from knotwork.knowledge.resolution import Attachment, MissingNote, Resolution, Resolved
from knotwork.knowledge.resolve import Resolver
from knotwork.model.names import NotePath, basename, folder, name_key, tag_key
from knotwork.model.note import Link
from knotwork.model.query import (
    Both,
    Compare,
    Condition,
    Constant,
    Contains,
    DateValue,
    Everything,
    Field,
    FolderSource,
    LinkSource,
    LinkValue,
    Not,
    NotRead,
    Opaque,
    Query,
    TagSource,
    Value,
)
from knotwork.model.text import FILE_START
from knotwork.syntax.queries import queries
from knotwork.vault.vault import Vault

MOST_ROWS = 2_000
"""Of a query on a page."""


@dataclass(frozen=True)
class Queries:
    """Answers queries over a vault."""

    vault: Vault
    resolver: Resolver
    resolutions: Mapping[NotePath, tuple[Resolution, ...]]
    settings: Settings
    _pages: dict[NotePath, QueryPage] = field(default_factory=dict)

    def answers(self, language: str, text: str, path: NotePath) -> tuple[Answer, ...]:
        """The rows of each query in a block of a note."""
        try:
            return tuple(self._answer(query, path) for query in queries(language, text))
        except NotRead as error:
            return (Answer(None, unread=str(error)),)

    def _answer(self, query: Query, path: NotePath) -> Answer:
        evaluation = _Evaluation(self, query, path)
        try:
            pages = evaluation.in_order([page for page in self.files(query) if evaluation.has(page)])
            if query.kind == "task":
                listed = [task for page in pages for task in tasks(page, query.completed)]
                return Answer(query, tuple(listed[:MOST_ROWS]), len(listed[MOST_ROWS:]))
            shown = pages[: query.limit][:MOST_ROWS]
            rows = tuple(
                Row(page.path, tuple(evaluation.cell(column.field, page) for column in query.columns))
                for page in shown
            )
        except NotRead as error:
            return Answer(None, unread=str(error))
        return Answer(query, rows, len(pages[: query.limit]) - len(rows))

    def files(self, query: Query) -> list[QueryPage]:
        """All that a query chooses from: Dataview knows notes of Markdown only."""
        if query.dialect == "dataview":
            return [self.page(path) for path in self.vault.notes if path.lower().endswith(".md")]
        return [self.page(path) for path in sorted({*self.vault.notes, *self.vault.attachments})]

    def page(self, path: NotePath) -> QueryPage:
        """A file as queries see it."""
        page = self._pages.get(path)
        if page is None:
            page = self._pages[path] = QueryPage(path, self.vault.notes.get(path))
        return page

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders of the vault."""
        above = set()
        for path in (*self.vault.notes, *self.vault.attachments):
            while path := folder(path):  # type: ignore[assignment]
                above.add(str(path))
        return frozenset(above)

    def has_file(self, path: str) -> bool:
        """Whether the vault publishes a file of that path."""
        return NotePath(path) in self.vault.notes or path in self.vault.attachments

    def targets(self, path: NotePath) -> frozenset[str]:
        """The files that a note links to, in its text and its properties."""
        note = self.vault.notes.get(path)
        if note is None:
            return frozenset()
        links = zip(note.links, self.resolutions.get(path, ()), strict=False)
        return frozenset(
            reached
            for link, resolution in links
            if link.published and not link.html and (reached := reached_file(resolution))
        )

    def reached(self, target: str, source: NotePath) -> Resolution:
        """What a link in a property of a note leads to."""
        link = Link("wikilink", "", FILE_START, target, "", None, True, None)
        return self.resolver.resolve(source, link)


def reached_file(resolution: Resolution) -> str:
    """The path of the file that a link reaches; empty when there is none."""
    match resolution:
        case Resolved(target=target) | Attachment(target=target):
            return target
        case _:
            return str(getattr(resolution, "target", ""))


class _Evaluation:
    """One query of one note."""

    def __init__(self, all_: Queries, query: Query, path: NotePath) -> None:
        self._all, self._query, self._path = all_, query, path

    def has(self, page: QueryPage) -> bool:
        """Whether the query lists a file."""
        return all(self.holds(condition, page) for condition in self._query.conditions)

    def holds(self, condition: Condition, page: QueryPage) -> bool:
        """Whether a condition holds for a file."""
        match condition:
            case Everything():
                return True
            case TagSource(tag=tag):
                return self._has_tag(tag_key(tag), page)
            case FolderSource(path=path):
                return self._is_in(path, page)
            case LinkSource():
                return self._is_linked(condition, page)
            case Both(left=left, right=right, either=either):
                # both sides, so that what is not computed is found whichever holds
                sides = self.holds(left, page), self.holds(right, page)
                return any(sides) if either else all(sides)
            case Not(inner=inner):
                return not self.holds(inner, page)
            case Compare():
                return self._compares(condition, page)
            case Contains(holder=holder, value=value):
                held = self.value(holder, page)
                return base_contains(held, value) if self._query.dialect == "bases" else contains(held, value)
            case Field() | Constant():
                return is_true(self._operand(condition, page))

    def _has_tag(self, key: str, page: QueryPage) -> bool:
        has = key in page.tags
        if has and self._query.dialect == "bases" and key not in page.own_tags:
            raise NotRead(f"whether `#{key}` means the tags below it, too, differs between versions")
        return has

    def _is_in(self, path: str, page: QueryPage) -> bool:
        if path in self._all.folders or self._query.dialect == "bases":
            return page.path.startswith(f"{path}/")
        return page.path in (path, f"{path}.md")

    def _is_linked(self, source: LinkSource, page: QueryPage) -> bool:
        target = (
            str(self._path)
            if not source.target
            else reached_file(self._all.reached(source.target, self._path))
        )
        if not target:
            return False
        if source.outgoing:
            return page.path in self._all.targets(NotePath(target))
        return target in self._all.targets(page.path)

    def _compares(self, condition: Compare, page: QueryPage) -> bool:
        left, right = self._operand(condition.left, page), self._operand(condition.right, page)
        if self._query.dialect == "dataview":
            return has_order(left, condition.operator, right)
        if isinstance(left, DateValue | LinkValue | Opaque | tuple):
            raise NotRead(f"a comparison with the property of '{basename(page.path)}'")
        return is_same(left, right) is (condition.operator == "=")

    def _operand(self, operand: Field | Constant, page: QueryPage) -> Value:
        if isinstance(operand, Field):
            return self.value(operand, page)
        value = operand.value
        if isinstance(value, DateValue):
            return DateValue(f"{value.text}T00:00:00")
        return self._with_target(value, self._path)

    def value(self, of: Field, page: QueryPage) -> Value:
        """The value of a field of a file; None when it has none."""
        if of.name.startswith("file."):
            return file_value(of.name.removeprefix("file."), page)
        values = page.fields.get(of.name)
        if values is None and self._query.dialect == "bases":
            key = name_key(of.name)
            values = next((known for name, known in page.fields.items() if name_key(name) == key), None)
        if self._query.dialect == "bases":
            values = [one for one in values or () if one[0] == "front matter"]
        if not values:
            return None
        if any(where == "item" for where, _ in values):
            raise NotRead(f"the field `{of.name}` in a list of '{basename(page.path)}'")
        read = [inline_value(value) if where == "text" else property_value(value) for where, value in values]
        value = read[0] if len(read) == 1 else tuple(read)
        return self._with_target(value, page.path)

    def _with_target(self, value: Value, source: NotePath) -> Value:
        """The value with the file that a link reaches as its target: two links to one file are the same."""
        match value:
            case LinkValue(target=target, subpath=subpath, display=display):
                if not target:
                    return LinkValue(source, subpath, display)
                resolution = self._all.reached(target, source)
                if isinstance(resolution, MissingNote) and resolution.unpublished:
                    return LinkValue(f"\0{target}", subpath, display)
                return LinkValue(reached_file(resolution) or target, subpath, display or target)
            case tuple():
                return tuple(self._with_target(item, source) for item in value)
            case _:
                return value

    def in_order(self, pages: Sequence[QueryPage]) -> list[QueryPage]:
        """The files in the order of the query; those that are equal by their paths."""
        ordered = sorted(pages, key=lambda page: page.path)
        for key in reversed(self._query.sort):
            values = {page.path: self.value(key.field, page) for page in ordered}
            if self._query.dialect == "bases" and self._query.limit is not None and None in values.values():
                raise NotRead(f"`limit` with notes that have no `{key.field.name}` to sort by")
            ordered = _sorted(ordered, values, descending=key.descending)
        return ordered

    def cell(self, of: Field, page: QueryPage) -> tuple[Part, ...]:
        """What a cell shows."""
        if of.name == "file.link":
            return (Part("", page.path),)
        return tuple(parts(self.value(of, page), self._all.has_file))


def _sorted(
    pages: Sequence[QueryPage], values: Mapping[NotePath, Value], *, descending: bool
) -> list[QueryPage]:
    """The files by their values; equal ones stay in their order."""
    turn = -1 if descending else 1

    def order(one: QueryPage, other: QueryPage) -> int:
        return turn * compared(values[one.path], values[other.path])

    return sorted(pages, key=cmp_to_key(order))
