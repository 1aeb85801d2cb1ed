"""A page for each tag, with the sentence around it, and an index of all tags."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from knotwork.addresses import TAGS, tag_source
from knotwork.compiler import TaggedPlace
from knotwork.names import TagKey
from knotwork.views.page import GeneratedPage, View, counted, parts, unordered


def tag_pages(view: View) -> Iterator[GeneratedPage]:
    """The pages of all tags; a parent lists the notes of its children too."""
    for key, places in view.kb.tags.items():
        entries = [partial(_entry, view, place) for place in _first_of_properties(places)]
        intro = partial(_intro, view, key)
        yield from parts(view, tag_source(key), f"#{view.kb.tag_names[key]}", intro, entries)


def tag_index(view: View) -> Iterator[GeneratedPage]:
    """The index of all tags; none when no note has a tag."""
    if not view.kb.tags:
        return
    here = view.site.generated(TAGS)
    items = [_line(view, key, here) for key in view.kb.tags if "/" not in key]
    html = f"<p>{counted(len(view.kb.tags), 'tag')} in {counted(len(view.kb.notes), 'note')}.</p>\n"
    yield GeneratedPage(TAGS, "Tags", html + unordered(items), entry=True)


def _intro(view: View, key: TagKey, here: str) -> str:
    links = ", ".join(
        view.to(view.site.tag(child), here, f"#{view.kb.tag_names[child]}") for child in _children(view, key)
    )
    notes = {place.path for place in view.kb.tags[key]}
    up = view.to(view.site.generated(TAGS), here, "All tags")
    nested = f" Nested: {links}." if links else ""
    return f"<p>{counted(len(notes), 'note')}.{nested} {up}</p>\n"


def _line(view: View, key: TagKey, here: str) -> str:
    count = len({place.path for place in view.kb.tags[key]})
    link = view.to(view.site.tag(key), here, f"#{view.kb.tag_names[key]}")
    line = f'{link} <span class="kw-count">{count}</span>'
    return line + unordered(_line(view, child, here) for child in _children(view, key))


def _children(view: View, key: TagKey) -> list[TagKey]:
    return [other for other in view.kb.tags if other.rpartition("/")[0] == key]


def _first_of_properties(places: tuple[TaggedPlace, ...]) -> list[TaggedPlace]:
    """Each place once; a note that has the tag in its front matter and its text is listed by its text."""
    inline = {place.path for place in places if place.tag.source == "inline"}
    seen: set[str] = set()
    kept = []
    for place in places:
        if place.tag.source == "front-matter" and (place.path in inline or place.path in seen):
            continue
        seen.add(place.path)
        kept.append(place)
    return kept


def _entry(view: View, place: TaggedPlace, here: str) -> str:
    line = view.link(place.path, here) + view.where(place.path)
    if place.tag.context is None:
        return line
    context = view.kb.notes[place.path].contexts[place.tag.context]
    if not context.text or context.text == view.kb.notes[place.path].title:
        return line
    return f"{line}\n{view.quoted(place.path, context, here)}"
