"""The site's menu: plugins that make or change it get pages as MkDocs made them, and decide."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.loaded_plugins import origins

_NO_MAKERS = frozenset(
    (
        *("knotwork", "i18n", "section-index", "print-site", "rss", "mkdocstrings", "autorefs", "mermaid2"),
        *("git-revision-date-localized", "git-authors", "macros", "monorepo", "to-pdf", "with-pdf"),
    )
)
"""The plugins that take the menu as it is made for them, though they have the event `nav`."""
_THEMES_OWN = "material/"
_OWN_TITLE = "title"


def makes_menu(plugins: Any) -> bool:
    """Whether another plugin, or a hook, makes the menu; `plugins` is MkDocs' collection of plugins."""
    known = origins(plugins)
    names = (known.get(method, "") for method in plugins.events["nav"])
    return any(name not in _NO_MAKERS and not name.startswith(_THEMES_OWN) for name in names)


class LentPages:
    """Our pages while other plugins work on the menu, as MkDocs made them: with titles that `nav:` gives.

    Such plugins make pages anew, ask which have a title in the menu, or give them another class.
    """

    def __init__(self) -> None:
        self._pages: dict[str, tuple[type[CompiledPage], dict[str, Any]]] = {}

    def lend(self, files: Files, titled: Container[str]) -> None:
        """Make MkDocs' pages of ours; `titled` are the sources of those that have a title in `nav:`."""
        self._pages.clear()
        for file in files.documentation_pages():
            page = file.page
            if page is not None and type(page) is CompiledPage:
                self._pages[file.src_uri] = type(page), dict(vars(page))
                page.__class__ = Page  # type: ignore[assignment]
                if file.src_uri not in titled:
                    vars(page).pop(_OWN_TITLE, None)

    def take_back(self, files: Files) -> None:
        """Make ours of the pages that other plugins left, with the titles and classes that they have now."""
        for file in files.documentation_pages():
            page = file.page
            if page is None or file.src_uri not in self._pages or isinstance(page, CompiledPage):
                continue
            own_class, values = self._pages[file.src_uri]
            given = dict(vars(page))
            vars(page).update(values)
            vars(page).update(given)
            if not given.get(_OWN_TITLE):
                page.title = values[_OWN_TITLE]
            plugin_class = type(page)
            if plugin_class is Page:
                page.__class__ = own_class
            else:
                page.__class__ = type(plugin_class.__name__, (own_class, plugin_class), {})
        self._pages.clear()
