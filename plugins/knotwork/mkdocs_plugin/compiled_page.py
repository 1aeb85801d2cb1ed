"""A page of MkDocs whose content comes from knotwork."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc

from knotwork.knowledge.page_ids import NO_IDS, PageIds
from knotwork.mkdocs_plugin.adapting import (
    NoteText,
    changed_text,
    markdown_file,
    readable_text,
    text_on_disk,
)
from knotwork.mkdocs_plugin.kept_frames import FramedPage
from knotwork.mkdocs_plugin.markdown_rendering import render_by_python_markdown
from knotwork.mkdocs_plugin.other_plugins import NOT_SHOWN_YET, comment_marks, register_headings
from knotwork.mkdocs_plugin.page_status import with_known_status
from knotwork.mkdocs_plugin.theme_files import has_template
from knotwork.model.names import NotePath, is_markdown
from knotwork.model.note import Note
from knotwork.site.compiled_site import CompiledSite, SitePage
from knotwork.site.content import Content, Heading
from knotwork.site.meta import checked_meta
from knotwork.site.note_page import Around, NotePage
from knotwork.site.views import GeneratedPage


class MadeParts(Protocol):
    """Parts of pages that may have been made before."""

    def content(self, page: NotePage) -> Content:
        """The content of a page."""

    def around(self, page: NotePage) -> Around:
        """What a page shows around its content."""


_REMEMBERED = 8
"""Pages of notes that are kept while they are made: each is asked for several times in a row."""


class ShownSite:
    """The site that the pages of a server show: the one of the last save."""

    def __init__(self, site: CompiledSite) -> None:
        self.site = site
        self._pages: dict[NotePath, NotePage] = {}

    def show(self, site: CompiledSite) -> None:
        """Show another site from now on."""
        self.site, self._pages = site, {}

    def page(self, path: NotePath) -> NotePage:
        """The page of a note."""
        page = self._pages.get(path)
        if page is None:
            if len(self._pages) >= _REMEMBERED:
                self._pages = {}
            page = self._pages[path] = self.site.note_page(path)
        return page


class CompiledPage(Page):
    """A note's page, or a generated one."""

    _site: CompiledSite | ShownSite
    _page: SitePage | None
    """None: the note's page of the site that is shown."""
    text: NoteText | None
    """The note's text as other plugins left it; None before it is read, and for a generated page."""
    readable_text: str
    """The part of the text that other plugins may read."""
    compiled_html: str
    """The page's HTML before other plugins change it."""
    markdown_copy: tuple[str, bytes] | None
    """The path and content of the note's published Markdown."""
    rail: str = ""
    """The HTML beside what a reader sees, once that is made."""
    _anchors: set[str] | None = None
    """None: not known yet."""
    page_ids: PageIds = NO_IDS
    """The ids on pages that other plugins changed, once all pages are made."""
    framed: FramedPage | None = None
    """How the theme has made it, in an earlier build or in this one; None when that is not known."""
    rendered: MadeParts | None = None
    """Has the parts of its site's pages; None: they are rendered when they are asked for."""

    def __init__(self, site: CompiledSite, page: SitePage, *page_arguments: Any) -> None:
        super().__init__(*page_arguments)
        self.compile_from(site, page)

    def compile_from(self, site: CompiledSite, page: SitePage) -> None:
        """Take the content from a page of a compiled site."""
        self._site, self._page = site, page
        self.text = self.markdown_copy = None
        self.readable_text = self.compiled_html = self.rail = ""

    def follow(self, shown: ShownSite) -> None:
        """Take the content from the page of the same note in the site that is shown, now and later."""
        self._site, self._page = shown, None

    @property
    def site(self) -> CompiledSite:
        """The site that it is a page of."""
        return self._site.site if isinstance(self._site, ShownSite) else self._site

    @property
    def page(self) -> SitePage:
        """The page of the site."""
        if self._page is not None:
            return self._page
        assert isinstance(self._site, ShownSite), "a page of one site has its content"
        return self._site.page(NotePath(self.file.src_uri))

    @property
    def is_generated(self) -> bool:
        """Whether it is made of no note."""
        return isinstance(self._page, GeneratedPage)

    @property
    def note(self) -> Note | None:
        """The note it is the page of; None for a generated page."""
        return self.page.note if isinstance(self.page, NotePage) else None

    @property
    def is_protected(self) -> bool:
        """Whether another plugin keeps it from being read."""
        return isinstance(self.page, NotePage) and self.page.is_protected

    @property
    def has_embeds(self) -> bool:
        """Whether it may show parts of other notes."""
        return self.note is not None and any(link.embeds for link in self.note.links)

    @property
    def is_by_python_markdown(self) -> bool:
        """Whether Python-Markdown renders its text, with the extensions of the site."""
        return isinstance(self.page, NotePage) and self.page.is_by_python_markdown(self._changed_note)

    def own_meta(self, config: MkDocsConfig) -> dict[str, Any]:
        """Its front matter as the theme may use it."""
        return with_known_status(self.page.meta(_has_template(config)), config)

    def checked_meta(self, config: MkDocsConfig) -> dict[str, Any]:
        """Its front matter as the theme gets it when no other plugin adds to it."""
        return self._checked(self.own_meta(config), config)

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the note's text as it is on disk, unless another plugin has one of its own.

        Other plugins get what is published of it: they may put it into a feed or a preview. While they may
        change it they see more: some have directives in comments of HTML.
        """
        given = config.plugins.on_page_read_source(page=self, config=config)
        if isinstance(self.page, NotePage):
            self.text = text_on_disk(self.page, self.site.source.read(self.page.path))
            if given is not None:
                self._change_text(given)
        self._offer_text(config, NOT_SHOWN_YET)
        self.meta = self.own_meta(config)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set the compiled content; a text that another plugin changed is compiled again.

        After that its Markdown is what is published of the changed text.
        """
        if self.markdown != self.readable_text and not self.is_protected:
            self._change_text(self.markdown or "")
        if self.text is not None and (self.text.is_changed or self.text.note.comments):
            self._offer_text(config)
        if self.is_by_python_markdown:
            self._render_by_python_markdown(config, files)
        else:
            content = self._content()
            self.content, self.toc = content.html, table_of_contents(content.headings)
            self.present_anchor_ids, self.links_to_anchors = content.anchors, {}
            register_headings(config.plugins, self, content.headings)
        self.compiled_html = self.content or ""
        if isinstance(self.page, NotePage) and self.text is not None:
            self.markdown_copy = markdown_file(self.page, self.text)
        self.meta = self._checked(self.meta, config)

    def render_again(self, config: MkDocsConfig, files: Files) -> None:
        """Render it once more, and let other plugins have its content as they had the first."""
        self.render(config, files)
        self.content = config.plugins.on_page_content(
            self.content or "", page=self, config=config, files=files
        )

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The ids on the page that links of other pages may lead to."""
        if self._anchors is None:
            self._anchors = self._content().anchors
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, anchors: set[str] | None) -> None:
        self._anchors = anchors

    def reader_html(self) -> str:
        """The HTML that a reader sees: the content as plugins left it, with what the page shows around it."""
        html, title = self.content or "", str(self.title or "")
        if not isinstance(self.page, NotePage):
            return self.page.reader_html(html, title)
        around = self.page.around() if self.rendered is None else self.rendered.around(self.page)
        self.rail = around.rail
        return self.page.reader_html(html, title, around)

    def names_any_of(self, ids: PageIds) -> bool:
        """Whether one of its links names such a part."""
        return isinstance(self.page, NotePage) and self.page.names_any_of(ids, self._changed_note)

    def drop_content(self) -> None:
        """Forget what was written: a site of many notes has more text than fits into memory."""
        self.text = self.markdown_copy = None
        self.markdown = self.content = self.readable_text = self.compiled_html = self.rail = ""
        self.toc = table_of_contents(())

    def _checked(self, meta: Mapping[str, Any], config: MkDocsConfig) -> dict[str, Any]:
        return checked_meta(meta, self.site.view.kb.settings, _has_template(config))

    def _change_text(self, body: str) -> None:
        """Take a body that another plugin gives."""
        if self.text is not None and is_markdown(self.text.note.path):
            self.text = changed_text(self.text, body, self.site.view.kb.settings)

    def _offer_text(self, config: MkDocsConfig, hidden: re.Pattern[str] | None = None) -> None:
        """Let other plugins read what is published of the text, and what matches `hidden`."""
        if isinstance(self.page, NotePage) and self.text is not None:
            marks = hidden or comment_marks(config.plugins)
            self.readable_text = readable_text(self.page, self.text, marks)
        self.markdown = self.readable_text

    def _content(self) -> Content:
        if not isinstance(self.page, NotePage):
            return self.page.content()
        changed = self._changed_note
        if changed is None and not self.page_ids:
            return self.rendered.content(self.page) if self.rendered else self.page.content()
        return self.page.content(changed, self.page_ids)

    @property
    def _changed_note(self) -> Note | None:
        """The note as it is read from a text that another plugin has changed."""
        return self.text.note if self.text is not None and self.text.is_changed else None

    def _render_by_python_markdown(self, config: MkDocsConfig, files: Files) -> None:
        page, text = self.page, self.text
        assert isinstance(page, NotePage), "generated pages are made here"
        assert text is not None, "a page is read before it is rendered"
        settings, syntax = self.site.view.kb.settings, page.syntax(self._changed_note, self.page_ids)
        render_by_python_markdown(self, text, syntax, settings, config, files)
        content = page.content_of(self.content or "")
        self.content = content.html
        self.present_anchor_ids = content.anchors.union(self.present_anchor_ids or ())
        if self.is_protected:
            self.toc = table_of_contents(())


def _has_template(config: MkDocsConfig) -> Callable[[str], bool]:
    """Whether the theme has a file; its environment is made when a property asks for one."""
    return lambda name: has_template(config.theme.get_env(), name)


def table_of_contents(headings: Sequence[Heading]) -> TableOfContents:
    """A page's headings as MkDocs has them."""
    return get_toc(nested_toc(headings))  # type: ignore[arg-type]


def nested_toc(headings: Sequence[Heading]) -> list[dict[str, Any]]:
    """Headings as the nested tokens of which MkDocs makes a table of contents.

    Material shows only what stands below a page's first heading of level 1, so all other headings of that
    level are put there too.
    """
    roots: list[dict[str, Any]] = []
    above: list[tuple[int, dict[str, Any]]] = []
    for index, (level, anchor, name) in enumerate(headings):
        token: dict[str, Any] = {"level": level, "id": anchor, "name": name, "children": []}
        depth = 0 if index == 0 and level == 1 else level
        while above and above[-1][0] >= depth:
            above.pop()
        (above[-1][1]["children"] if above else roots).append(token)
        above.append((depth, token))
    return roots
