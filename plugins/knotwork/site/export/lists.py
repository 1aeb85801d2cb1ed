"""What the site has and a generator has not: the notes by tag, what links to each, and a first page."""

from __future__ import annotations

from collections.abc import Iterator

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.site.export.targets import Target, destination

TAGS, BACKLINKS, HOME = NotePath("tags.md"), NotePath("linked-from.md"), NotePath("index.md")


def list_pages(kb: KnowledgeBase, target: Target) -> Iterator[tuple[NotePath, str]]:
    """The pages that are made, by path; none where a note has that path."""
    pages = {TAGS: _tags(kb, target), BACKLINKS: _backlinks(kb, target)}
    if not {"index.md", "README.md"} & kb.notes.keys():
        rows = (_row(kb, path, HOME, target) for path in kb.notes)
        pages[HOME] = "# Notes\n\n" + "".join(rows)
    taken = {path.lower() for path in kb.notes}
    yield from ((path, text) for path, text in pages.items() if path.lower() not in taken)


def _tags(kb: KnowledgeBase, target: Target) -> str:
    out = ["# Tags\n"]
    for key, places in sorted(kb.tags.occurrences.items()):
        out.append(f"\n## {kb.tags.names[key]}\n\n")
        out += [_row(kb, path, TAGS, target) for path in sorted({place.path for place in places})]
    return "".join(out)


def _backlinks(kb: KnowledgeBase, target: Target) -> str:
    out = ["# Linked from\n"]
    for path in kb.notes:
        sources = dict.fromkeys(edge.source for edge in kb.graph.backlinks.get(path, ()))
        if sources:
            out.append(f"\n## {_link(kb, path, BACKLINKS, target)}\n\n")
            out += [_row(kb, source, BACKLINKS, target) for source in sources]
    return "".join(out)


def _row(kb: KnowledgeBase, path: NotePath, page: NotePath, target: Target) -> str:
    return f"- {_link(kb, path, page, target)}\n"


def _link(kb: KnowledgeBase, path: NotePath, page: NotePath, target: Target) -> str:
    title = "".join(f"\\{mark}" if mark in "\\`*_[]<>#|" else mark for mark in kb.notes[path].title)
    return f"[{title}]({destination(page, path, '', target, kb.notes)})"
