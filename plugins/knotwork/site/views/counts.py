"""A vault in numbers, each leading to the page that lists what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape

from knotwork.model.diagnostics import SEVERITIES
from knotwork.site.addresses import GRAPH, HEALTH, SNIPPETS, TAGS, TODO, WANTED, relative
from knotwork.site.views.folders import shadowed
from knotwork.site.views.page import View, unordered

_SEVERITY_NAMES = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("hint", "hints"),
}

Count = tuple[int, str, str | None]
"""How many of what there are, and the file of the page about them."""


def vault_counts(view: View, here: str, *, by_severity: bool = False) -> str:
    """What there is and what is still to do, as a list of numbers; findings in one, or by severity."""
    shown = (*_stock(view), *_work(view), *_findings(view, by_severity=by_severity))
    return unordered((_count(view, fact, here) for fact in shown), "kw-facts")


def _stock(view: View) -> Iterator[Count]:
    kb = view.kb
    notes = sum(not shadowed(kb.notes, path) for path in kb.notes)
    yield notes, _named(notes, "note"), None
    links = sum(map(len, kb.graph.outlinks.values()))
    yield links, _named(links, "link"), GRAPH if notes > 1 else None
    if kb.tags.occurrences:
        yield len(kb.tags.occurrences), _named(len(kb.tags.occurrences), "tag"), TAGS
    manifests = sum(each.is_manifest for snippets in kb.snippets.by_note.values() for each in snippets)
    if manifests:
        yield manifests, _named(manifests, "manifest"), SNIPPETS


def _work(view: View) -> Iterator[Count]:
    kb = view.kb
    if kb.todos:
        still = sum(todo.open for todo in kb.todos)
        yield still, _named(still, "open to-do"), TODO
    if kb.links.missing_notes:
        yield len(kb.links.missing_notes), _named(len(kb.links.missing_notes), "wanted note"), WANTED


def _findings(view: View, *, by_severity: bool) -> Iterator[Count]:
    page = HEALTH if view.kb.settings.health_page else None
    found = Counter(each.severity for each in view.diagnostics)
    for severity in SEVERITIES if by_severity else ():
        if count := found[severity]:
            yield count, _named(count, *_SEVERITY_NAMES[severity]), page
    if not found or not by_severity:
        yield found.total(), _named(found.total(), "finding"), page


def _count(view: View, fact: Count, here: str) -> str:
    count, name, source = fact
    text = f"<strong>{count:,}</strong> {name}"
    url = view.site.generated(source) if source else here
    return text if url == here else f'<a href="{escape(relative(url, here))}">{text}</a>'


def _named(count: int, one: str, many: str | None = None) -> str:
    return one if count == 1 else many or f"{one}s"
