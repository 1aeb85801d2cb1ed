"""A page that another plugin made of a note, as Material's blog does: what that plugin knows of it stays, its
content is compiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.model.names import NotePath
from knotwork.site.pages import CompiledSite, SitePage


class ThirdPartyPage(CompiledPage):
    """A page whose class is that of another plugin as well."""

    plain: type[Page]
    """That class."""
    given: Mapping[str, Any]
    """The properties that its plugin gives it, and the note does not."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the plugin's properties where the note has none of its own."""
        self.plain.read_source(self, config)
        written = self.page.note.front_matter if self.page.note else {}
        self.given = {name: value for name, value in self.meta.items() if name not in written}
        super().read_source(config)
        self.meta.update(self.given)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Compile it, and what lists of posts show of it."""
        super().render(config, files)
        self.meta.update(self.given)
        self._title_from_render = self.page.title
        excerpt: Any = getattr(self, "excerpt", None)
        if excerpt is not None:
            excerpt.render = partial(self._render_excerpt, excerpt)

    def _render_excerpt(self, excerpt: Any, page: Page, separator: str) -> None:
        path = NotePath(self.page.source)
        excerpt.content, goes_on = self.site.beginning(path, page.url, separator)
        excerpt.more, excerpt.toc = goes_on or None, get_toc([])


def take_over(page: Page, site: CompiledSite, compiled: SitePage) -> None:
    """Compile a page that another plugin made, whatever its class."""
    plain = type(page)
    page.__class__ = type(plain.__name__, (ThirdPartyPage, plain), {"plain": plain})
    assert isinstance(page, ThirdPartyPage), "it is one now"
    page.site, page.page, page.compiled_html = site, compiled, ""
    page.text = page.given_text = page.offered = ""
