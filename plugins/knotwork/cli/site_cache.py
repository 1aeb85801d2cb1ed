"""The cache of a site, for commands."""

from __future__ import annotations

from pathlib import Path

import click

from knotwork.cli.output import print_status
from knotwork.config.mkdocs_yml import Site
from knotwork.vault.cache import Cache
from knotwork.vault.cache_folder import cache_folder, opened_cache


def site_cache(site: Site) -> Cache:
    """The cache that the settings of a site name, which are not validated yet; closed when the command ends.

    It keeps nothing where the settings turn it off or are wrong, and where its files would be published.
    """
    try:
        folder = cache_folder(site.settings.get("cache"), site.config_file, site.vault_dir)
        cache = opened_cache(folder, _published(site), print_status)
    except (OSError, ValueError):  # such a path is an error that the settings report
        return Cache()
    if (context := click.get_current_context(silent=True)) is not None:
        context.call_on_close(cache.close)
    return cache


def _published(site: Site) -> list[Path]:
    """The folders whose files may be published."""
    own_theme = [site.config.custom_dir] if site.config.custom_dir else []
    return [site.vault_dir, *site.paths_in("extra_roots"), *own_theme]
