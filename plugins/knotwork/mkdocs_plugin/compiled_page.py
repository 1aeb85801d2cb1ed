"""A page of MkDocs whose content comes from knotwork."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents, get_toc

from knotwork.mkdocs_plugin.build_log import log
from knotwork.mkdocs_plugin.other_plugins import comment_marks
from knotwork.mkdocs_plugin.theme_files import has_template
from knotwork.site.meta import checked_meta
from knotwork.site.pages import CompiledSite, SitePage, Toc, body_text


class CompiledPage(Page):
    """A note's page, or a generated one."""

    def __init__(self, site: CompiledSite, page: SitePage, *framed: Any) -> None:
        super().__init__(*framed)
        self.site, self.page = site, page
        self.text = self.given_text = self.offered = ""
        """Its text: on disk, as other plugins left it, and as they may read it."""
        self.compiled_html = ""
        """Its HTML before another plugin had it."""

    @property
    def is_protected(self) -> bool:
        """Whether another plugin keeps it from being read."""
        return self.site.protects(self.page.source)

    @property
    def has_embeds(self) -> bool:
        """Whether it may show parts of other notes."""
        note = self.page.note
        return note is not None and any(link.embeds for link in note.links)

    def own_meta(self, config: MkDocsConfig) -> dict[str, Any]:
        """Its front matter as the theme may use it."""
        return self.page.meta(self.site.view.kb.settings, partial(has_template, config.theme.get_env()))

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the note's text as it is on disk, unless another plugin has one of its own.

        Other plugins get what is published of it: they may put it into a feed or a preview.
        """
        given = config.plugins.on_page_read_source(page=self, config=config)
        self.text = self.site.text(self.page.source)
        self.given_text = self.text if given is None else body_text(given)
        self.offered = self.page.offered(self.given_text, comment_marks(config.plugins))
        self.markdown = self.offered
        self.meta = self.own_meta(config)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Fill in what the note was compiled to; text that another plugin changed is compiled anew.

        From then on its Markdown is what is published of what they made of it.
        """
        if self.markdown != self.offered and not self.is_protected:
            self.given_text = self.markdown or ""
            self.markdown = self.offered = self.page.offered(self.given_text, comment_marks(config.plugins))
        content = self.page.content(None if self.given_text == self.text else self.given_text, log.info)
        self.compiled_html = content.html
        self.content, self.toc = content.html, table_of_contents(content.toc)
        self.present_anchor_ids, self.links_to_anchors = content.anchors, {}
        self.source = self.page.markdown(self.given_text)
        self.meta = checked_meta(
            self.meta, self.site.view.kb.settings, partial(has_template, config.theme.get_env())
        )


def table_of_contents(headings: Toc) -> TableOfContents:
    """A page's headings as MkDocs has them."""
    return get_toc(nested_toc(headings))  # type: ignore[arg-type]


def nested_toc(headings: Sequence[tuple[int, str, str]]) -> list[dict[str, Any]]:
    """Headings as the nested tokens MkDocs makes a table of contents of.

    Material shows only what stands below a page's first heading of level 1: all others of that level are
    put there too.
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
