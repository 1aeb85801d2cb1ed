"""The whole content of each page, note or generated; MkDocs only frames it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from html import escape
from typing import Any

from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault, resolver_of, with_protected, with_unprotected
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.failures import failure as failure_finding
from knotwork.model.names import NotePath, folder
from knotwork.model.note import Note
from knotwork.model.text import Lines, normalized
from knotwork.rules import check
from knotwork.site.addresses import addresses, relative
from knotwork.site.bundle import data_file, on_demand, script, stylesheet
from knotwork.site.feeds.alternates import with_alternates
from knotwork.site.feeds.files import FEED_FILE, feed_files, markdown_of
from knotwork.site.feeds.markdown import published_body, published_markdown
from knotwork.site.meta import material_tags, page_meta
from knotwork.site.minify import minified
from knotwork.site.render import render_around_title, render_beginning, toc
from knotwork.site.search_titles import indexed_title, with_search_names, without_search_names
from knotwork.site.site_info import SiteInfo
from knotwork.site.views import (
    GeneratedPage,
    Published,
    View,
    breadcrumbs,
    note_footer,
    published,
    with_empty_section_marks,
)
from knotwork.site.views.findings import by_note, findings_panel
from knotwork.site.views.unpublished_notes import unpublished_note_pages
from knotwork.syntax.front_matter import front_matter
from knotwork.syntax.reader import read_note
from knotwork.vault.protected import without_description
from knotwork.vault.vault import Vault

_ID = re.compile(r' id="([^"]*)"')
_LATER_PART = re.compile(r"(?:^|/)page-\d+\.md$|^linked-from/")
"""The generated pages that only continue another one, by what they would be made of."""

Toc = tuple[tuple[int, str, str], ...]
"""Level, id and HTML of each heading."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands between a page's header and footer."""

    html: str
    """What search indexes of it: a note with its other names, the title of a generated page."""
    toc: Toc
    shown: str = ""
    """HTML that a reader sees besides, or instead; it comes in with the frame."""

    @property
    def anchors(self) -> set[str]:
        """Every id that can be linked to."""
        return {*_ID.findall(self.html), *_ID.findall(self.shown)}


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page as MkDocs is told of it."""

    source: str
    """The file it is made of, or would be."""
    title: str
    """Escaped."""
    note: Note | None
    """None: no note, but a generated page."""
    content: Callable[[str | None, Callable[[str], None]], Content]
    """Its content; the first argument is the note's text when another plugin changed it, else None."""
    framed: Callable[[str, str], str]
    """What a reader sees, made of what became of its content and of its title, as HTML."""
    tags: Callable[[], list[dict[str, str]]] = list
    """Its tags as Material draws them."""
    markdown: Callable[[str], tuple[str, bytes] | None] = lambda body: None
    """The file of its Markdown, made of its text as other plugins left it."""
    offered: Callable[[str, Collection[str]], str] = lambda body, marks: body
    """What other plugins may read of its text, and the comments they look for."""
    searched: bool = True
    """Whether the site's search finds it."""

    def meta(self, settings: Settings, has_template: Callable[[str], bool]) -> dict[str, Any]:
        """Its front matter as a theme may use it; `has_template` says which files that has."""
        if self.note is not None:
            return page_meta(self.note, settings, has_template)
        # feeds of other plugins (mkdocs-rss-plugin) leave out what calls itself a draft
        return {"draft": True} if self.searched else {"draft": True, "search": {"exclude": True}}


@dataclass(frozen=True, slots=True)
class CompiledSite:
    """A vault compiled for publishing."""

    view: View
    published: Published
    diagnostics: tuple[Diagnostic, ...]
    read: Callable[[NotePath], str]
    """A note's text as it was read."""
    known: KnowledgeBase
    """All that is known; `view` knows of protected notes their titles only."""
    sealing: Callable[[Collection[NotePath]], CompiledSite]
    """The same site with those notes protected as well."""
    feeds: Mapping[str, str] = field(default_factory=dict)
    """The files for other programs, by path."""
    explained: Mapping[NotePath, Sequence[Diagnostic]] = field(default_factory=dict)
    """The findings that the pages of notes show: while serving, all."""
    lost: Mapping[str, Diagnostic] = field(default_factory=dict)
    """What of the generated pages could not be made, by path; pages add to it when they are framed."""

    def protects(self, source: str) -> bool:
        """Whether a page is that of a note of which other pages show the title only."""
        note = self.view.kb.notes.get(NotePath(source))
        return note is not None and note.is_protected

    def pages(self) -> Iterator[SitePage]:
        """Every page of the site, notes first."""
        for path, note in self.view.kb.notes.items():
            yield SitePage(
                path,
                escape(note.title),
                without_description(self.known.notes[path]) if note.is_protected else note,
                partial(self.note, path),
                partial(framed, self, path),
                partial(material_tags, self.view, path),
                partial(self.markdown, path),
                partial(self.offered, path),
            )
        yield from map(_generated, self.published.pages)

    def emptied(self) -> dict[str, SitePage]:
        """The generated pages that the navigation leads to, with nothing on them."""
        entries = (
            replace(page, html="<p>Nothing is listed.</p>\n", headings=()) for page in self.published.pages
        )
        return {page.source: _generated(page) for page in entries if page.entry}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file that is no page, by its path; without the Markdown of notes."""
        yield from (stylesheet(), script(), *on_demand(self.published.wants))
        for name, value in self.published.data:
            yield data_file(name, value)
        for path, text in (*self.view.site.manifests.items(), *self.feeds.items()):
            yield path, text.encode("utf-8", "replace")

    def whole(self, html: str, path: str, here: str) -> str:
        """A whole page as it is written to the disk; `here` is its address."""
        markdown = markdown_of(self.view.kb, self.view.site, NotePath(path))
        return minified(with_alternates(html, here, markdown, feed=FEED_FILE in self.feeds))

    def markdown(self, path: NotePath, body: str) -> tuple[str, bytes] | None:
        """The file of a note's Markdown; None when none is published.

        `body` is the note's text without front matter, as other plugins left it.
        """
        kb = self.view.kb
        if kb.notes[path].is_protected:
            return None
        file = markdown_of(kb, self.view.site, path)
        made = published_markdown(*self._as_read(path, body), html_comments=kb.settings.html == "trust")
        return None if file is None else (file, made.encode("utf-8", "replace"))

    def offered(self, path: NotePath, body: str, marks: Collection[str]) -> str:
        """What other plugins may read of a note's text, as they may publish it: what its page shows.

        Of a protected note that is its title. `marks` are comments that such a plugin looks for.
        """
        kb = self.view.kb
        if kb.notes[path].is_protected:
            return f"# {escape(kb.notes[path].title)}\n"
        trusted = kb.settings.html == "trust"
        return published_body(*self._as_read(path, body), html_comments=trusted, marks=marks)

    def _as_read(self, path: NotePath, body: str) -> tuple[Note, str, int]:
        """A note as it is with that body, the text it was read of, and where the body begins in it."""
        note, text, settings = self.view.kb.notes[path], self.read(path), self.view.kb.settings
        if body != body_text(text):
            text, body = body, body_text(body)
            again = read_note(path, text, settings.tag_style, settings.html)
            note = replace(note, comments=again.comments)
        return note, text, len(normalized(text)) - len(body)

    def beginning(self, path: NotePath, here: str, separator: str) -> tuple[str, bool]:
        """A note up to a separator for a list at `here`, and whether it goes on.

        Nothing of a note that is protected.
        """
        if self.protects(path):
            return "", True
        before, found, _ = self.text(path).partition(separator)
        view = self.view
        html = render_beginning(recompiled(view.kb, path, before), path, view.site, here)
        title, url = view.kb.notes[path].title, relative(view.site.note(path), here)
        return f'<h2><a class="toclink" href="{escape(url)}">{escape(title)}</a></h2>\n{html}', bool(found)

    def text(self, path: str) -> str:
        """A note's text as it was on disk, without its front matter; empty for a generated page."""
        return body_text(self.read(NotePath(path))) if path in self.view.kb.notes else ""

    def note(self, path: NotePath, changed: str | None, warn: Callable[[str], None]) -> Content:
        """A note's page; `changed` is its text when another plugin has one, of which `warn` hears."""
        view = self.view
        if view.kb.notes[path].is_protected:
            view = replace(view, kb=with_unprotected(view.kb, self.known, path))
        if changed is not None:
            warn(f"{path}: another plugin changed the text; what it made of it is published")
            view = replace(view, kb=recompiled(view.kb, path, changed))
        title, rest = render_around_title(view.kb, path, view.site)
        note = self.view.kb.notes[path] if self.protects(path) else view.kb.notes[path]
        html = with_search_names(note, title, rest)
        return Content(html, tuple(toc(note)), self.published.appended.get(path, ""))


def _generated(page: GeneratedPage) -> SitePage:
    return SitePage(
        page.source,
        escape(page.title),
        None,
        partial(_unchanging, page),
        partial(_whole, page),
        searched=page.searched and not _LATER_PART.search(page.source),
    )


def _unchanging(page: GeneratedPage, changed: str | None, warn: Callable[[str], None]) -> Content:
    return Content(f'<h1 id="__title">{escape(indexed_title(page.title))}</h1>\n', page.headings, page.html)


def _whole(page: GeneratedPage, html: str, title: str) -> str:
    return f"{page.breadcrumbs}<h1>{escape(page.title)}</h1>\n{page.html}"


def compiled_site(
    vault: Vault,
    settings: Settings,
    info: SiteInfo,
    read: Callable[[NotePath], str],
    moved: Mapping[NotePath, str] | None = None,
    *,
    explains: bool = False,
    protects: Callable[[Note], bool] = lambda note: False,
) -> CompiledSite:
    """A vault compiled: its pages' addresses, what is published beside the notes, and the findings.

    `read` gives the notes' texts; `moved` the addresses of pages that another plugin moved; `explains`
    says whether pages show what is wrong with their notes, those held back by a slip too; `protects` of
    which notes other pages show the title only.
    """
    kb = compile_vault(vault, settings)
    found = check(kb, read)
    explained = by_note(found) if explains else {}
    lost: dict[str, Diagnostic] = {}

    def failed(source: str, part: str, error: Exception) -> None:
        lost.setdefault(source, failure_finding(source, part, error))

    def site(protected: Collection[NotePath]) -> CompiledSite:
        open_kb = with_protected(kb, protected) if protected else kb
        where = addresses(open_kb, directories=info.directories, moved=moved)
        view = View(open_kb, where, info.name, info.edit_url, found, failed)
        feeds = feed_files(open_kb, where, info, failed)
        beside = published(view)
        if explains:
            beside = replace(beside, pages=(*beside.pages, *unpublished_note_pages(view)))
        return CompiledSite(
            view, beside, found, read, kb, lambda more: site({*protected, *more}), feeds, explained, lost
        )

    return site({path for path, note in vault.notes.items() if protects(note)})


def head() -> tuple[str, str]:
    """The paths of the style sheet and of the script that every page loads."""
    return stylesheet()[0], script()[0]


def framed(site: CompiledSite, path: NotePath, html: str, title: str) -> str:
    """A note's page with what search does not index: breadcrumbs above its title, who links to it below;
    and without what only search shall know.

    `title` is HTML; a note that does not open with a title of its own gets it.
    """
    view = site.view
    note = view.kb.notes[path]
    above = breadcrumbs(view, folder(path), view.site.note(path))
    html = without_search_names(html) + site.published.appended.get(path, "")
    own = note.title_from == "heading" or html.lstrip().startswith("<h1")
    heading = "" if own else f"<h1>{title}</h1>\n"
    above += findings_panel(site.explained.get(path, ()))
    footer = note_footer(view, site.published.kind_usage, path)
    return f"{above}{heading}{with_empty_section_marks(note, html)}{footer}"


def recompiled(kb: KnowledgeBase, path: NotePath, text: str) -> KnowledgeBase:
    """The knowledge base with one note's text replaced, its links resolved against the same vault."""
    note = read_note(path, text, kb.settings.tag_style, kb.settings.html)
    vault = replace(kb.vault, notes={**kb.notes, path: note})
    resolver = resolver_of(vault, kb.settings)
    resolved = tuple(resolver.resolve(path, link) for link in note.links)
    return replace(kb, vault=vault, resolver=resolver, resolutions={**kb.resolutions, path: resolved})


@lru_cache(maxsize=4)  # each step of a page asks for the same text's body
def body_text(text: str) -> str:
    """A note's text without its front matter, line breaks as `\\n`."""
    lines = Lines(normalized(text))
    return lines.text[front_matter(lines).end :]
