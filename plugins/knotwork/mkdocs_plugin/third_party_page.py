"""A note whose page another plugin made, as Material's blog does: its data stay, its content is compiled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from knotwork.mkdocs_plugin.adapting import NoteText, excerpt, text_on_disk
from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.site.compiled_site import CompiledSite, SitePage
from knotwork.site.note_page import NotePage


class ThirdPartyPage(CompiledPage):
    """A page whose class is that of another plugin as well."""

    plugin_class: type[Page]
    """The class that the other plugin gave it."""
    plugin_meta: Mapping[str, Any]
    """The properties that the other plugin gives it and the note does not have."""

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the plugin's properties where the note has none of its own."""
        self.plugin_class.read_source(self, config)
        own = self.note.front_matter if self.note else {}
        self.plugin_meta = {name: value for name, value in self.meta.items() if name not in own}
        super().read_source(config)
        self.meta.update(self.plugin_meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Compile it, and the excerpt that lists of posts show of it."""
        super().render(config, files)
        self.meta.update(self.plugin_meta)
        self._title_from_render = self.page.html_title
        post_excerpt: Any = getattr(self, "excerpt", None)
        if post_excerpt is not None:
            changed = self.text if self.text is not None and self.text.is_changed else None
            post_excerpt.render = partial(self._render_excerpt, post_excerpt, changed)

    def _render_excerpt(
        self, post_excerpt: Any, changed: NoteText | None, page: Page, separator: str
    ) -> None:
        assert isinstance(self.page, NotePage), "another plugin's page of a note"
        text = changed or text_on_disk(self.page, self.site.source.read(self.page.path))
        post_excerpt.content, is_longer = excerpt(self.page, text, separator, page.url)
        post_excerpt.more, post_excerpt.toc = is_longer or None, get_toc([])


def take_over(page: Page, site: CompiledSite, compiled: SitePage) -> None:
    """Compile a page that another plugin made, whatever its class."""
    plugin_class = type(page)
    bases, attributes = (ThirdPartyPage, plugin_class), {"plugin_class": plugin_class}
    page.__class__ = type(plugin_class.__name__, bases, attributes)
    assert isinstance(page, ThirdPartyPage), "its class was just replaced"
    page.compile_from(site, compiled)
