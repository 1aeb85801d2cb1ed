"""The page of a note: its content, the sections around it, and its metadata."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from msgspec import Struct

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.note_variants import with_changed_note, with_unprotected
from knotwork.knowledge.page_ids import NO_IDS, PageIds, names_page_id, with_page_ids
from knotwork.knowledge.renderers import is_by_python_markdown
from knotwork.model.names import NotePath, folder
from knotwork.model.note import Note
from knotwork.model.patterns import lazy_regex
from knotwork.site.content import Content
from knotwork.site.meta import material_tags, page_meta
from knotwork.site.render import render_around_title, toc
from knotwork.site.search_titles import with_search_names, without_search_names
from knotwork.site.vault_syntax import VaultSyntax
from knotwork.site.views import (
    GeneratedContent,
    View,
    breadcrumbs,
    note_footer,
    note_properties,
    note_rail,
    with_empty_section_marks,
)
from knotwork.vault.protected import without_description

_TITLE = lazy_regex(r'\s*<h1\b[^>]*>.*?(?=<a class="headerlink"|</h1>)', re.DOTALL)
"""The beginning of a page up to the end of its title's text."""
_REFERENCES = re.compile(r"</?autoref\b[^>]*>")
"""What autorefs puts a link in place of, in the content of pages only."""
_NO_PREVIEWS = '<div class="kw-no-previews" hidden></div>\n'
"""What tells the script that links of a page have no previews."""


class Around(Struct, frozen=True, array_like=True, gc=False):
    """What a note's page shows around its content, as HTML; search indexes none of it."""

    above: str
    """The folders it lies in."""
    appended: str
    """The generated page that has the note's address."""
    below: str
    """The notes that link to it, and the other sections of its foot."""
    properties: str = ""
    """Its properties, when they are shown."""
    rail: str = ""
    """What stands beside it on a wide screen: below its table of contents."""


@dataclass(frozen=True, slots=True)
class NotePage:
    """The page of a note; of a protected one `view` knows the title only, `full_kb` the text."""

    path: NotePath
    view: View
    full_kb: KnowledgeBase
    generated: GeneratedContent

    @property
    def source(self) -> str:
        """The path of its note."""
        return self.path

    @property
    def is_protected(self) -> bool:
        """Whether other pages show nothing but its title."""
        return self.view.kb.notes[self.path].is_protected

    @property
    def note(self) -> Note:
        """The note for its own page's `<head>`, which no plugin encrypts."""
        full = self.full_kb.notes[self.path]
        return without_description(full) if self.is_protected else self.view.kb.notes[self.path]

    @property
    def html_title(self) -> str:
        """Its title, escaped."""
        return escape(self.view.kb.notes[self.path].title)

    def meta(self, has_template: Callable[[str], bool]) -> dict[str, Any]:
        """Its front matter as a theme may use it; `has_template` says which files the theme has."""
        return page_meta(self.note, self.view.kb.settings, has_template)

    def tags(self) -> list[dict[str, str]]:
        """Its tags as Material's template draws them: name and address."""
        return material_tags(self.view, self.path) if self.view.shows("tag_chips", self.path) else []

    def content(self, changed: Note | None = None, ids: PageIds = NO_IDS) -> Content:
        """Its content; `changed` is the note read from a text that another plugin has changed.

        `ids` are those on the pages of such notes.
        """
        kb = self._own_kb(changed, ids)
        note = self.view.kb.notes[self.path] if self.is_protected else kb.notes[self.path]
        title, rest = render_around_title(kb, self.path, self.view.site)
        html = with_search_names(note, title, rest)
        return Content(
            html, tuple(toc(note, kb.settings.markdown.toc_levels)), self.generated.appended(self.path)
        )

    def is_by_python_markdown(self, changed: Note | None = None) -> bool:
        """Whether Python-Markdown renders its text."""
        return is_by_python_markdown(changed or self.full_kb.notes[self.path], self.view.kb.settings)

    def syntax(self, changed: Note | None = None, ids: PageIds = NO_IDS) -> VaultSyntax:
        """What another program needs that renders its text; `changed` and `ids` as of `content`."""
        return VaultSyntax(self._own_kb(changed, ids), self.path, self.view.site)

    def names_any_of(self, ids: PageIds, changed: Note | None = None) -> bool:
        """Whether one of its links names one of those, and no part of a note."""
        kb = self._own_kb(changed, NO_IDS)
        return names_page_id(kb, kb.notes[self.path], ids)

    def content_of(self, html: str) -> Content:
        """Its content, when another program has rendered its text."""
        note = self.view.kb.notes[self.path]
        title = _TITLE.match(html)
        end = title.end() if title else 0
        return Content(
            with_search_names(note, html[:end], html[end:]), (), self.generated.appended(self.path)
        )

    def _own_kb(self, changed: Note | None, ids: PageIds) -> KnowledgeBase:
        """What its own page may show."""
        kb = self.view.kb
        if self.is_protected:
            kb = with_unprotected(kb, self.full_kb, self.path)
        kb = kb if changed is None else with_changed_note(kb, changed)
        return with_page_ids(kb, self.path, ids) if ids else kb

    def around(self) -> Around:
        """What the page shows around its content."""
        view, path = self.view, self.path
        above = (
            breadcrumbs(view, folder(path), view.site.note(path)) if view.shows("breadcrumbs", path) else ""
        )
        if view.kb.settings.previews and not view.shows("previews", path):
            above += _NO_PREVIEWS
        below = _REFERENCES.sub("", note_footer(view, self.generated.kind_usage, path))
        rail, rail_links = note_rail(view, path, below)
        return Around(
            above + rail_links,
            self.generated.appended(path),
            below,
            note_properties(view, path),
            rail,
        )

    def reader_html(self, html: str, title: str, around: Around | None = None) -> str:
        """The HTML that a reader sees: `html` without the names that only search needs.

        Above it the folders and the title (HTML), where the note does not begin with one; its
        properties under the title; below it the notes that link to it. Search indexes none of these. `around`
        are those parts, if they have been made before.
        """
        around, note = around or self.around(), self.view.kb.notes[self.path]
        html = without_search_names(html) + around.appended
        has_title = note.title_from == "heading" or html.lstrip().startswith("<h1")
        has_title = has_title or (self.is_by_python_markdown() and "<h1" in html)  # in what is documented
        heading = "" if has_title else f"<h1>{title}</h1>\n"
        if self.view.shows("unwritten_marks", self.path):
            html = with_empty_section_marks(note, html, self.view.words)
        if around.properties and not heading:
            heading, end, html = html.partition("</h1>")
            heading += end
        content = f"{heading}{around.properties}{html}"
        return f"{around.above}{content}{around.below}"
