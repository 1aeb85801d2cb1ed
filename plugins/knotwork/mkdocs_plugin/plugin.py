"""The plugin class: each event of MkDocs calls the module that handles it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from click.exceptions import Exit
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, PluginError
from mkdocs.plugins import CombinedEvent, event_priority

from knotwork.config.markdown_extensions import NO_EXTENSIONS
from knotwork.config.mkdocs_yml import as_written, with_site
from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import settings_from
from knotwork.config.settings import Settings
from knotwork.knowledge.page_ids import NO_IDS, PageIds
from knotwork.mkdocs_plugin.build_log import BuildLog, check_command
from knotwork.mkdocs_plugin.collector import Collector
from knotwork.mkdocs_plugin.compiled_page import CompiledPage
from knotwork.mkdocs_plugin.generated_files import GeneratedFiles, is_generated
from knotwork.mkdocs_plugin.left_out_build import LeftOutBuild
from knotwork.mkdocs_plugin.live_base import LiveBase
from knotwork.mkdocs_plugin.live_plugins import reloads
from knotwork.mkdocs_plugin.live_site import LiveSite
from knotwork.mkdocs_plugin.menu import LentPages
from knotwork.mkdocs_plugin.page_guard import PageGuard
from knotwork.mkdocs_plugin.page_ids import without_page_ids
from knotwork.mkdocs_plugin.page_pool import RenderedPages
from knotwork.mkdocs_plugin.saved_notes import SavedNotes
from knotwork.mkdocs_plugin.site_search import write_search
from knotwork.mkdocs_plugin.theme_defaults import set_defaults
from knotwork.mkdocs_plugin.whole_pages import WholePages
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.log import build_failure
from knotwork.rules import CODES
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.search.site_search import SiteSearch
from knotwork.vault.cache import Cache
from knotwork.vault.lasting_findings import are_lasting
from knotwork.vault.schema_files import checked_files
from knotwork.vault.vault import Vault
from knotwork.vault.vault_reader import VaultReader
from knotwork.vault.written_files import WrittenFiles


class KnotworkPlugin(SavedNotes):
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        self.is_dirty = False
        self.may_defer = False
        self.live = LiveSite(self._page)
        self.base: LiveBase | None = None
        self.cache = Cache()
        self.reader = VaultReader(Path(), self.settings)
        self.generated = GeneratedFiles()
        self.vault = Vault()
        self.has_made_notes = False
        self.is_scanned = False
        self.site: CompiledSite | None = None
        self.rendered: RenderedPages | None = None
        self.whole: WholePages | None = None
        self.left: WrittenFiles | None = None
        self.site_folder: Path | None = None
        self.lent = LentPages()
        self.collector = Collector()
        self.written: CompiledPage | None = None
        self.left_out: LeftOutBuild | None = None
        """Leaves out a `mkdocs build` of a site that is there already."""
        self.search = SiteSearch()
        self.log = BuildLog()
        self.guard = PageGuard(self.log.finding, BuildError, details=False)
        self.unencrypted_findings: list[Diagnostic] = []
        self.replaced: set[NotePath] = set()
        self.page_ids: PageIds = NO_IDS

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
        self.log.command = check_command(config.docs_dir, config.config_file_path)
        for notice in self.settings.notices:
            self.log.once(notice)
        names = set_defaults(config) if self.settings.theme_defaults else ()
        if not is_generated(config.config_file_path or ""):
            self.log.defaults(names, has_facts=self._leaves_facts_out(config))

    def on_build_error(self, *, error: Exception) -> None:
        """End the processes of a build that failed, and forget what it left for later."""
        if self.left_out is not None:
            self.left_out.stop()
        self.collector.end()
        self._empty_site()
        self._close()
        self.live.stop()

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
            is_last_use = self.whole is not None  # all plugins are known
            write_search(self.search, self.site, config, self.cache, is_last_use=is_last_use)

    @event_priority(-95)  # after it: a build that fails leaves a site whose search answers
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
        if self.site and self.page_ids:
            findings = without_page_ids(findings, self.site.view.kb, self.page_ids)
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
