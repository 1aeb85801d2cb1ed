"""The cache of a site that MkDocs builds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.generated_files import is_generated
from knotwork.vault.cache import Cache
from knotwork.vault.cache_folder import cache_folder, opened_cache


def site_cache(config: MkDocsConfig, settings: Settings, report: Callable[[str], None], last: Cache) -> Cache:
    """The cache of a site, which is in no folder that is published; `last` if that is the same."""
    file, docs_dir = config.config_file_path, Path(config.docs_dir)
    written = Path(file) if file and not is_generated(file) else None
    folder = cache_folder(settings.cache, written, docs_dir)
    published = [docs_dir, *map(Path, (*settings.extra_roots, config.site_dir, *config.theme.dirs))]
    return opened_cache(folder, published, report, last)
