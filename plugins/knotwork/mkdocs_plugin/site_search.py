"""Our search behind Material's search field, where a site has one and nothing else changes its index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import write_file

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.protection import encrypts
from knotwork.mkdocs_plugin.search_readers import entries_of
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.search.names import SearchNames, search_names
from knotwork.site.search.site_search import INDEX, SiteSearch
from knotwork.vault.cache import Cache

_WRITES_INDEX = "i18n"
"""The plugin that joins the indexes of several languages when all else is done."""


def has_own_search(config: MkDocsConfig, settings: Settings) -> bool:
    """Whether our search takes the place of Material's.

    It does not where a plugin encrypts what search finds, or writes the index after us.
    """
    return (
        settings.search == "knotwork"
        and config.theme.name == "material"
        and any(map(_is_materials, config.plugins.values()))
        and not encrypts(config.plugins)
        and _WRITES_INDEX not in config.plugins
    )


def _is_materials(plugin: Any) -> bool:
    return type(plugin).__module__.startswith("material.") and hasattr(
        getattr(plugin, "search_index", None), "entries"
    )


def files_of_search(
    search: SiteSearch, site: CompiledSite, config: MkDocsConfig, cache: Cache | None = None
) -> Callable[[bytes], dict[str, bytes]] | None:
    """What makes the files of our search, by path, of Material's index; None where ours does not answer."""
    if not has_own_search(config, site.view.kb.settings):
        return None
    return lambda index: search.files(index, _names(site), cache)


def write_search(
    search: SiteSearch, site: CompiledSite, config: MkDocsConfig, cache: Cache, *, is_last_use: bool
) -> None:
    """Put our index in the place of the one that was written; `is_last_use` of what plugins have of that."""
    files, index = files_of_search(search, site, config, cache), Path(config.site_dir, INDEX)
    if files is not None and index.is_file():
        for plugin in config.plugins.values() if is_last_use else ():
            if hasattr(own := getattr(plugin, "search_index", None), "add_entry_from_context"):
                entries_of(own).clear()  # it holds all texts of the site
        for path, content in files(index.read_bytes()).items():
            write_file(content, str(Path(config.site_dir, path)))


def _names(site: CompiledSite) -> dict[str, SearchNames]:
    where = site.view.site
    return search_names(
        site.view, {where.generated(page.source): page.source for page in site.generated.pages}
    )
