"""To-dos: what a to-do tag covers, and whether the items under it are written yet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knotwork.model.body import Cut, OwnPiece, Piece, own_page_html
from knotwork.model.names import NotePath, heading_key, tag_key
from knotwork.model.note import Context, Heading, Item, Note, Tag
from knotwork.model.patterns import lazy_regex

_LIST_OPENS = lazy_regex(r"\s*(?:</p>\s*<[uo]l[^>]*>\s*)?")

Scope = Literal["item", "paragraph", "section"]


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One item under a to-do."""

    text: str
    line: int
    section: Literal["empty", "written"] | None
    """Whether the note's section of that name has text; None when there is no such section."""
    heading: Heading | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    """One to-do tag in a note, and what it covers."""

    path: NotePath
    tag: Tag
    scope: Scope
    text: str
    """The own text of the item, paragraph or heading, without the tag."""
    heading: Heading | None
    """The section it stands in."""
    items: tuple[TodoItem, ...]
    cut: Cut
    """The pieces of the note's Body that it covers."""

    @property
    def open(self) -> bool:
        """A to-do is done when it has items and the section of each is written."""
        return not self.items or any(item.section != "written" for item in self.items)


def is_todo(tag: str, todo_tags: Collection[str]) -> bool:
    """Whether a tag is a to-do tag or nested in one (`k8stodo/net`)."""
    key = tag_key(tag)
    return any(key == todo or key.startswith(f"{todo}/") for todo in map(tag_key, todo_tags))


def todos(note: Note, todo_tags: Collection[str]) -> Iterator[Todo]:
    """The to-dos of a note, in the order they are written; tags in front matter have no scope."""
    seen: set[tuple[Scope, int | None]] = set()
    for tag in note.tags:
        if tag.source == "inline" and tag.context is not None and is_todo(tag.name, todo_tags):
            todo = _todo(note, tag)
            place = (todo.scope, tag.context)
            if place not in seen:  # `#k8stodo #k8stodo/net` in one item is one to-do
                seen.add(place)
                yield todo


def _todo(note: Note, tag: Tag) -> Todo:
    assert tag.context is not None, "an inline tag stands in a block"
    context = note.contexts[tag.context]
    if tag.heading is not None:
        heading = note.headings[tag.heading]
        items = [item for item in note.items if item.parent is None and _within(item.cut, heading.cut)]
        return Todo(note.path, tag, "section", context.text, heading, _items(note, items), heading.cut)
    heading_above = None if context.heading is None else note.headings[context.heading]
    if tag.item is not None:
        item = note.items[tag.item]
        items = [nested for nested in note.items if nested.parent == tag.item]
        return Todo(note.path, tag, "item", context.text, heading_above, _items(note, items), item.cut)
    items = _list_below(note, context)
    cut = (context.cut[0], items[-1].cut[1] if items else context.cut[1])
    return Todo(note.path, tag, "paragraph", context.text, heading_above, _items(note, items), cut)


def _list_below(note: Note, context: Context) -> list[Item]:
    """The items of the list that follows a paragraph at once: `still to come: #k8stodo` opens it."""
    items: list[Item] = []
    end = context.cut[1]
    for item in note.items[bisect_left(note.items, end, key=lambda item: item.cut[0]) :]:
        if item.parent is not None:
            continue
        between = note.body.pieces[end : item.cut[0]]
        if len(between) > 5 or not _opens_list(between):
            break
        items.append(item)
        end = item.cut[1]
    return items


def _opens_list(pieces: Sequence[Piece]) -> bool:
    """Whether nothing but the start of a list is in these pieces."""
    own = [piece for piece in pieces if isinstance(piece, str | OwnPiece)]
    return len(own) == len(pieces) and _LIST_OPENS.fullmatch(own_page_html(own)) is not None


def _items(note: Note, items: list[Item]) -> tuple[TodoItem, ...]:
    return tuple(_item(note, item) for item in items)


def _item(note: Note, item: Item) -> TodoItem:
    key = heading_key(item.text)
    heading = next((heading for heading in note.headings if key and heading_key(heading.text) == key), None)
    if heading is None:
        return TodoItem(item.text, item.line, None)
    return TodoItem(item.text, item.line, "empty" if heading.empty else "written", heading)


def _within(inner: Cut, outer: Cut) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
