"""What a build does at each event of MkDocs, once it is known that there is something to build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, PluginError

from knotwork.config.settings import Settings
from knotwork.knowledge.page_ids import NO_IDS, PageIds
from knotwork.mkdocs_plugin import site_search
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
from knotwork.mkdocs_plugin.plugin_log import Notices
from knotwork.mkdocs_plugin.saved_notes import SavedNotes
from knotwork.mkdocs_plugin.theme_defaults import set_defaults
from knotwork.mkdocs_plugin.whole_pages import WholePages
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report.log import build_failure
from knotwork.site.compiled_site import CompiledSite
from knotwork.site.search.site_search import SiteSearch
from knotwork.vault.cache import Cache
from knotwork.vault.lasting_findings import are_lasting
from knotwork.vault.vault import Vault
from knotwork.vault.vault_reader import VaultReader
from knotwork.vault.written_files import WrittenFiles


class BuildEvents(SavedNotes):
    """Compiles the notes once per build; a server has one of these for all its builds."""

    def __init__(
        self,
        settings: Settings,
        notices: Notices,
        cache: Cache,
        left_out: LeftOutBuild | None,
        *,
        serving: bool,
        is_dirty: bool,
    ) -> None:
        self.settings = settings
        self.serving = serving
        self.is_dirty = is_dirty
        self.may_defer = serving and not is_dirty and reloads()
        self.live = LiveSite(self._page)
        self.base: LiveBase | None = None
        self.cache = cache
        self.reader = VaultReader(Path(), settings)
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
        self.left_out = left_out
        self.search = SiteSearch(settings.jobs)
        self.log = BuildLog(notices)
        self.guard = PageGuard(self.log.finding, BuildError, details=False)
        self.unencrypted_findings: list[Diagnostic] = []
        self.replaced: set[NotePath] = set()
        self.page_ids: PageIds = NO_IDS

    def on_config(self, config: MkDocsConfig) -> None:
        """Set what the theme has by default."""
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

    def write_search(self, *, config: MkDocsConfig) -> None:
        """Put our index of search in the place of Material's."""
        is_later = self.live.begins  # a server makes it when a browser asks for it
        if self.site is not None and not self.is_dirty and not is_later:
            is_last_use = self.whole is not None  # all plugins are known
            site_search.write_search(self.search, self.site, config, self.cache, is_last_use=is_last_use)

    def end_build(self, *, config: MkDocsConfig) -> None:
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
