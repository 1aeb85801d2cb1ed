"""The plugin class: what MkDocs calls, and in which order among all plugins.

`BuildEvents` does what there is to do. It is loaded when a build begins that is not left out: the parser, the
rules and the pages take longer to import than MkDocs itself.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.exceptions import Exit
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from knotwork.config.markdown_extensions import NO_EXTENSIONS
from knotwork.config.mkdocs_yml import as_written, with_site
from knotwork.config.option_kinds import SettingsError
from knotwork.config.options import settings_from
from knotwork.config.rule_codes import RULE_CODES
from knotwork.config.settings import Settings
from knotwork.mkdocs_plugin.collector import Collector, spare_last_run
from knotwork.mkdocs_plugin.generated_files import is_generated
from knotwork.mkdocs_plugin.left_out_build import LeftOutBuild
from knotwork.mkdocs_plugin.plugin_log import Notices
from knotwork.mkdocs_plugin.repeated_builds import has_known_plugins
from knotwork.mkdocs_plugin.site_cache import site_cache
from knotwork.vault.cache import Cache
from knotwork.vault.schema_files import checked_files

if TYPE_CHECKING:
    from knotwork.mkdocs_plugin.build_events import BuildEvents


def _build_event(method: str, priority: float = 0) -> Any:
    """An event that a method of `BuildEvents` handles."""

    @event_priority(priority)
    def handle(plugin: KnotworkPlugin, *arguments: Any, **context: Any) -> Any:
        return getattr(plugin.events, method)(*arguments, **context)

    return handle


class KnotworkPlugin(BasePlugin):  # type: ignore[type-arg]
    """Compiles the notes once per build."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.left_out: LeftOutBuild | None = None
        """Leaves out a `mkdocs build` of a site that is there already."""
        self._serving = False
        self._is_dirty = False
        self._notices = Notices()
        self._cache = Cache()
        self._events: BuildEvents | None = None

    @property
    def events(self) -> BuildEvents:
        """What handles the events of builds: one for all builds of a server."""
        if self._events is None:
            collector = Collector()
            collector.begin()  # nothing of what is imported is garbage
            from knotwork.mkdocs_plugin.build_events import BuildEvents  # all that compiles notes

            collector.end()
            self._events = BuildEvents(
                self.settings,
                self._notices,
                self._cache,
                self.left_out,
                serving=self._serving,
                is_dirty=self._is_dirty,
            )
        return self._events

    def load_config(self, options: dict[str, Any], config_file_path: str | None = None) -> Any:
        """Validate the options; each wrong option is an error of its own."""
        try:
            settings = settings_from(options, "mkdocs.yml: plugins.knotwork", RULE_CODES)
            if config_file_path:
                settings = with_site(settings, as_written(config_file_path))
                if is_generated(config_file_path):
                    settings = replace(settings, markdown=NO_EXTENSIONS)
            base = Path(config_file_path or "mkdocs.yml").absolute().parent
            self.settings = checked_files(settings.rooted(base), "mkdocs.yml: plugins.knotwork")
        except SettingsError as error:
            return [("knotwork", sentence) for sentence in error.sentences], []
        if self._events is not None:
            self._events.settings = self.settings
        return [], []

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep this plugin, and the notes it has read, between the builds of one `mkdocs serve`."""
        self._serving, self._is_dirty = command == "serve", dirty
        self.left_out = LeftOutBuild() if command == "build" and not dirty else None

    @event_priority(1000)  # before anything is read
    def on_config(self, config: MkDocsConfig) -> None:
        """End the command when its site is there already."""
        if not self._serving and has_known_plugins(config):
            spare_last_run()
        if self.left_out is not None:
            self._cache = site_cache(config, self.settings, self._notices.once, self._cache)
            if self.left_out.is_unneeded(config, self._cache):
                raise Exit(0)
        self.events.on_config(config)

    on_pre_build = _build_event("on_pre_build", -100)
    on_files = CombinedEvent(
        _build_event("restrict", 50),
        # after static-i18n and literate-nav, which treat every file they find as a note
        _build_event("compile", -110),
    )
    on_nav = CombinedEvent(_build_event("lend_pages", 1000), _build_event("take_pages_back", -1000))
    on_pre_page = _build_event("on_pre_page", -100)
    on_page_content = CombinedEvent(
        _build_event("hide_protected", 1000), _build_event("check_protection", -100)
    )
    on_env = _build_event("on_env", -100)
    on_page_context = _build_event("on_page_context", -100)
    on_post_page = CombinedEvent(
        _build_event("with_alternates", 50),
        _build_event("safe_tooltips"),
        _build_event("writable", -100),
    )
    on_post_template = _build_event("on_post_template")
    on_post_build = CombinedEvent(
        # after all that change the index of search, before it is copied for `file://`
        _build_event("write_search", -90),
        # after it: a build that fails leaves a site whose search answers
        _build_event("end_build", -95),
    )
    on_serve = _build_event("on_serve", -100)

    def on_build_error(self, *, error: Exception) -> None:
        """End what a build that failed has begun."""
        if self._events is not None:
            self._events.on_build_error(error=error)

    def on_shutdown(self) -> None:
        """Write what is kept between runs."""
        if self._events is not None:
            self._events.on_shutdown()
        self._cache.close()
