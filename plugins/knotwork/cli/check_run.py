"""A run of `knotwork check`: what is found, from the cache or anew, after fixes, or with an unsaved text."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from knotwork.cli.check_scope import Scope
from knotwork.cli.kept_findings import findings_inputs, keep_findings, kept_findings
from knotwork.cli.output import write_out
from knotwork.cli.site_cache import site_cache
from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import NotePath, TextOf
from knotwork.report import summary
from knotwork.report.progress import PROGRESS
from knotwork.vault.source_text import source_text


class Rules(NamedTuple):
    """The rules that are looked for."""

    selected: frozenset[str]
    """None: all."""
    ignored: frozenset[str]

    def has(self, code: str) -> bool:
        """Whether a rule is looked for."""
        return code not in self.ignored and (not self.selected or code in self.selected)


class Result(NamedTuple):
    """What a check found."""

    findings: Sequence[Diagnostic]
    notes: Collection[NotePath]
    """The notes that were read."""
    fail_on: str | None
    """As in the settings."""
    sources: TextOf
    silenced: Sequence[Silenced] = ()
    """What comments silence, when that was asked for."""
    fixed: int = 0
    """How many fixes were applied that are suggestions."""
    is_empty: bool = False
    """Whether there are no notes."""

    def within(self, scope: Scope) -> Result:
        """What of it is about the files that count."""
        silenced = tuple(hidden for hidden in self.silenced if scope.covers(hidden.finding.location.path))
        return self._replace(
            findings=scope.of(self.findings), notes=scope.notes(self.notes), silenced=silenced
        )


def checked(site: Site, rules: Rules, *, with_silenced: bool = False) -> Result:
    """The findings, from the cache when nothing has changed since they were made."""
    cache = site_cache(site)
    inputs = findings_inputs(site, rules.selected, rules.ignored)
    kept = kept_findings(cache, inputs) if inputs else None
    if kept and not (with_silenced and kept.has_comments):
        return Result(kept.findings, kept.notes, kept.fail_on, partial(source_text, site.vault_dir))

    from knotwork.cli.loading import load_site
    from knotwork.rules import check, silenced

    loaded = load_site(site, cache, for_findings=True)
    settings, notes = loaded.kb.settings, loaded.kb.vault.all_notes
    sources = partial(source_text, loaded.root)
    PROGRESS.show(f"checking {len(notes):,} notes")
    findings = check(loaded.kb, sources, chosen=rules.has)
    hidden = silenced(loaded.kb, sources, chosen=rules.has) if with_silenced else ()
    if inputs and not settings.notices:  # the next check shows those too
        keep_findings(cache, inputs, findings, loaded.kb.vault, settings.fail_on)
    return Result(findings, notes, settings.fail_on, sources, hidden)


def checked_buffer(site: Site, rules: Rules, path: NotePath, *, with_silenced: bool = False) -> Result:
    """The findings when a note has the text of the standard input."""
    from knotwork.cli.loading import load_site
    from knotwork.knowledge.compiler import compile_vault
    from knotwork.rules import check, silenced
    from knotwork.vault.buffers import with_buffer

    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    loaded = load_site(site)
    settings = loaded.kb.settings
    vault = with_buffer(loaded.kb.vault, path, text, settings)
    kb = compile_vault(vault, settings, loaded.cache)

    def sources(note: NotePath) -> str | None:
        return text if note == path else source_text(loaded.root, note)

    hidden = silenced(kb, sources, chosen=rules.has) if with_silenced else ()
    findings = check(kb, sources, chosen=rules.has)
    return Result(findings, vault.all_notes, settings.fail_on, sources, hidden)


def changed_since(scope: Scope, rules: Rules, revision: str) -> tuple[Result, str]:
    """The findings that are new since a revision of Git, and what it is called.

    Raises NotFound when there is no such revision, or when a file is neither there nor was then.
    """
    from knotwork.cli.changed_since import compared_with

    changed = compared_with(scope, revision, rules.has)
    sources = partial(source_text, scope.site.vault_dir)
    return Result(changed.findings, changed.notes, changed.fail_on, sources), changed.base


def fixed(scope: Scope, rules: Rules, *, unsafe: bool, writes: bool) -> Result:
    """What is left after the fixes; without `writes` they are shown and not applied."""
    from knotwork.cli.check_fixes import fix_diff, fix_vault, report_dry_run, write_fixes
    from knotwork.cli.loading import load_site
    from knotwork.rules import check

    loaded = load_site(scope.site)
    kb, suggestions = loaded.kb, 0
    result = fix_vault(loaded, rules.has, scope.covers, unsafe=unsafe)
    if not writes:
        write_out(fix_diff(loaded, result))
        report_dry_run(loaded, result)
    elif write_fixes(loaded, result):
        kb, suggestions = result.kb, result.suggestions
    sources = partial(source_text, loaded.root)
    findings = check(kb, sources, chosen=rules.has)
    return Result(findings, kb.vault.all_notes, kb.settings.fail_on, sources, (), suggestions)


def lost_addresses(
    site: Site, former: Path, jobs: int | None, chosen: Callable[[str], bool]
) -> Iterable[Diagnostic]:
    """What the former site has and this one has not; exits with 2 when this one cannot be built."""
    from knotwork.cli import against
    from knotwork.cli.loading import checked_settings
    from knotwork.rules import with_severities

    lost = against.lost_addresses(site, former, jobs)
    if lost is None:
        raise click.exceptions.Exit(2)
    return with_severities(checked_settings(site), (finding for finding in lost if chosen(finding.rule)))


def result_summary(result: Result, remark: str) -> str:
    """All in one sentence, with what a baseline leaves out."""
    if result.fixed:
        from knotwork.cli.check_fixes import fix_summary

        text = fix_summary(result.findings, result.notes, result.fixed)
    else:
        text = summary(result.findings, result.notes)
    return f"{text}; {remark}" if remark else text
