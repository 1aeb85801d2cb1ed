"""From a command's argument to a knowledge base: the vault, its settings, its notes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from knotwork.cli.output import print_status
from knotwork.config.mkdocs_yml import Site, SiteConfig, find_site
from knotwork.config.settings import Settings, settings_from
from knotwork.knowledge.compiler import compile_vault
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.rules import CODES
from knotwork.vault.cache import Cache
from knotwork.vault.cache_folder import cache_folder, opened_cache
from knotwork.vault.collisions import SiteFiles, installed_theme
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.note_files import ReadNotes
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.schema_files import checked_files
from knotwork.vault.vault_reader import VaultReader

_PROGRESS_EVERY = 100


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
    site, settings = site_and_settings(vault)
    exclusions = _exclusions(site.config)
    cache = command_cache(site, [*map(Path, settings.extra_roots), *_own_folders(site.config)])
    docs = VaultReader(site.vault_dir, settings, exclusions, _reader(settings), cache=cache).read()
    cache.write()
    if sys.stderr.isatty() and len(docs.notes) >= _PROGRESS_EVERY:
        sys.stderr.write("\r\x1b[K")  # the line is for what comes next
    return LoadedVault(site.vault_dir, compile_vault(docs, settings), cache)


def vault_reader(site: Site, settings: Settings) -> VaultReader:
    """What reads the vault of a site, and reads again what changed."""
    return VaultReader(site.vault_dir, settings, _exclusions(site.config), _reader(settings))


def site_and_settings(vault: Path | None) -> tuple[Site, Settings]:
    """The site of a vault and its settings, folders in them absolute; raises SettingsError."""
    site = find_site(vault, Path.cwd())
    settings = settings_from(site.settings, site.where, CODES)
    base = site.config_file.parent if site.config_file else site.vault_dir
    return site, checked_files(settings.rooted(base), site.where)


def command_cache(site: Site, published: Iterable[Path] = ()) -> Cache:
    """The cache of a vault; it is closed when the command ends. `published` are folders beside the vault."""
    folder = cache_folder(site.settings.get("cache"), site.config_file, site.vault_dir)
    cache = opened_cache(folder, (site.vault_dir, *published), print_status)
    if (context := click.get_current_context(silent=True)) is not None:
        context.call_on_close(cache.close)
    return cache


def _own_folders(config: SiteConfig) -> list[Path]:
    return [config.custom_dir] if config.custom_dir else []


def _exclusions(config: SiteConfig) -> Exclusions:
    """The files that a site leaves out, and those it has besides its notes."""
    themes = [*_own_folders(config), *installed_theme(config.theme)]
    site = SiteFiles(themes, directories=config.use_directory_urls)
    return Exclusions(config.exclude_docs, config.draft_docs, config.named, site, config.host)


def _reader(settings: Settings) -> ReadNotes:
    """Reads notes, in several processes when there are many, and shows their number on a terminal."""

    def read(texts: Iterable[tuple[NotePath, str]]) -> Iterator[Note]:
        notes = read_notes(texts, settings.tag_style, settings.html, settings.jobs, report=print_status)
        for count, note in enumerate(notes, 1):
            if count % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
                sys.stderr.write(f"\rreading: {count:,} notes")
                sys.stderr.flush()
            yield note

    return read
