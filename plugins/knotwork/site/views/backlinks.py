"""Backlinks: the notes that link to a note, with the sentence around the link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import escape

from knotwork.knowledge.graph import Edge
from knotwork.model.names import NotePath
from knotwork.model.note import Link
from knotwork.site.addresses import relative
from knotwork.site.views.linking_notes import linking_note
from knotwork.site.views.page import GeneratedPage, View, parts, unordered
from knotwork.site.views.rail import LINKS_HERE

_FOLDED_AFTER = 10


def linked_from(view: View, path: NotePath) -> str:
    """The section at the end of a note's page; empty when no note links to it."""
    grouped = _grouped(view.kb.graph.backlinks.get(path, ()))
    if not grouped:
        return ""
    here, words = view.site.note(path), view.words
    limit = view.kb.settings.backlinks_shown
    items = [linking_note(view, source, links, here) for source, links in list(grouped.items())[:limit]]
    more = ""
    if len(grouped) > limit:
        rest = relative(view.site.generated(backlinks_source(path)), here)
        everything = words.plural(
            len(grouped), "The {n} note that links here", "All {n} notes that link here"
        )
        more = f'<p><a href="{escape(rest)}">{everything}</a></p>\n'
    folded = ""
    if len(items) > _FOLDED_AFTER:
        count = len(items) - _FOLDED_AFTER
        inner = unordered(items[_FOLDED_AFTER:], "kw-backlinks")
        folded = f"<details><summary>{words.counted(count, 'more note')}</summary>\n{inner}</details>\n"
    return (
        f'<section class="kw-linked-from" aria-labelledby="{LINKS_HERE}">\n'
        f'<h2 id="{LINKS_HERE}">{words("Linked from")} <span class="kw-count">{len(grouped)}</span></h2>\n'
        f"{unordered(items[:_FOLDED_AFTER], 'kw-backlinks')}{folded}{more}</section>\n"
    )


def backlink_pages(view: View) -> Iterator[GeneratedPage]:
    """For each note with more backlinks than its page shows, a page with all of them."""
    for path, grouped in _long(view):
        entries = [partial(linking_note, view, source, links) for source, links in grouped.items()]
        intro = partial(_intro, view, path, len(grouped))
        title = _title(view, path)
        yield from parts(view, backlinks_source(path), title, intro, entries, "kw-backlinks")


def backlink_sources(view: View) -> Iterator[tuple[str, str]]:
    """The source paths of those pages, with titles."""
    for path, _ in _long(view):
        yield backlinks_source(path), _title(view, path)


def backlinks_source(path: NotePath) -> str:
    """The generated file of the page with all of a note's backlinks."""
    return f"linked-from/{path}"


def _long(view: View) -> Iterator[tuple[NotePath, Mapping[NotePath, list[Link]]]]:
    """The notes with more backlinks than their pages show, and those."""
    limit = view.kb.settings.backlinks_shown
    for path in view.kb.notes:
        edges = view.kb.graph.backlinks.get(path, ())
        if len(edges) > limit and len(grouped := _grouped(edges)) > limit:
            yield path, grouped


def _title(view: View, path: NotePath) -> str:
    return view.words("Linked to {title}", title=view.kb.notes[path].title)


def _intro(view: View, path: NotePath, count: int, here: str) -> str:
    link = view.link(path, here)
    one, many = "{n} note links to {link}.", "{n} notes link to {link}."
    return f"<p>{view.words.plural(count, one, many, link=link)}</p>\n"


def _grouped(edges: Sequence[Edge]) -> dict[NotePath, list[Link]]:
    grouped: dict[NotePath, list[Link]] = defaultdict(list)
    for edge in edges:
        grouped[edge.source].append(edge.link)
    return grouped
