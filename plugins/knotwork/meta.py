"""A note's front matter as a theme may use it: templates print these values without escaping them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from jinja2 import TemplateError

from knotwork.compiler import shown_tags
from knotwork.names import NotePath, tag_key
from knotwork.note import Note
from knotwork.views import View

_NAMES_A_FILE = {"template": "{}", "icon": ".icons/{}.svg"}


def page_meta(note: Note, has_template: Callable[[str], bool]) -> dict[str, Any]:
    """The front matter of a note, fit for MkDocs and Material.

    Texts are escaped, tags are a list of texts, and what a theme would stumble over is left out: a
    `template:` or `icon:` that is none of the theme's (`has_template` knows), and values of another
    shape than Material expects.
    """
    meta = {name: _escaped(value) for name, value in note.front_matter.items()}
    meta["title"] = escape(note.title)
    meta["tags"] = [escape(name) for name in shown_tags(note)]
    for name, form in _NAMES_A_FILE.items():
        if name in meta and not (isinstance(meta[name], str) and has_template(form.format(meta[name]))):
            del meta[name]
    for name, shape in (("hide", list), ("search", Mapping), ("status", str), ("description", str)):
        if name in meta and not isinstance(meta[name], shape):
            del meta[name]
    if not meta["tags"]:
        del meta["tags"]
    return meta


def has_template(environment: Any, name: str) -> bool:
    """Whether a theme, by Jinja's environment, has a file that Jinja can read."""
    try:
        environment.get_template(name)
    except TemplateError:
        return False
    return True


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return escape(value)
        case list():
            return [_escaped(each) for each in value]
        case dict():
            return {escape(str(name)): _escaped(each) for name, each in value.items()}
        case _:
            return value


def material_tags(view: View, path: NotePath) -> list[dict[str, str]]:
    """A note's tags as Material's template draws them: name, and address below the site's root."""
    known = view.kb.tags
    names = [name for name in shown_tags(view.kb.notes[path]) if tag_key(name) in known]
    return [{"name": escape(name), "url": view.site.tag(tag_key(name))} for name in names]
