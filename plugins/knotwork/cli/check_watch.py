"""`knotwork check --watch`: the findings of a vault, and what each saved file makes of them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from watchfiles import Change, watch

from knotwork.cli.loading import site_and_settings, vault_reader
from knotwork.cli.options import NotFound
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import current_prefix
from knotwork.cli.site_cache import site_cache
from knotwork.config.mkdocs_yml import Site
from knotwork.config.option_kinds import SettingsError
from knotwork.config.settings import Settings
from knotwork.knowledge.live import LiveVault
from knotwork.model.diagnostics import Diagnostic
from knotwork.model.names import NotePath
from knotwork.report import report
from knotwork.report.changes import QuotedFindings
from knotwork.report.json import json_report
from knotwork.report.paths import prefixed_sources, with_prefix
from knotwork.report.save import fixed_lines, new_blocks, others_line
from knotwork.report.summary import summary
from knotwork.report.terminal import has_colours, visible
from knotwork.report.text import headline
from knotwork.rules.live_findings import LiveFindings
from knotwork.vault.cache import Cache
from knotwork.vault.source_text import source_text
from knotwork.vault.vault import Vault

WATCHED_FORMATS = ("text", "concise", "json")
_QUIET, _LONGEST = 50, 500
"""Milliseconds without a change after which changes count as one, and after which they do in any case."""

_LISTED = 20
"""How many findings are listed at the start for a person; more are counted."""

_FIRST = 1_000
"""Milliseconds after which the folder is looked at for what changed while the watch began."""


def watch_vault(
    vault: Path | None, chosen: Callable[[str], bool], output_format: str, *, colour: bool
) -> None:
    """Write the findings of a vault, then what is new after each change, until Ctrl+C.

    As JSON it is a line after each change, with all findings. A changed config file is read again. Raises
    SettingsError when it is wrong at the start, NotFound when the folder goes.
    """
    site, settings = site_and_settings(vault)
    cache = site_cache(site)
    command = "knotwork check" if vault is None else f"knotwork check {shlex.quote(str(vault))}"
    with suppress(KeyboardInterrupt):
        while True:
            write = partial(_write, output_format, site.vault_dir, colour)
            checked = _Checked(site, settings, cache, chosen, write, command)
            checked.report_all()
            checked.follow()
            site, settings = _next_settings(vault, site, settings)


def _next_settings(vault: Path | None, site: Site, settings: Settings) -> tuple[Site, Settings]:
    """The settings after the config file changed; as long as they are wrong, those before."""
    try:
        return site_and_settings(vault)
    except SettingsError as error:
        print_status(visible(f"{error}; checking with the settings before"))
        return site, settings


def _write(
    output_format: str,
    root: Path,
    colour: bool,
    findings: Sequence[Diagnostic],
    new: Sequence[Diagnostic] | None = None,
) -> None:
    """Write findings in a format, of which only some are `new`; all are when that is None.

    A person reads of many old ones no more than their number.
    """
    prefix, source = current_prefix(root), partial(source_text, root)
    if output_format == "json":
        write_out(json_report(findings, prefix, indent=None))
    elif output_format == "concise" or new is None:
        written = findings if new is None else new
        if output_format == "concise" or len(written) <= _LISTED:
            write_out(report(output_format, written, source, prefix=prefix, colour=colour))
    else:
        listed = [with_prefix(finding, prefix) for finding in new]
        blocks = new_blocks(
            listed, prefixed_sources(new, source, prefix), partial(headline, colour=colour), colour
        )
        write_out("".join(f"{text}\n\n" for _, text in blocks))


class _Checked:
    """A vault with its findings, kept up to date."""

    def __init__(
        self,
        site: Site,
        settings: Settings,
        cache: Cache,
        chosen: Callable[[str], bool],
        write: Callable[..., None],
        command: str,
    ) -> None:
        self._site, self._cache, self._write, self._command = site, cache, write, command
        self._config_stamp = _stamp(site.config_file)
        self._reader = vault_reader(site, settings, cache)
        self._live = LiveVault(settings, cache)
        self._source = partial(source_text, site.vault_dir)
        self._findings = LiveFindings(self._live, self._source, chosen=chosen)
        self._findings.update(self._live.update(self._reader.read()))
        self._quoted = QuotedFindings(self._findings.findings, self._text)

    def report_all(self) -> None:
        """Write all findings."""
        self._write(self._findings.findings)
        self._cache.write()
        findings = self._findings.findings
        listed = f" ({self._command} lists them)" if len(findings) > _LISTED else ""
        print_status(f"{summary(findings, self._live.kb.vault.all_notes)}{listed}")
        print_status("watching; Ctrl+C ends")

    def follow(self) -> None:
        """Report what each change makes of the findings, until the config file changes."""
        root, config = self._site.vault_dir, self._site.config_file
        changes_of_files = watch(
            *(path for path in (root, config) if path is not None and path.exists()),
            watch_filter=partial(_concerns, self._site),
            debounce=_LONGEST,
            step=_QUIET,
            rust_timeout=_FIRST,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        is_first = True
        for changed in changes_of_files:
            if not root.is_dir():
                raise NotFound(f"{root}: the folder is gone")
            paths = {Path(path) for _, path in changed}
            if config in paths or (is_first and _stamp(config) != self._config_stamp):
                return
            # what changed before the system watched the folder is found at once
            inner = [NotePath(path.relative_to(root).as_posix()) for path in paths]
            if is_first or inner:
                self._report_changes(self._reader.read() if is_first else self._reader.update(inner))
            is_first = False

    def _report_changes(self, vault: Vault) -> None:
        """Write the findings that are new in a vault, and how many are fixed."""
        self._findings.update(self._live.update(vault))
        findings = self._findings.findings
        changed = self._quoted.update(findings, self._text)
        if not (changed.new or changed.fixed):
            return
        self._write(findings, changed.new)
        self._cache.write()
        colour = has_colours(sys.stderr)
        for line in fixed_lines(changed.fixed, colour):
            print_status(line)
        print_status(others_line(changed, len(findings), self._command))

    def _text(self, path: NotePath) -> str:
        return self._source(path) or ""


def _stamp(file: Path | None) -> int | None:
    """When a file was written to; None when it is not there."""
    try:
        return file.stat().st_mtime_ns if file else None
    except OSError:
        return None


def _concerns(site: Site, change: Change, path: str) -> bool:
    """Whether a change may be one of a vault: not of a hidden file."""
    file = Path(path)
    if file == site.config_file:
        return True
    if not file.is_relative_to(site.vault_dir) or (change is Change.modified and file.is_dir()):
        return False
    inner = file.relative_to(site.vault_dir)
    return not any(part.startswith(".") for part in inner.parts)
