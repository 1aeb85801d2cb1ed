"""From a command's argument to a knowledge base: the vault, its settings, its notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from knotwork.cli.output import print_status
from knotwork.cli.site_cache import site_cache
from knotwork.config.mkdocs_yml import Site, SiteConfig, find_site, with_site
from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.report.progress import PROGRESS, reading
from knotwork.rules import CODES
from knotwork.vault.cache import Cache
from knotwork.vault.collisions import SiteFiles, installed_theme
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.note_files import ReadNotes
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.schema_files import checked_files
from knotwork.vault.vault_reader import VaultReader


@dataclass(frozen=True, slots=True)
class LoadedVault:
    """A vault that was read."""

    root: Path
    """Its folder."""
    kb: KnowledgeBase
    cache: Cache
    """Open until the command ends."""


def load_vault(vault: Path | None) -> LoadedVault:
    """The vault a command was given, or the one of the current folder; raises SettingsError."""
    return load_site(find_site(vault, Path.cwd()))


def load_site(
    site: Site,
    cache: Cache | None = None,
    settings: Settings | None = None,
    *,
    for_findings: bool = False,
) -> LoadedVault:
    """The vault of a site, `for_findings` with no more of each note than these need; raises SettingsError.

    `settings` are those of the site, if they are known.
    """
    settings = checked_settings(site) if settings is None else settings
    exclusions, read = _exclusions(site.config), _reader(settings)
    cache = site_cache(site) if cache is None else cache
    reader = VaultReader(site.vault_dir, settings, exclusions, read, cache=cache, for_findings=for_findings)
    docs = reader.read()
    cache.write()
    PROGRESS.show(f"following the links of {len(docs.notes):,} notes")
    return LoadedVault(site.vault_dir, compile_vault(docs, settings, cache), cache)


def vault_reader(site: Site, settings: Settings, cache: Cache) -> VaultReader:
    """What reads the vault of a site, and reads again what changed."""
    exclusions, read = _exclusions(site.config), _reader(settings)
    return VaultReader(site.vault_dir, settings, exclusions, read, cache=cache)


def site_and_settings(vault: Path | None) -> tuple[Site, Settings]:
    """The site of a vault and its settings, folders in them absolute; raises SettingsError."""
    site = find_site(vault, Path.cwd())
    return site, checked_settings(site)


def checked_settings(site: Site) -> Settings:
    """The settings of a site, folders in them absolute; raises SettingsError."""
    settings = settings_of(site)
    for notice in settings.notices:
        print_status(notice)
    return settings


def settings_of(site: Site) -> Settings:
    """The same without a word about settings that are read in another way than they were."""
    settings = with_site(settings_from(site.settings, site.where, CODES), site.config)
    return checked_files(settings.rooted(site.folder), site.where)


def _exclusions(config: SiteConfig) -> Exclusions:
    """The files that a site leaves out, and those it has besides its notes."""
    themes = [*([config.custom_dir] if config.custom_dir else []), *installed_theme(config.theme)]
    site = SiteFiles(themes, directories=config.use_directory_urls)
    return Exclusions(config.exclude_docs, config.draft_docs, config.named, site, config.host)


def _reader(settings: Settings) -> ReadNotes:
    """Reads notes, in several processes when there are many, and shows their number on a terminal."""

    def read(texts: Iterable[tuple[NotePath, str]]) -> Iterator[Note]:
        notes = read_notes(texts, settings.dialect, settings.jobs, report=print_status)
        return PROGRESS.counted(notes, reading)

    return read
