"""The log of findings of a build or a server, at the levels that MkDocs' strict mode counts."""

from __future__ import annotations

import logging
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.renderers import is_by_python_markdown
from knotwork.mkdocs_plugin.plugin_log import Notices, log
from knotwork.model.diagnostics import Diagnostic, Severity
from knotwork.model.names import NotePath
from knotwork.model.plural import counted
from knotwork.report.changes import QuotedFindings
from knotwork.report.log import LogLine, build_log, first_log, log_line, save_log
from knotwork.report.terminal import has_colours
from knotwork.site.compiled_site import CompiledSite
from knotwork.vault.publication_report import (
    Publication,
    has_publication,
    publication,
    publication_changes,
    publication_summary,
)

_PUBLISHED = "what it made of it is published"
_NAMED = 3
"""How many notes a line about many names."""


class BuildLog:
    """The log of one plugin, build after build."""

    def __init__(self, notices: Notices) -> None:
        self.once = notices.once
        self.lenient = False
        """Whether nothing is logged as a warning: in strict mode MkDocs fails on one, which would stop a
        server and override `fail_on: never`."""
        self.failures: list[Diagnostic] = []
        """The failures of this build's pages that were logged."""
        self._changed_texts: dict[NotePath, None] = {}
        """The notes whose text another plugin changed, in the order of their pages."""
        self.command = "knotwork check"
        """What lists all findings, in a shell."""
        self._findings: QuotedFindings | None = None
        """The findings of the previous build, while serving."""
        self._summary = ""
        """What the previous build published, in a sentence."""
        self._mode = ""
        """What the previous build said of how it is made."""
        self._published: Publication | None = None
        """Which notes the previous build published, while serving."""

    def defaults(self, names: Iterable[str], *, has_facts: bool) -> None:
        """Log once which of Material's options knotwork sets, and that it asks for no facts."""
        lines = []
        if names:
            lines.append(
                f"knotwork's defaults are used for the theme's {', '.join(names)}; "
                "`theme_defaults: false` leaves Material's"
            )
        if has_facts:
            lines.append(
                "no stars beside `repo_url`: its host would be asked; `repository_facts: true` shows them"
            )
        for line in lines:
            self.once(line)

    def mode(self, text: str) -> None:
        """Log how a server makes its pages, when that is new."""
        if text != self._mode:
            log.info(text)
        self._mode = text

    def renderers(self, kb: KnowledgeBase) -> None:
        """Say how many pages Python-Markdown renders, and for which extensions."""
        notes = [note for note in kb.notes.values() if is_by_python_markdown(note, kb.settings)]
        if notes:
            readers = sorted({note.written_for for note in notes if note.written_for})
            why = f" ({', '.join(readers)})" if readers else ""
            self.once(
                f"Python-Markdown renders {counted(len(notes), 'note')}{why}: see the setting `renderer`"
            )

    def changed_text(self, path: NotePath, *, serving: bool) -> None:
        """Remember that another plugin changed a note's text; a server logs the first one only."""
        if serving and not self._changed_texts:
            log.info(f"another plugin changes the text of notes, first of {path}; {_PUBLISHED}")
        self._changed_texts[path] = None

    def changed_texts(self) -> None:
        """Log the notes of a build whose text another plugin changed, in one line."""
        if self._changed_texts:
            log.info(_changed_texts(tuple(self._changed_texts)))
        self._changed_texts.clear()

    def finding(self, finding: Diagnostic) -> None:
        """Log a finding immediately: the build may end before its other findings are logged."""
        self._write([log_line(finding)])

    def failure(self, finding: Diagnostic) -> None:
        """Log a finding of one page immediately, once: a server makes the page again and again."""
        if finding not in self.failures:
            self.failures.append(finding)
            self.finding(finding)

    def findings(self, findings: Iterable[Diagnostic]) -> None:
        """Log all findings of a build, most severe first."""
        self._write(build_log(tuple(findings)))

    def changes(self, site: CompiledSite) -> None:
        """Log the findings that a save changed; at the start of a server, their number."""
        findings, read = site.source.diagnostics, site.source.read
        if self._findings is None:
            self._findings = QuotedFindings(findings, read)
            self._write(first_log(findings, site.view.kb.vault.all_notes, self.command))
            return
        changed = self._findings.update(findings, read)
        colour = has_colours(sys.stderr)
        self._write(save_log(changed, len(findings), read, self.command, colour=colour))

    def published(self, site: CompiledSite | None, *, serving: bool) -> None:
        """Log which notes are published; a server logs it only when that changes."""
        if site is not None and serving:
            vault, before = site.view.kb.vault, self._published
            if before is None or not has_publication(vault, before):
                self._published = publication(vault)
                for line in publication_changes(before, self._published) if before is not None else ():
                    log.info(line)
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
        """Log lines at the level that MkDocs' strict mode counts; each shows its own severity."""
        for line in lines:
            log.log(self._level(line.severity), line.text, extra={"severity": line.severity})


def check_command(docs_dir: str, config_file: str | None) -> str:
    """What checks the notes of a site, in a shell in the current folder."""
    here = Path.cwd()
    if config_file and Path(config_file).absolute() == here / "mkdocs.yml":
        return "knotwork check"
    folder = Path(docs_dir).absolute()
    name = folder.relative_to(here) if folder.is_relative_to(here) else folder
    return f"knotwork check {shlex.quote(str(name))}"


def _changed_texts(paths: tuple[NotePath, ...]) -> str:
    """The line about notes whose text another plugin changed."""
    if len(paths) == 1:
        return f"{paths[0]}: another plugin changed the text; {_PUBLISHED}"
    named = ", ".join(paths[:_NAMED]) + (" …" if len(paths) > _NAMED else "")
    return f"another plugin changed the text of {len(paths):,} notes ({named}); {_PUBLISHED}"
