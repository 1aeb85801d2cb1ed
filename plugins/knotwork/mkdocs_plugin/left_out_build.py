"""`mkdocs build` of a site whose inputs and files are as the last build left them: nothing is written."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from knotwork.config.mkdocs_yml import Site, read_mkdocs_yml
from knotwork.config.option_kinds import SettingsError
from knotwork.mkdocs_plugin.generated_files import is_generated
from knotwork.mkdocs_plugin.repeated_builds import LogRecorder, repeats
from knotwork.vault.build_turns import begin, end
from knotwork.vault.cache import Cache
from knotwork.vault.kept_site import LoggedLine, build_stamp, keep_site, kept_site
from knotwork.vault.site_stamp import SiteStamp

_RECENT = 10
"""Seconds in which MkDocs may have read a config file before it was written again."""
_PROGRESS = "mkdocs.commands.build"
"""The logger of lines about the steps of a build, which are not taken."""


class LeftOutBuild:
    """What is known of one build: its inputs, and the log of what it finds."""

    def __init__(self) -> None:
        self.built: MkDocsConfig | None = None
        """The configuration of the build that has ended without an error."""
        self._site: Site | None = None
        self._inputs: SiteStamp | None = None
        self._recorder: LogRecorder | None = None
        self._turn = b""

    def is_unneeded(self, config: MkDocsConfig, cache: Cache) -> bool:
        """Whether the last build wrote just this site: its log is shown then.

        Else the log of this one is recorded.
        """
        log = logging.getLogger("mkdocs")
        self._site = _site(config)
        self._inputs = _inputs(self._site, config, log.getEffectiveLevel()) if self._site else None
        kept = kept_site(cache, self._inputs) if self._inputs else None
        if kept is not None:
            for line in kept.log:
                logger = logging.getLogger(line.logger)
                logger.log(line.level, "%s", line.text, extra={"severity": line.severity})
            log.info(f"Nothing has changed since the site in {kept.folder} was built")
            return True
        self._turn = begin(cache)
        if self._inputs is not None:
            self._recorder = LogRecorder()
            log.addHandler(self._recorder)
        return False

    def keep(self, config: MkDocsConfig, cache: Cache, *, is_complete: bool) -> None:
        """Keep a site that was built, if the next build can tell that it would be the same."""
        recorder = self._recorder
        self.stop()
        if (
            recorder is None
            or self._site is None
            or self._inputs is None
            or not (recorder.repeats and is_complete and repeats(config, self._site.config))
        ):
            end(cache, self._turn)
            return
        lines = [line for line in recorder.lines if _is_finding(line)]
        keep_site(cache, self._inputs, Path(config.site_dir), lines, "", self._turn)

    def stop(self) -> None:
        """Record no more: the build is over, or has failed."""
        self.built = None
        if self._recorder is not None:
            logging.getLogger("mkdocs").removeHandler(self._recorder)
            self._recorder = None


def _site(config: MkDocsConfig) -> Site | None:
    """The site that MkDocs builds; None without a config file, or with one that is new."""
    name = config.config_file_path
    if not name or is_generated(name):
        return None
    file = Path(name)
    try:
        written = read_mkdocs_yml(file)
        changed = max(source.stat().st_mtime for source in written.source.files)
    except (OSError, SettingsError):
        return None
    if changed + _RECENT > time.time():
        return None
    return Site(Path(config.docs_dir), file, written, written.plugin)


def _inputs(site: Site, config: MkDocsConfig, level: int) -> SiteStamp | None:
    """The inputs of a build, with what the command line may set."""
    if level < logging.INFO:
        return None  # what is logged for debugging is another thing each time
    chosen = (config.site_dir, config.strict, config.theme.name, config.use_directory_urls)
    return build_stamp(site, "mkdocs", level, *chosen)


def _is_finding(line: LoggedLine) -> bool:
    return line.logger != _PROGRESS or line.level >= logging.WARNING
