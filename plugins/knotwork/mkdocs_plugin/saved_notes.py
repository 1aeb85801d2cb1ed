"""What a server of MkDocs does with a file that was saved."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from knotwork.mkdocs_plugin.dev_server import Added, harden
from knotwork.mkdocs_plugin.file_events import FileEvents
from knotwork.mkdocs_plugin.findings_bar import FindingsBar
from knotwork.mkdocs_plugin.generated_files import is_generated
from knotwork.mkdocs_plugin.live_plugins import needs_build
from knotwork.mkdocs_plugin.live_update import follow_lists, follow_notes, may_follow
from knotwork.mkdocs_plugin.loaded_plugins import forget_hooks
from knotwork.mkdocs_plugin.plugin_log import log
from knotwork.mkdocs_plugin.protection import protection
from knotwork.mkdocs_plugin.watching import FileWatcher, sources, watch_files
from knotwork.model.names import NotePath
from knotwork.vault.file_kinds import is_temporary


class SavedNotes(FileEvents):
    """The part of the plugin that follows what is saved while MkDocs serves."""

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
        file = config.config_file_path
        added = Added(self._bar, file if file and not is_generated(file) else None)
        has_failed = harden(server, config.dev_addr.host, log, self.live, update, added)
        if file and is_generated(file):
            server.unwatch(file)  # a temporary file: nobody edits it
        return server

    def _bar(self, path: str, root: str) -> str:
        """The bar with the findings of a page."""
        if self.site is None:
            return ""
        failures = (*self.guard.failed.values(), *self.site.source.failures.values())
        return FindingsBar(self.site, failures, self.log.command, root).html(path)

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
        if paths is None or site.source.moved_files or self.has_made_notes:
            return False
        self.vault = self.reader.update(paths)
        config = build.config
        updated = base.site(
            self.vault,
            site.source.info,
            protection(config.plugins),
            git_dates=self._git_dates(self.vault, config),
        )
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
