"""A file of the vault as queries see it: its tags, its properties, what is known of the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from knotwork.model.names import NotePath, basename, folder, tag_key
from knotwork.model.note import Note
from knotwork.model.query import LinkValue, Value


class QueryPage:
    """A file as queries see it."""

    def __init__(self, path: NotePath, note: Note | None) -> None:
        self.path, self.note = path, note

    @cached_property
    def tags(self) -> frozenset[str]:
        """The keys of its tags and of those above them."""
        keys: set[str] = set()
        for tag in self.note.tags if self.note else ():
            parts = tag_key(tag.name).split("/")
            keys.update("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return frozenset(keys)

    @cached_property
    def own_tags(self) -> frozenset[str]:
        """The keys of its tags."""
        return frozenset(tag_key(tag.name) for tag in self.note.tags) if self.note else frozenset()

    @cached_property
    def fields(self) -> Mapping[str, list[tuple[str, Any]]]:
        """By the names that a query may have for it: where each value of a property stands, and the value."""
        fields: dict[str, list[tuple[str, Any]]] = {}
        if self.note is None:
            return fields
        written = [("front matter", str(key), value) for key, value in self.note.front_matter.items()]
        written += [(one.within or "text", one.key, one.value) for one in self.note.fields]
        groups: dict[str, list[tuple[str, str, Any]]] = {}
        for where, key, value in written:
            groups.setdefault(_canonical(key), []).append((where, key, value))
        for canonical, group in groups.items():
            values = [(where, value) for where, _, value in group]
            for name in {canonical, *(key for _, key, _ in group)}:
                fields[name] = values
        return fields


def _canonical(key: str) -> str:
    """A property's name as Dataview makes it a word: small letters, dashes for spaces."""
    return "".join(sign for sign in "-".join(key.lower().split()) if sign.isalnum() or sign in "-_")


def file_value(name: str, page: QueryPage) -> Value:
    """What `file.name` and the like are."""
    match name:
        case "path":
            return page.path
        case "folder":
            return folder(page.path)
        case "ext":
            return page.path.rpartition(".")[2]
        case "name":
            return basename(page.path).rpartition(".")[0]
        case "link":
            return LinkValue(page.path, "", basename(page.path).rpartition(".")[0])
        case "aliases":
            return tuple(alias.name for alias in page.note.aliases) if page.note else ()
        case "etags":
            return tuple(f"#{key}" for key in sorted(page.own_tags))
        case _:
            return tuple(f"#{key}" for key in sorted(page.tags))
