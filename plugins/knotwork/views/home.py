"""The home page of a vault that has none: what is here, what is read most, what is still to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knotwork.addresses import HOME, SNIPPETS, TAGS, TODO, WANTED
from knotwork.views.folders import entries, owner, tree
from knotwork.views.page import GeneratedPage, View, counted, parts, unordered


def home_page(view: View) -> Iterator[GeneratedPage]:
    """The home page; none when the vault has an `index.md` or `README.md` at its root."""
    if owner(view, "") is not None:
        return
    here = view.site.generated(HOME)
    notes = entries(view, tree(view.kb.notes), "")
    first, *more = parts(view, HOME, view.site_name, lambda here: "", notes)
    html = f"<p>{_summary(view, here)}</p>\n"
    headings = []
    most_linked = unordered(_most_linked(view, here))
    for name, anchor, listed in (
        ("Most linked", "most-linked", most_linked),
        ("All notes", "all-notes", first.html),
    ):
        if listed:
            headings.append((2, anchor, name))
            html += f'<h2 id="{anchor}">{name}</h2>\n{listed}'
    yield replace(first, html=html, headings=tuple(headings), entry=True)
    yield from more


def _summary(view: View, here: str) -> str:
    kb = view.kb
    facts = [counted(len(kb.notes), "note"), counted(sum(map(len, kb.graph.outlinks.values())), "link")]
    if kb.tags:
        facts.append(view.to(view.site.generated(TAGS), here, counted(len(kb.tags), "tag")))
    if kb.todos:
        still = sum(todo.open for todo in kb.todos)
        facts.append(view.to(view.site.generated(TODO), here, counted(still, "open to-do")))
    manifests = sum(each.is_manifest for snippets in kb.snippets.values() for each in snippets)
    if manifests:
        facts.append(view.to(view.site.generated(SNIPPETS), here, counted(manifests, "manifest")))
    if kb.wanted:
        facts.append(view.to(view.site.generated(WANTED), here, counted(len(kb.wanted), "wanted note")))
    return " · ".join(facts)


def _most_linked(view: View, here: str) -> list[str]:
    return [
        f'{view.link(path, here)} <span class="kw-count">{count}</span>'
        for path, count in view.kb.graph.most_linked(10)
        if path in view.kb.notes
    ]
