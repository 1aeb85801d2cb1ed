"""How a link to a note, a file or a heading is written."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from urllib.parse import quote

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import Attachment, Resolved
from knotwork.model.names import NotePath, basename, folder, without_md
from knotwork.model.note import Link
from knotwork.model.patterns import lazy_regex
from knotwork.model.text import FILE_START

UNLINKABLE = lazy_regex(r"[\[\]|#^\n]")
"""Characters that cannot stand in the target of a wikilink."""


def link_text(kb: KnowledgeBase, source: NotePath, target: NotePath) -> str:
    """The shortest way to write `target` in a wikilink in `source`: its name if that leads there."""
    name = without_md(basename(target)) if target in kb.notes else basename(target)
    for text in (name, without_md(target) if target in kb.notes else target):
        if leads_to(kb, source, text, target):
            return text
    return "/" + without_md(target)


def leads_to(kb: KnowledgeBase, source: NotePath, text: str, target: NotePath) -> bool:
    """Whether `[[text]]` in `source` reaches `target` and nothing is ambiguous."""
    reached = kb.resolver.resolve(source, _plain(text))
    if not isinstance(reached, Resolved | Attachment) or reached.target != target:
        return False
    return not (reached.rule == "shortest path" and reached.candidates)


def relative_url(source: NotePath, target: NotePath) -> str:
    """The path from a note to another file as a Markdown link has it, percent-encoded."""
    return quote(relative_path(source, target), safe="/")


def relative_path(source: NotePath, target: NotePath) -> str:
    """The path from a note to another file."""
    return posixpath.relpath(target, folder(source) or ".")


def heading_in_link(heading: str) -> str:
    """A heading's text as it can stand behind the `#` of a link, where it is found all the same."""
    return " ".join("".join(" " if mark in "#|[]^" else mark for mark in heading).split())


def in_heading(kb: KnowledgeBase, resolved: ResolvedLink) -> bool:
    """Whether a link stands in a heading."""
    start = resolved.link.span.start
    headings = kb.notes[resolved.source].headings
    before = bisect_right(headings, start, key=lambda heading: heading.span.start)
    return bool(before) and start < headings[before - 1].span.end


def _plain(text: str) -> Link:
    return Link("wikilink", f"[[{text}]]", FILE_START, text, "", None, True, None)
