"""The plugin class: each event of MkDocs calls the module that handles it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from click.exceptions import Exit
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from knotwork.config.globs import matches
from knotwork.config.markdown_extensions import NO_EXTENSIONS
from knotwork.config.mkdocs_yml import as_written, with_site
from knotwork.config.settings import Settings, SettingsError, settings_from
from knotwork.mkdocs_plugin.build_log import BuildLog, log
from knotwork.mkdocs_plugin.collector import Collector
from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.dev_server import harden
from knotwork.mkdocs_plugin.docs_files import docs_files, is_dot_file, take_files_from
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles, is_generated
from knotwork.mkdocs_plugin.left_out_build import LeftOutBuild
from knotwork.mkdocs_plugin.live_base import LiveBase
from knotwork.mkdocs_plugin.live_plugins import needs_build, reloads, why_full
from knotwork.mkdocs_plugin.live_site import LiveSite
from knotwork.mkdocs_plugin.live_update import follow_lists, follow_notes, may_follow
from knotwork.mkdocs_plugin.loaded_plugins import forget_hooks
from knotwork.mkdocs_plugin.material_blog import blog_posts
from knotwork.mkdocs_plugin.menu import LentPages, makes_menu
from knotwork.mkdocs_plugin.mkdocs_steps import put_back
from knotwork.mkdocs_plugin.other_plugins import (
    is_left_out,
    moved_pages,
    notes_of_plugins,
    restricted,
)
from knotwork.mkdocs_plugin.page_events import PageEvents
from knotwork.mkdocs_plugin.page_files import add_files, add_pages, nav_titles, render_ahead
from knotwork.mkdocs_plugin.page_guard import PageGuard
from knotwork.mkdocs_plugin.page_making import BuildSource
from knotwork.mkdocs_plugin.page_needs import why_in_turn
from knotwork.mkdocs_plugin.page_pool import RenderedPages
from knotwork.mkdocs_plugin.protection import protection
from knotwork.mkdocs_plugin.search_entries import guard_search
from knotwork.mkdocs_plugin.site_cleaning import left_files
from knotwork.mkdocs_plugin.site_search import write_search
from knotwork.mkdocs_plugin.theme_defaults import set_defaults, theme_language
from knotwork.mkdocs_plugin.vault_reading import docs_reader, site_cache
from knotwork.mkdocs_plugin.watching import FileWatcher, sources, watch_files
from knotwork.mkdocs_plugin.whole_pages import WholePages, is_shared
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.log import build_failure
from knotwork.rules import CODES
from knotwork.site.compiled_site import CompiledSite, compiled_site
from knotwork.site.navigation import navigation, without_instant
from knotwork.site.search.site_search import SiteSearch
from knotwork.site.site_info import site_info
from knotwork.site.words import words_of
from knotwork.vault.cache import Cache
from knotwork.vault.file_kinds import is_temporary
from knotwork.vault.lasting_findings import are_lasting
from knotwork.vault.read_vault import with_made_notes
from knotwork.vault.schema_files import checked_files
from knotwork.vault.vault import Vault
from knotwork.vault.vault_reader import VaultReader
from knotwork.vault.written_files import WrittenFiles


class KnotworkPlugin(PageEvents):
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        self.is_dirty = False
        self.may_defer = False
        """Whether a server asks for the pages, so that a build need not write them."""
        self.live = LiveSite(self._page)
        self.base: LiveBase | None = None
        """What a live site is compiled from."""
        self.cache = Cache()
        self.reader = VaultReader(Path(), self.settings)
        self.generated = GeneratedFiles()
        self.vault = Vault()
        self.has_made_notes = False
        """Whether other plugins made notes."""
        self.is_scanned = False
        """Whether the vault was read for the current build."""
        self.site: CompiledSite | None = None
        self.rendered: RenderedPages | None = None
        """Renders the pages of the current build."""
        self.whole: WholePages | None = None
        """Makes the pages of the current build whole, where that is possible."""
        self.left: WrittenFiles | None = None
        """The files of the build before that are still in the site; None when MkDocs empties it."""
        self.site_folder: Path | None = None
        """Where the site will be, when it is written to another folder first."""
        self.lent = LentPages()
        self.collector = Collector()
        self.written: CompiledPage | None = None
        """The page that was written last, if its content is not needed any more."""
        self.left_out: LeftOutBuild | None = None
        """Leaves out a `mkdocs build` of a site that is there already."""
        self.search = SiteSearch()
        self.log = BuildLog()
        self.guard = PageGuard(self.log.finding, BuildError, details=False)
        self.unencrypted_findings: list[Diagnostic] = []
        """Findings for notes that have a password and are not encrypted."""
        self.replaced: set[NotePath] = set()
        """The notes whose content another plugin replaced."""

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> Any:
        """Validate the options; each wrong option is an error of its own."""
        try:
            settings = settings_from(options, "mkdocs.yml: plugins.knotwork", CODES)
            if config_file_path:
                settings = with_site(settings, as_written(config_file_path))
                if is_generated(config_file_path):
                    settings = replace(settings, markdown=NO_EXTENSIONS)
            base = Path(config_file_path or "mkdocs.yml").absolute().parent
            self.settings = checked_files(settings.rooted(base), "mkdocs.yml: plugins.knotwork")
        except SettingsError as error:
            return [("knotwork", sentence) for sentence in error.sentences], []
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep this plugin, and the notes it has read, between the builds of one `mkdocs serve`."""
        self.serving = command == "serve"
        self.is_dirty = dirty
        self.may_defer = self.serving and not dirty and reloads()
        self.left_out = LeftOutBuild() if command == "build" and not dirty else None

    @event_priority(1000)  # before anything is read
    def on_config(self, config: MkDocsConfig) -> None:
        """End the command when its site is there already; set what the theme has by default."""
        if self.left_out is not None:
            self.cache = self._cache(config)
            if self.left_out.is_unneeded(config, self.cache):
                raise Exit(0)
        for notice in self.settings.notices:
            self.log.once(notice)
        names = set_defaults(config) if self.settings.theme_defaults else ()
        if not is_generated(config.config_file_path or ""):
            self.log.defaults(names, has_facts=self._leaves_facts_out(config))

    @event_priority(-100)
    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Watch the folders of the vault, refuse foreign host names, and survive builds that fail."""
        watcher = FileWatcher(lambda path: not has_failed() and self._is_as_read(path, config))
        inserted, docs_dir = self.settings.markdown.inserted, Path(config.docs_dir)
        parts = (
            [folder for folder in inserted.folders if not docs_dir.is_relative_to(folder)] if inserted else []
        )
        folders = filter(os.path.isdir, (*self.settings.extra_roots, *parts))
        watch_files(server, watcher, (*folders, *sources(config)))
        update = partial(self._take, watcher)
        has_failed = harden(server, config.dev_addr.host, log, self.live, update)
        if (file := config.config_file_path) and is_generated(file):
            server.unwatch(file)  # a temporary file: nobody edits it
        return server

    # -- files

    @event_priority(-100)
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

    @event_priority(50)
    def _restrict(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Remove unpublished files before another plugin sees them."""
        if not self.is_scanned:
            self.vault = self._vault(config)
        self.is_scanned = False
        for file in [file for file in files if file.src_dir == config.docs_dir]:
            if not is_dot_file(file.src_uri) and is_left_out(self.vault, file.src_uri, file.abs_src_path):
                files.remove(file)
        return files

    @event_priority(-110)  # after static-i18n and literate-nav, which treat every file they find as a note
    def _compile(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Compile the notes that other plugins left, and add their pages and the generated ones."""
        self.log.lenient = config.strict and (self.serving or self.settings.fail_on == "never")
        self.guard = PageGuard(self.log.failure, BuildError, details=self.serving)
        self.guard.words = words_of(theme_language(config))
        self.guard.install(config.plugins)
        guard_search(config.plugins.values(), lambda page, error: self.guard.fail(page, "the search", error))
        self.replaced.clear()
        self.unencrypted_findings.clear()
        self.log.failures.clear()
        self._close()
        self.site = self._compiled(files, config)
        if self.serving:
            self.log.changes(self.site)
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
            config.nav = navigation(notes, entries, self.settings.notes_in_nav)
        if len(vault.notes) > self.settings.instant_limit:
            config.theme["features"] = without_instant(config.theme.get("features") or [])
        return files

    on_files = CombinedEvent(_restrict, _compile)

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
        source = BuildSource(site, config, files, self.guard, self.reader.content, self.cache, self.left)
        environment = self._environment(config.theme.get_env(), config)
        self.whole = WholePages(source, self.settings.jobs, environment, log.info)
        self.whole.begin()

    @event_priority(1000)
    def _lend_pages(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Other plugins work on the menu with pages as MkDocs made them."""
        self.lent.lend(files, nav_titles(config.nav))

    @event_priority(-1000)
    def _take_pages_back(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Make the pages ours again, and note what stands in the menu."""
        self.lent.take_back(files)
        if self.whole is not None:
            self.whole.nav = nav

    on_nav = CombinedEvent(_lend_pages, _take_pages_back)

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
        moved = moved_pages(urls, vault, directories=info.directories)
        settings = replace(self.settings, language=theme_language(config))
        if self.live.begins:
            if self.base is None or self.base.settings != settings:
                self.base = LiveBase(settings, lambda path: self.reader.text(path), self.cache)
            return self.base.site(vault, info, is_protected, moved)
        return compiled_site(
            vault,
            settings,
            info,
            self.reader.text,
            moved,
            cache=self.cache,
            show_findings=self.serving,
            is_protected=is_protected,
        )

    # -- a saved note, while serving

    def _take(self, watcher: FileWatcher) -> bool:
        return self._update(watcher.take())

    def _is_as_read(self, path: str, config: MkDocsConfig) -> bool:
        """Whether a file of the vault is as it was read; elsewhere, whether only an editor needs it."""
        file, root = Path(path), Path(config.docs_dir)
        if not file.is_relative_to(root) or file.name.startswith("."):
            return is_temporary(file.name)
        with self.live.lock:  # what is being read is not known yet
            return self.reader.is_as_read(NotePath(file.relative_to(root).as_posix()))

    def _update(self, written: Collection[str]) -> bool:
        """Take what was saved into the live site; False when MkDocs has to build it anew."""
        build, site, base = self.live.build, self.site, self.base
        if build is None or site is None or base is None or needs_build(build.config.plugins):
            return False
        paths = self._paths(written, build.config)
        if paths is None or site.source.moved_pages or self.has_made_notes:
            return False
        self.vault = self.reader.update(paths)
        updated = base.site(self.vault, site.source.info, protection(build.config.plugins))
        if not may_follow(build, site, updated, base.changes, paths):
            return False
        is_listed_later = follow_notes(build, site, updated, base.changes, paths)
        self.site = updated
        self.log.failures.clear()
        self.log.changes(updated)
        self.log.published(updated, serving=True)
        lists = partial(follow_lists, build, updated, self.generated)
        self.live.show(build, updated, base.read_anew(), lists)
        if not is_listed_later:
            self.live.complete()
        self.cache.write()
        return True

    def _paths(self, written: Collection[str], config: MkDocsConfig) -> set[NotePath] | None:
        """The paths in the vault of files that were written to; None when others were.

        Which links lead to a file in `extra_roots` is not known here: it counts as another one.
        """
        root, beside = Path(config.docs_dir), [Path(file) for file in sources(config)]
        paths = set()
        for file in map(Path, written):
            if not file.is_relative_to(root) or any(file.is_relative_to(other) for other in beside):
                if file.suffix == ".py":
                    forget_hooks()
                return None
            paths.add(NotePath(file.relative_to(root).as_posix()))
        return paths

    # -- the end

    def on_build_error(self, *, error: Exception) -> None:
        """End the processes of a build that failed, and forget what it left for later."""
        if self.left_out is not None:
            self.left_out.stop()
        self.collector.end()
        self._empty_site()
        self._close()
        self.live.stop()

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

    @property
    def is_complete(self) -> bool:
        """Whether the last build made every page, and found nothing that may be gone the next time."""
        if self.site is None or self.guard.failed or self.site.source.failures:
            return False
        return are_lasting(self.site.source.diagnostics, self.site.view.kb.vault)

    def _keep_cache(self) -> None:
        if self.left is not None:
            self.left.keep(self.cache)
            self.left = None
        if self.serving:
            self.cache.write()
        else:
            self.cache.close()

    def on_shutdown(self) -> None:
        """Write what is kept between runs."""
        if self.left_out is not None and (config := self.left_out.built) is not None:
            self.cache = self._cache(config)
            self.left_out.keep(config, self.cache, is_complete=self.is_complete)
        self.cache.close()

    @contextmanager
    def _page(self, path: str) -> Iterator[None]:
        """Log why a page of a server, or a part of it, could not be made; it may succeed the next time."""
        self.guard.failed.pop(path, None)
        yield
        failures = self.site.source.failures if self.site else {}
        if path in failures and path not in self.guard.failed:
            self.log.failure(failures[path])

    @event_priority(-90)  # after all that change the index of search, before it is copied for `file://`
    def _write_search(self, *, config: MkDocsConfig) -> None:
        """Put our index of search in the place of Material's."""
        if self.site is not None and not self.is_dirty:
            write_search(self.search, self.site, config)

    def _end_build(self, *, config: MkDocsConfig) -> None:
        """Log the findings, and fail a build whose findings reach `fail_on`; a server goes on."""
        self.collector.end()
        self.written = None
        self._close()
        self._keep_cache()
        self.live.end(self.site)
        if self.live.build is not None and self.base is not None:
            self.live.work(self.base.prepare)
        findings = self.site.source.diagnostics if self.site else ()
        if not self.serving:
            self.log.changed_texts()
            self.log.findings(findings)
        self.log.published(self.site, serving=self.serving)
        if self.guard.stopped and not self.serving:
            raise PluginError(self.guard.stopped)
        if self.guard.all_failed and not self.serving:
            raise PluginError("knotwork: no page could be made")
        failures = dict(self.site.source.failures) if self.site else {}
        for path, failure in failures.items():
            if path not in self.guard.failed:
                self.log.finding(failure)
        findings = (*findings, *self.unencrypted_findings, *self.guard.failed.values(), *failures.values())
        level = self.settings.fail_on or ("error" if config.strict else "never")
        message = build_failure(findings, level, self.log.shows)
        if message and not self.serving:
            raise PluginError(message)
        if self.left_out is not None:
            self.left_out.built = config

    on_post_build = CombinedEvent(_write_search, _end_build)
