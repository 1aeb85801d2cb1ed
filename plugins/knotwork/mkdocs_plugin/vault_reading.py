"""What reads the vault of a site: which files count, and where facts are kept."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knotwork.config.globs import patterns
from knotwork.config.mkdocs_yml import as_written, named_files
from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.plugin_log import log
from knotwork.report.progress import PROGRESS, reading
from knotwork.vault.cache import Cache
from knotwork.vault.collisions import SiteFiles
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.vault_reader import VaultReader


def docs_reader(
    config: MkDocsConfig, settings: Settings, cache: Cache, last: VaultReader, *, with_drafts: bool
) -> VaultReader:
    """What reads the vault in the docs_dir; notes that the `last` reader has read are not read again."""
    drafts = [] if with_drafts else patterns(config.draft_docs)
    themes = [Path(folder) for folder in config.theme.dirs]
    site = SiteFiles(themes, config.theme.static_templates, config.use_directory_urls)
    written = as_written(config.config_file_path)  # a server's `site_url` is its own
    named = named_files(dict(config)) | written.named
    return VaultReader(
        Path(config.docs_dir),
        settings,
        Exclusions(patterns(config.exclude_docs), drafts, named, site, written.host),
        lambda texts: PROGRESS.counted(
            # what is lost is time: no reason for `--strict` to fail
            read_notes(texts, settings.dialect, settings.jobs, report=log.info),
            reading,
        ),
        cache=cache,
        last=last,
    )
