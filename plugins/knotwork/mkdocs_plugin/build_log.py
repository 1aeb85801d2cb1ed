"""What a build or a server logs of its findings, at the levels that MkDocs' strict mode counts."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from mkdocs.plugins import get_plugin_logger

from knotwork.model.diagnostics import Diagnostic, Severity
from knotwork.report.changes import QuotedFinding, changes, quoted_findings
from knotwork.report.log import LogLine, build_log, first_log, log_line, save_log, with_severity
from knotwork.site.pages import CompiledSite
from knotwork.vault.publication_report import (
    Publication,
    publication,
    publication_changes,
    publication_summary,
)

log = get_plugin_logger("knotwork")
log.logger.addFilter(with_severity)


class BuildLog:
    """The log of one plugin, build after build."""

    def __init__(self) -> None:
        self.lenient = False
        """Whether nothing may be logged as a warning: in strict mode MkDocs ends on one, which would
        freeze a server and overrule `fail_on: never`."""
        self._found: tuple[QuotedFinding, ...] | None = None
        """What the build before found, while serving."""
        self._summary = ""
        """What the build before published."""
        self._published: Publication | None = None
        """Which notes the build before published, while serving."""

    def warn(self, text: str) -> None:
        """Log what is no finding, and still a reason to look."""
        (log.info if self.lenient else log.warning)(text)

    def finding(self, found: Diagnostic) -> None:
        """Log one finding at once: the build may not come to its end."""
        self._write([log_line(found)])

    def findings(self, found: Iterable[Diagnostic]) -> None:
        """Log all findings of a build, most severe first."""
        self._write(build_log(tuple(found)))

    def changes(self, site: CompiledSite) -> None:
        """Log what a save changed; at the start of a server, what there is."""
        found, before = quoted_findings(site.diagnostics, site.read), self._found
        self._found = found
        self._write(
            first_log(site.diagnostics, site.view.kb.vault.all_notes)
            if before is None
            else save_log(changes(before, found), len(found))
        )

    def published(self, site: CompiledSite | None, *, serving: bool) -> None:
        """Log what is published, in a server only when that changes."""
        if site is not None and serving:
            now = publication(site.view.kb.vault)
            for line in publication_changes(self._published, now) if self._published is not None else ():
                log.info(line)
            self._published = now
        summary = publication_summary(site.view.kb.vault) if site else ""
        if summary and not (serving and summary == self._summary):
            log.info(summary)
        self._summary = summary

    def shows(self, severity: Severity) -> bool:
        """Whether the log shows findings of that severity."""
        return log.isEnabledFor(self._level(severity))

    def _level(self, severity: Severity | None) -> int:
        return logging.WARNING if severity == "error" and not self.lenient else logging.INFO

    def _write(self, lines: Iterable[LogLine]) -> None:
        """Log findings at the level MkDocs' strict mode should count them with, their own level shown."""
        for line in lines:
            log.log(self._level(line.severity), line.text, extra={"severity": line.severity})
