"""A vault in numbers, with links to the pages that list what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from knotwork.model.diagnostics import SEVERITIES
from knotwork.site.addresses import GRAPH, HEALTH, SNIPPETS, TAGS, TODO, WANTED, relative
from knotwork.site.views.folders import shadowed
from knotwork.site.views.page import View, unordered

_SEVERITY_NAMES = {"error": "error", "warning": "warning", "info": "hint"}

Count = tuple[int, str, str | None]
"""A number, the text with it, and the source of the page about it."""


def vault_counts(view: View, here: str, *, by_severity: bool = False) -> str:
    """The numbers of notes, links, to-dos and findings as a list; findings in all, or by severity."""
    shown = (*_stock(view), *_work(view), *_findings(view, by_severity=by_severity))
    return unordered((_count(view, count, here) for count in shown), "kw-facts")


def _stock(view: View) -> Iterator[Count]:
    kb, words = view.kb, view.words
    notes = sum(not shadowed(kb.notes, path) for path in kb.notes)
    yield notes, words.counted(notes, "note"), None
    links = sum(map(len, kb.graph.outlinks.values()))
    yield links, words.counted(links, "link"), GRAPH if notes > 1 else None
    if kb.tags.occurrences:
        yield len(kb.tags.occurrences), words.counted(len(kb.tags.occurrences), "tag"), TAGS
    manifests = sum(snippet.is_manifest for snippets in kb.snippets.by_note.values() for snippet in snippets)
    if manifests:
        yield manifests, words.counted(manifests, "manifest"), SNIPPETS


def _work(view: View) -> Iterator[Count]:
    kb, words = view.kb, view.words
    if kb.todos:
        open_ones = sum(todo.open for todo in kb.todos)
        yield open_ones, words.counted(open_ones, "open to-do"), TODO
    if kb.links.missing_notes:
        yield len(kb.links.missing_notes), words.counted(len(kb.links.missing_notes), "wanted note"), WANTED


def _findings(view: View, *, by_severity: bool) -> Iterator[Count]:
    words = view.words
    page = HEALTH if view.kb.notes else None
    counts = Counter(finding.severity for finding in view.diagnostics)
    for severity in SEVERITIES if by_severity else ():
        if count := counts[severity]:
            yield count, words.counted(count, _SEVERITY_NAMES[severity]), page
    if not counts or not by_severity:
        yield counts.total(), words.counted(counts.total(), "finding"), page


def _count(view: View, count: Count, here: str) -> str:
    number, text, source = count
    shown = view.words.number(number)
    text = text.replace(shown, f"<strong>{shown}</strong>", 1)
    url = view.site.generated(source) if source and view.has_page(source) else here
    return text if url == here else f'<a href="{escape(relative(url, here))}">{text}</a>'
