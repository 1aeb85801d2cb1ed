"""A note's front matter as a theme may use it: templates print these values without escaping them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from html import escape
from typing import Any

from knotwork.config.settings import Settings
from knotwork.knowledge.tag_index import shown_tags
from knotwork.model.names import NotePath, tag_key
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.site.views import View
from knotwork.vault.theme_properties import allowed_properties

_PASSWORD = "password"  # noqa: S105 - the name of the property
_MARKUP = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_DATED = lazy_regex(
    r'(?:[^<>"]|<(?P<tag>span|time)(?: (?:class|title|datetime|locale)="[^"<>]*")*>[^<>]*</(?P=tag)>)*'
)
"""Dates that plugins write as HTML: `git_revision_date_localized` is a `<span>` with a date in it."""


def page_meta(note: Note, settings: Settings, has_template: Callable[[str], bool]) -> dict[str, Any]:
    """The front matter of a note, fit for MkDocs and Material.

    Texts are escaped, tags are a list of texts, and values that a theme would run or fail on are left out
    (`theme_properties` lists them; `has_template` says which files the theme has).
    """
    meta: dict[str, Any] = _escaped(allowed_properties(note.front_matter, settings, has_template))
    if (
        _PASSWORD in note.front_matter
    ):  # no theme shows it; a plugin that encrypts the page needs it unchanged
        meta[_PASSWORD] = note.front_matter[_PASSWORD]
    if settings.obsidian.ignores(note.path):
        meta["search"] = {"exclude": True}
    meta["title"] = escape(note.title)
    meta["tags"] = [escape(name) for name in shown_tags(note)]
    if not meta["tags"]:
        del meta["tags"]
    return meta


def checked_meta(
    meta: Mapping[str, Any], settings: Settings, has_template: Callable[[str], bool]
) -> dict[str, Any]:
    """A page's properties after other plugins changed them, with markup in them escaped once.

    Material's plugin `meta`, for example, adds those of `.meta.yml`, which is a file of the vault.
    """
    checked = allowed_properties(meta, settings, has_template)
    return {
        name: value if name == _PASSWORD or _is_date_of_plugin(name, value) else _without_markup(value)
        for name, value in checked.items()
    }


def without_markup(text: str) -> str:
    """A text of another plugin, such as a title, with the characters escaped that begin or end markup."""
    return text.translate(_MARKUP)


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return escape(value)
        case Mapping():
            return {escape(str(name)): _escaped(inner) for name, inner in value.items()}
        case list():
            return [_escaped(inner) for inner in value]
        case None | bool() | int() | float() | date() | datetime() | time():
            return value
        case _:
            return escape(str(value))


def _is_date_of_plugin(name: str, value: Any) -> bool:
    return name.startswith("git_") and isinstance(value, str) and _DATED.fullmatch(value) is not None


def _without_markup(value: Any) -> Any:
    """A value with the characters escaped in its texts that begin or end markup."""
    match value:
        case str():
            return value.translate(_MARKUP)
        case dict() if type(value) is dict:
            return {_without_markup(name): _without_markup(inner) for name, inner in value.items()}
        case list():
            return [_without_markup(inner) for inner in value]
        case _:
            return value


def material_tags(view: View, path: NotePath) -> list[dict[str, str]]:
    """A note's tags as Material's template draws them: name, and address below the site's root."""
    listed = view.kb.tags.occurrences
    names = [name for name in shown_tags(view.kb.notes[path]) if tag_key(name) in listed]
    return [{"name": escape(name), "url": view.site.tag(tag_key(name))} for name in names]
