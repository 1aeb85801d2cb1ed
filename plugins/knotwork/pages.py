"""The whole content of each page, note or generated; MkDocs only frames it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from knotwork.compiler import KnowledgeBase
from knotwork.names import NotePath
from knotwork.note import Note
from knotwork.render import render_note, toc
from knotwork.syntax.front_matter import front_matter
from knotwork.text import Lines, normalized
from knotwork.views import GeneratedPage, Published, View, linked_from, trail
from knotwork.vault import Vault

_ID = re.compile(r' id="([^"]*)"')

Toc = tuple[tuple[int, str, str], ...]
"""Level, id and HTML of each heading."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands between a page's header and footer."""

    html: str
    toc: Toc

    @property
    def anchors(self) -> set[str]:
        """Every id that can be linked to."""
        return set(_ID.findall(self.html))


def note_content(view: View, published: Published, path: NotePath, warn: Callable[[str], None]) -> Content:
    """A note's page. Never raises: a note that cannot be rendered says so in its place, and to `warn`."""
    try:
        html = render_note(view.kb, path, view.site)
    except (Exception, RecursionError) as error:
        warn(f"{path}: knotwork could not render this note ({type(error).__name__}: {error})")
        html = (
            '<div class="admonition failure"><p class="admonition-title">This note could not be rendered</p>'
            f"<p>{escape(f'{type(error).__name__}: {error}')}</p></div>"
        )
    return Content(html + published.appended.get(path, ""), tuple(toc(view.kb.notes[path])))


def generated_content(page: GeneratedPage) -> Content:
    """A generated page."""
    return Content(page.html, page.headings)


def framed(view: View, path: NotePath, html: str) -> str:
    """A note's page with its breadcrumbs above and its backlinks below, which search does not index."""
    above = trail(view, path.rpartition("/")[0], view.site.note(path))
    return f"{above}{html}{linked_from(view, path)}"


def recompiled(kb: KnowledgeBase, note: Note) -> KnowledgeBase:
    """The knowledge base with one note's facts replaced, its links resolved against the same vault."""
    notes = {**kb.notes, note.path: note}
    vault = Vault(notes, kb.vault.attachments, kb.vault.unpublished, kb.vault.problems)
    resolutions = {
        **kb.resolutions,
        note.path: tuple(kb.resolver.resolve(note.path, link) for link in note.links),
    }
    return replace(kb, vault=vault, resolutions=resolutions)


def nested_toc(headings: Sequence[tuple[int, str, str]]) -> list[dict[str, Any]]:
    """Headings as the nested tokens MkDocs makes a table of contents of."""
    roots: list[dict[str, Any]] = []
    above: list[dict[str, Any]] = []
    for level, anchor, name in headings:
        token: dict[str, Any] = {"level": level, "id": anchor, "name": name, "children": []}
        while above and above[-1]["level"] >= level:
            above.pop()
        (above[-1]["children"] if above else roots).append(token)
        above.append(token)
    return roots


def nav_titles(nav: object) -> dict[str, str]:
    """The titles a user's `nav:` gives to pages, by path."""
    titles: dict[str, str] = {}
    entries: Iterable[object] = nav if isinstance(nav, list) else [nav]
    for entry in entries:
        for title, below in entry.items() if isinstance(entry, dict) else ():
            if isinstance(below, str):
                titles[below] = str(title)
            else:
                titles.update(nav_titles(below))
    return titles


def restricted(vault: Vault, keep: Callable[[NotePath], bool]) -> Vault:
    """The vault without the notes and attachments that are not published."""
    notes = {path: note for path, note in vault.notes.items() if keep(path)}
    attachments = frozenset(path for path in vault.attachments if keep(path))
    return replace(vault, notes=notes, attachments=attachments)


def left_out(vault: Vault) -> tuple[str, ...]:
    """The paths of files and folders that must not be published: unreadable ones, and notes kept private."""
    unreadable = (each.path for each in vault.problems if each.problem.rule == "unreadable-file")
    return (*unreadable, *vault.unpublished)


def body_text(text: str) -> str:
    """A note's text without its front matter, line breaks as `\\n`."""
    lines = Lines(normalized(text))
    return lines.text[front_matter(lines).end :]
