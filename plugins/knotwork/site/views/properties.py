"""The properties of a note under its title, as a folded table: for sites that want to show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from knotwork.html.safe_urls import safe_url
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.site.link_html import label, link_html
from knotwork.site.render_context import RenderContext
from knotwork.site.views.page import View
from knotwork.syntax.wikilink import wikilinks_in
from knotwork.vault.property_keys import property_key

_KNOWN = frozenset(
    map(
        property_key,
        "title subtitle description summary tags tag aliases alias lang icon status hide search template "
        "publish cssclass cssclasses banner permalink redirect_from redirect_to slug k8s kind knotwork "
        "wanted comments layout render_macros glightbox social rss meta pin readtime links boost location "
        "encryption_summary encryption_info_message level inventory".split(),
    )
)
"""What Obsidian, MkDocs, Material, plugins and knotwork act on: it tells programs something, not readers."""
_NEVER = frozenset(map(property_key, ("password", "knotwork")))
_URL = lazy_regex(r"https?://[^\s<>\"]+")
_MAX_DEPTH = 4
"""How deep lists and mappings are shown in each other."""
_LONGEST = 2_000
"""Characters of one text that are shown."""


def properties(view: View, path: NotePath) -> str:
    """The table of a note's properties, folded; empty without any that is to be shown."""
    note = view.kb.notes[path]
    context = RenderContext(view.kb, view.site, view.site.note(path), inline=True)
    rows = [
        f'<tr><th scope="row"><bdi>{escape(name)}</bdi></th><td dir="auto">{html}</td></tr>\n'
        for name, value in _shown(view, note).items()
        if (html := _value(context, note, _links(note, name), value, _MAX_DEPTH))
    ]
    if not rows:
        return ""
    return (
        f'<details class="kw-properties"><summary>{view.words("Properties")} '
        f'<span class="kw-count">{view.words.number(len(rows))}</span></summary>\n'
        f'<table class="kw-property-table"><tbody>\n{"".join(rows)}</tbody></table></details>\n'
    )


def _shown(view: View, note: Note) -> Mapping[str, Any]:
    """The properties that are shown: those that the setting names, or all that are meant for readers."""
    settings = view.kb.settings
    names = settings.properties if isinstance(settings.properties, tuple) else ()
    named = set(map(property_key, names))
    deciding = set(map(property_key, settings.unpublished_when))
    return {
        name: value
        for name, value in note.front_matter.items()
        if (key := property_key(name)) not in _NEVER
        and (key in named if named else key not in _KNOWN and key not in deciding and "publish" not in key)
    }


def _links(note: Note, name: str) -> Mapping[str, int]:
    """The indexes of the links in a property, by how they are written."""
    return {
        link.raw: index
        for index, link in enumerate(note.links)
        if link.kind == "front-matter" and link.field == name
    }


def _value(context: RenderContext, note: Note, links: Mapping[str, int], value: Any, depth: int) -> str:
    """A value as HTML; empty for one that says nothing."""
    match value:
        case None | "":
            return ""
        case bool():
            return str(value).lower()
        case str():
            return "".join(_text(context, note, links, value.strip()[:_LONGEST]))
        case int() | float():
            return escape(str(value))
        case date():
            text = escape(value.isoformat())
            return f'<time datetime="{text}">{text.replace("T", " ")}</time>'
        case Mapping():
            pairs = [(f"{escape(str(name))}: ", inner) for name, inner in value.items()]
        case list() | tuple() | set():
            pairs = [("", inner) for inner in (sorted(map(str, value)) if isinstance(value, set) else value)]
        case _:
            return ""
    if pairs and not depth:
        return "…"
    items = ((name, _value(context, note, links, inner, depth - 1)) for name, inner in pairs)
    listed = "".join(f"<li>{name}{html}</li>" for name, html in items if html)
    return f"<ul>{listed}</ul>" if listed else ""


def _text(context: RenderContext, note: Note, links: Mapping[str, int], text: str) -> Iterator[str]:
    """A text with its wikilinks and addresses as links."""
    at = 0
    for start, end, _ in wikilinks_in(text):
        index = links.get(text[start:end])
        if index is None:
            continue
        link, resolution = note.links[index], context.kb.resolutions[note.path][index]
        yield _with_addresses(context, text[at:start])
        yield link_html(context, link, resolution, escape(label(link)))
        at = end
    yield _with_addresses(context, text[at:])


def _with_addresses(context: RenderContext, text: str) -> str:
    """A text without wikilinks, a whole address in it a link."""
    settings = context.kb.settings
    if settings.linkify and _URL.fullmatch(text) and safe_url(text, settings.url_schemes):
        return f'<a href="{escape(text)}">{escape(text)}</a>'
    return escape(text)
