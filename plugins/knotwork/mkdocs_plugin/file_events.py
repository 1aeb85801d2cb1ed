"""The events of MkDocs that are about all files: the vault is read and compiled, and its pages are added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from knotwork.config.globs import matches
from knotwork.knowledge.page_ids import NO_IDS
from knotwork.mkdocs_plugin.collector import Collector
from knotwork.mkdocs_plugin.docs_files import docs_files, is_dot_file, take_files_from
from knotwork.mkdocs_plugin.generated_files import is_generated
from knotwork.mkdocs_plugin.kept_frames import KeptFrames
from knotwork.mkdocs_plugin.live_base import LiveBase
from knotwork.mkdocs_plugin.live_plugins import why_full
from knotwork.mkdocs_plugin.material_blog import blog_posts
from knotwork.mkdocs_plugin.menu import LentPages, makes_menu
from knotwork.mkdocs_plugin.mkdocs_steps import put_back
from knotwork.mkdocs_plugin.other_plugins import (
    is_left_out,
    moved_files,
    notes_of_plugins,
    restricted,
)
from knotwork.mkdocs_plugin.page_events import PageEvents
from knotwork.mkdocs_plugin.page_files import add_files, add_pages, nav_titles, render_ahead
from knotwork.mkdocs_plugin.page_guard import PageGuard
from knotwork.mkdocs_plugin.page_making import BuildSource
from knotwork.mkdocs_plugin.page_needs import why_in_turn
from knotwork.mkdocs_plugin.page_pool import RenderedPages
from knotwork.mkdocs_plugin.plugin_log import log
from knotwork.mkdocs_plugin.protection import protection
from knotwork.mkdocs_plugin.search_entries import guard_search
from knotwork.mkdocs_plugin.site_cache import site_cache
from knotwork.mkdocs_plugin.site_cleaning import left_files
from knotwork.mkdocs_plugin.theme_defaults import theme_language
from knotwork.mkdocs_plugin.vault_reading import docs_reader
from knotwork.mkdocs_plugin.whole_pages import WholePages, is_shared
from knotwork.model.names import NotePath
from knotwork.report.progress import PROGRESS
from knotwork.site.compiled_site import CompiledSite, compiled_site
from knotwork.site.navigation import navigation, without_instant
from knotwork.site.site_info import site_info
from knotwork.site.words import words_of
from knotwork.vault.cache import Cache
from knotwork.vault.git_dates import NO_DATES, GitDates, git_dates
from knotwork.vault.read_vault import with_made_notes
from knotwork.vault.vault import Vault
from knotwork.vault.vault_reader import VaultReader
from knotwork.vault.written_files import WrittenFiles


class FileEvents(PageEvents):
    """The part of the plugin that has to do with files."""

    is_dirty: bool
    """Whether MkDocs builds only the pages that were edited."""
    may_defer: bool
    """Whether a server asks for the pages, so that a build need not write them."""
    base: LiveBase | None
    """What a live site is compiled from."""
    cache: Cache
    reader: VaultReader
    vault: Vault
    has_made_notes: bool
    """Whether other plugins made notes."""
    is_scanned: bool
    """Whether the vault was read for the current build."""
    rendered: RenderedPages | None
    """Renders the pages of the current build."""
    lent: LentPages
    collector: Collector
    left: WrittenFiles | None
    """The files of the build before that are still in the site; None when MkDocs empties it."""
    site_folder: Path | None
    """Where the site will be, when it is written to another folder first."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Replace MkDocs' own search for files by ours."""
        self.collector.begin()
        take_files_from(self._files, config)
        if not (self.serving or self.is_dirty):
            self.cache = self._cache(config)
            self.left = left_files(config, self.cache, self.site_folder)
        if self.may_defer and self.settings.serve == "live":
            if reason := why_full(config.plugins):
                self.log.mode(f"each save makes all pages: {reason}")
            else:
                self.live.begin(config)

    def _files(self, config: MkDocsConfig) -> Files:
        vault = self.vault = self._vault(config)
        self.is_scanned = True
        self.generated.clear()
        excluded = [path for path, reason in vault.left_out.items() if reason == "excluded"]
        excluded += [path for path, reason in vault.unpublished.items() if reason == "excluded"]
        contents = {path: self.generated.write(path, content) for path, content in vault.contents.items()}
        return docs_files((*vault.notes, *vault.attachments), excluded, contents, config)

    def _vault(self, config: MkDocsConfig) -> Vault:
        """The vault in the docs_dir; while serving, drafts are published."""
        self.cache = self._cache(config)
        self.reader = docs_reader(config, self.settings, self.cache, self.reader, with_drafts=self.serving)
        vault = self.reader.read()
        self.cache.write()  # what was read is kept even if the build fails
        return vault

    def _cache(self, config: MkDocsConfig) -> Cache:
        return site_cache(config, self.settings, self.log.once, self.cache)

    def restrict(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Remove unpublished files before another plugin sees them."""
        if not self.is_scanned:
            self.vault = self._vault(config)
        self.is_scanned = False
        for file in [file for file in files if file.src_dir == config.docs_dir]:
            if not is_dot_file(file.src_uri) and is_left_out(self.vault, file.src_uri, file.abs_src_path):
                files.remove(file)
        return files

    def compile(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Compile the notes that other plugins left, and add their pages and the generated ones."""
        self.log.lenient = config.strict and (self.serving or self.settings.fail_on == "never")
        self.guard = PageGuard(self.log.failure, BuildError, details=self.serving)
        self.guard.words = words_of(theme_language(config))
        self.guard.install(config.plugins)
        guard_search(config.plugins.values(), lambda page, error: self.guard.fail(page, "the search", error))
        self.replaced.clear()
        self.page_ids = NO_IDS
        self.unencrypted_findings.clear()
        self.log.failures.clear()
        self._close()
        PROGRESS.show(f"checking {len(self.vault.notes):,} notes")
        self.site = self._compiled(files, config)
        if self.serving:
            self.log.changes(self.site)
        self.log.renderers(self.site.view.kb)
        vault = self.site.view.kb.vault
        for path, reason in vault.left_out.items():
            if reason == "unused" and (file := files.get_file_from_path(path)) is not None:
                files.remove(file)
        is_made = makes_menu(config.plugins)
        add_pages(self.site, files, config, self.generated, in_menu=is_made)
        if not self.live.begins:
            add_files(self.site, files, config, self.generated)
            self.collector.freeze()
            self._prepare_pages(self.site, files, config)
        if config.nav is None and not is_made:
            self.live.use_own_nav()
            entries = [page.source for page in self.site.generated.pages if page.entry]
            posts = blog_posts(config.plugins.values())  # the blog lists them
            notes = {path: note for path, note in vault.notes.items() if path not in posts}
            most = self.settings.most_in_nav
            config.nav = navigation(notes, entries, most)
            if len(notes) > most and not is_generated(config.config_file_path or ""):
                self.log.once(f"the menu has folders only: more than {most:,} notes (`notes_in_nav`)")
        if len(vault.notes) > self.settings.instant_limit:
            config.theme["features"] = without_instant(config.theme.get("features") or [])
        return files

    def _prepare_pages(self, site: CompiledSite, files: Files, config: MkDocsConfig) -> None:
        """Let the pages be made whole; where that is not possible, let their parts be rendered ahead."""
        is_whole_build = not (self.serving or self.is_dirty)
        reason = why_in_turn(config) if is_whole_build else ""
        if reason and is_shared(len(site.view.kb.notes)):
            self.log.once(f"one process makes the pages: {reason}")
        if reason or not is_whole_build:
            self._empty_site()
            # pages of a server have findings, which depend on more than pages look up
            store = self.cache if self.cache.folder is not None and not self.serving else None
            self.rendered = render_ahead(site, files, self.settings.jobs, store, log.info)
            return
        frames = KeptFrames(config.theme.custom_dir)
        source = BuildSource(
            site, config, files, self.guard, self.reader.content, self.cache, frames, self.left
        )
        environment = self._environment(config.theme.get_env(), config, frames)
        self.whole = WholePages(source, self.settings.jobs, environment, log.info)
        self.whole.begin()

    def lend_pages(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Other plugins work on the menu with pages as MkDocs made them."""
        self.lent.lend(files, nav_titles(config.nav))

    def take_pages_back(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Make the pages ours again, and note what stands in the menu."""
        self.lent.take_back(files)
        if self.whole is not None:
            self.whole.nav = nav

    def _compiled(self, files: Files, config: MkDocsConfig) -> CompiledSite:
        shown = InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        posts = blog_posts(config.plugins.values())
        candidates = [
            file
            for file in files.documentation_pages(inclusion=shown)
            if file.src_uri not in posts and not matches(self.settings.exclude, file.src_uri)
        ]
        texts = notes_of_plugins(candidates, config)
        self.has_made_notes = bool(texts)
        if texts:
            self.vault = with_made_notes(self.vault, texts, self.settings, self.reader.read_texts)
        for path in texts.keys() - self.vault.notes.keys():
            if (unpublished := files.get_file_from_path(path)) is not None:
                files.remove(unpublished)
        urls = {file.src_uri: file.url for file in files if shown(file.inclusion) or file.src_uri in posts}
        vault, info, is_protected = (
            restricted(self.vault, urls, files),
            site_info(config),
            protection(config.plugins),
        )
        moved = moved_files(urls, vault, directories=info.directories)
        settings = replace(self.settings, language=theme_language(config))
        if self.live.begins:
            if self.base is None or self.base.settings != settings:
                self.base = LiveBase(settings, lambda path: self.reader.text(path), self.cache)
            return self.base.site(vault, info, is_protected, moved, self._git_dates(vault, config))
        return compiled_site(
            vault,
            settings,
            info,
            self.reader.text,
            moved,
            cache=self.cache,
            show_findings=self.serving,
            is_protected=is_protected,
            git_dates=self._git_dates(vault, config),
        )

    def _git_dates(self, vault: Vault, config: MkDocsConfig) -> Mapping[NotePath, GitDates]:
        """What the history of the repository says of the notes, where the site asks it."""
        if not self.settings.git_dates:
            return NO_DATES
        dates, notice = git_dates(Path(config.docs_dir), vault.notes, self.cache)
        if notice:
            self.log.once(notice)
        return dates

    def _empty_site(self) -> None:
        """Remove what the build before has written, unless this one has begun to write."""
        put_back("clean_directory")
        if self.left is not None and not self.left.is_swept:
            self.left.sweep()
        self.left = None

    def _close(self) -> None:
        if self.rendered is not None:
            self.rendered.close()
            self.rendered = None
        if self.whole is not None:
            self.whole.end()
            self.whole = None
