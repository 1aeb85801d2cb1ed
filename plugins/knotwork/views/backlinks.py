"""Linked from: every note that links to a note, with the sentence around the link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from knotwork.addresses import relative
from knotwork.graph import Edge
from knotwork.names import NotePath
from knotwork.views.page import GeneratedPage, View, counted, index_of, unordered

_FOLDED_AFTER, _BLOCKS = 10, 3
_KINDS = {"embed": "embedded", "front-matter": "in its properties"}


def linked_from(view: View, path: NotePath) -> str:
    """The section that closes a note's page; empty when no note links to it."""
    grouped = _grouped(view.kb.graph.backlinks.get(path, ()))
    if not grouped:
        return ""
    here = view.site.note(path)
    limit = view.kb.settings.backlinks_shown
    items = [_entry(view, source, edges, here) for source, edges in list(grouped.items())[:limit]]
    more = ""
    if len(grouped) > limit:
        rest = relative(view.site.generated(backlinks_source(path)), here)
        more = f'<p><a href="{escape(rest)}">All {counted(len(grouped), "note")} that link here</a></p>\n'
    folded = ""
    if len(items) > _FOLDED_AFTER:
        count = len(items) - _FOLDED_AFTER
        inner = unordered(items[_FOLDED_AFTER:], "kw-backlinks")
        folded = f"<details><summary>{counted(count, 'more note')}</summary>\n{inner}</details>\n"
    return (
        f'<section class="kw-linked-from" aria-labelledby="kw-linked-from">\n'
        f'<h2 id="kw-linked-from">Linked from <span class="kw-count">{len(grouped)}</span></h2>\n'
        f"{unordered(items[:_FOLDED_AFTER], 'kw-backlinks')}{folded}{more}</section>\n"
    )


def backlink_pages(view: View) -> Iterator[GeneratedPage]:
    """For each note with more backlinks than its page shows, a page with all of them."""
    for path in view.kb.notes:
        grouped = _grouped(view.kb.graph.backlinks.get(path, ()))
        if len(grouped) <= view.kb.settings.backlinks_shown:
            continue
        here = view.site.generated(backlinks_source(path))
        items = [_entry(view, source, edges, here) for source, edges in grouped.items()]
        intro = f"<p>{counted(len(grouped), 'note')} link to {view.link(path, here)}.</p>\n"
        title = f"Linked to {view.kb.notes[path].title}"
        yield GeneratedPage(backlinks_source(path), title, intro + unordered(items, "kw-backlinks"))


def backlinks_source(path: NotePath) -> str:
    """The generated file of the page with all of a note's backlinks."""
    return f"linked-from/{path}"


def _grouped(edges: Sequence[Edge]) -> dict[NotePath, list[Edge]]:
    grouped: dict[NotePath, list[Edge]] = defaultdict(list)
    for edge in edges:
        grouped[edge.source].append(edge)
    return grouped


def _entry(view: View, source: NotePath, edges: list[Edge], here: str) -> str:
    """A linking note and the blocks in which it links; a block with several links is shown once."""
    blocks: dict[object, list[Edge]] = defaultdict(list)
    for edge in edges:
        blocks[edge.link.field if edge.link.context is None else edge.link.context].append(edge)
    shown = [html for each in list(blocks.values())[:_BLOCKS] if (html := _block(view, each, here))]
    rest = len(blocks) - _BLOCKS
    more = f'<p class="kw-where">and {counted(rest, "more place")}</p>' if rest > 0 else ""
    return f"{view.link(source, here)}{view.where(source)}\n{''.join(shown)}{more}"


def _block(view: View, edges: list[Edge], here: str) -> str:
    first = edges[0]
    note = view.kb.notes[first.source]
    kind = _KINDS.get(first.link.kind, "")
    if first.link.context is None:
        field = f" ({escape(first.link.field)})" if first.link.field else ""
        return f'<p class="kw-context">{kind}{field}</p>'
    context = note.contexts[first.link.context]
    html = view.context(first.source, context, here, [index_of(note.links, edge.link) for edge in edges])
    said = f' <span class="kw-where">{kind}</span>' if kind else ""
    return f'<p class="kw-context">{html}{view.section(first.source, context, here)}{said}</p>'
