"""`knotwork check`: the findings of a vault in a chosen format; with `--fix`, safe fixes are applied.

What reads and checks notes is loaded when it is needed: a vault that has not changed is answered from the
cache.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from knotwork.cli.kept_findings import findings_inputs, keep_findings, kept_findings
from knotwork.cli.options import NotFound, debug_option, format_option, jobs_option, vault_argument
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import path_prefix, with_prefix
from knotwork.cli.site_cache import site_cache
from knotwork.config.mkdocs_yml import Site, find_site
from knotwork.model.diagnostics import Diagnostic, at_least
from knotwork.model.names import NotePath
from knotwork.model.rule_info import RuleInfo
from knotwork.report import FORMATS, report, summary, text_report
from knotwork.vault.source_text import source_text

_REPOSITORY_FORMATS = ("github", "gitlab", "sarif")
"""Formats whose readers know the repository, not the vault: their paths start at its root."""


@click.command("check")
@vault_argument
@click.option("--select", multiple=True, metavar="RULE", help="Run only this rule; may be a list: a,b.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Skip this rule; may be a list: a,b.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="The least severe finding that makes the exit code 1.  [default: as in the settings, else error]",
)
@format_option(FORMATS)
@click.option("--fix", "fixes", is_flag=True, help="Apply the safe fixes, then report what is left.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also apply fixes that may be wrong; --fix shows them first.",
)
@click.option("--diff", "differences", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--published", is_flag=True, help="List the notes that are published and those held back.")
@click.option(
    "--against",
    "former",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="SITE_DIR",
    help="Also list the pages and headings of that former site that the site has not.",
)
@click.option("--watch", "watches", is_flag=True, help="Check again when a file changes, until Ctrl+C.")
@jobs_option
@click.option("--color/--no-color", "colour", default=None, help="Colours.  [default: on a terminal]")
@debug_option
@click.pass_context
def command(
    ctx: click.Context,
    vault: Path | None,
    select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
    output_format: str,
    fixes: bool,
    unsafe_fixes: bool,
    differences: bool,
    published: bool,
    former: Path | None,
    watches: bool,
    jobs: int | None,
    colour: bool | None,
) -> None:
    """Check the notes: links that lead nowhere, names that clash, YAML that Kubernetes would reject.

    Exit code: 1 when there are findings at or above --fail-on (errors, unless you say otherwise), else 0;
    2 when it could not be checked, or when the folder you name has no notes.

    Example: knotwork check notes --ignore orphan-note --fix
    """
    if published and (fixes or differences):
        raise click.UsageError("--published only lists notes; leave out --fix and --diff.")
    if unsafe_fixes and not (fixes or differences):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if watches and (fixes or differences or published or fail_on or jobs):
        raise click.UsageError("--watch goes with --select, --ignore, --color and --output-format only.")
    if former and (watches or fixes or differences or published):
        raise click.UsageError("--against goes without --fix, --diff, --published and --watch.")
    selected, ignored = _codes(select, "--select"), _codes(ignore, "--ignore")
    colour = _has_colour() if colour is None else colour
    if watches:
        from knotwork.cli.check_watch import WATCHED_FORMATS, watch_vault

        if output_format not in WATCHED_FORMATS:
            raise click.UsageError(f"--watch goes with --output-format {', '.join(WATCHED_FORMATS)}.")
        watch_vault(vault, _chosen(selected, ignored), output_format, colour=colour)
        return
    site = find_site(vault, Path.cwd()).with_jobs(jobs)
    if published:
        _list_publication(site, output_format)
        return
    if fixes or differences:
        result = _fixed(site, selected, ignored, unsafe=unsafe_fixes, writes=not differences)
    else:
        result = _checked(site, selected, ignored)
    if former:
        if (lost := _lost_addresses(site, former, jobs, _chosen(selected, ignored))) is None:
            ctx.exit(2)
        findings = (*result.findings, *lost)
        result = result._replace(findings=findings, summary=summary(findings, result.notes))
    if not differences:
        write_out(_report(result.findings, site.vault_dir, output_format, colour))
    if not (result.notes or result.findings):
        _report_no_notes(site.vault_dir, is_named=vault is not None)
    print_status(result.summary)
    ctx.exit(_exit_code(result.findings, fail_on or result.fail_on or "error"))


class _Result(NamedTuple):
    """What a check found."""

    findings: Sequence[Diagnostic]
    notes: Collection[NotePath]
    """The notes that were read."""
    fail_on: str | None
    """As in the settings."""
    summary: str


def _checked(site: Site, selected: frozenset[str], ignored: frozenset[str]) -> _Result:
    """The findings, from the cache when nothing has changed since they were made."""
    cache = site_cache(site)
    inputs = findings_inputs(site, selected, ignored)
    kept = kept_findings(cache, inputs) if inputs else None
    if kept:
        return _Result(kept.findings, kept.notes, kept.fail_on, summary(kept.findings, kept.notes))

    from knotwork.cli.loading import load_site
    from knotwork.rules import check
    from knotwork.vault.finding_facts import finding_facts

    loaded = load_site(site, cache, finding_facts)
    settings, notes = loaded.kb.settings, loaded.kb.vault.all_notes
    findings = check(loaded.kb, partial(source_text, loaded.root), chosen=_chosen(selected, ignored))
    if inputs:
        keep_findings(cache, inputs, findings, loaded.kb.vault, settings.fail_on)
    return _Result(findings, notes, settings.fail_on, summary(findings, notes))


def _fixed(
    site: Site, selected: frozenset[str], ignored: frozenset[str], *, unsafe: bool, writes: bool
) -> _Result:
    """What is left after the fixes; without `writes` they are shown and not applied."""
    from knotwork.cli.check_fixes import fix_diff, fix_summary, fix_vault, report_dry_run, write_fixes
    from knotwork.cli.loading import load_site
    from knotwork.rules import check

    chosen = _chosen(selected, ignored)
    loaded = load_site(site)
    kb, suggestions = loaded.kb, 0
    result = fix_vault(loaded, chosen, unsafe=unsafe)
    if not writes:
        write_out(fix_diff(loaded, result))
        report_dry_run(result)
    elif write_fixes(loaded, result):
        kb, suggestions = result.kb, result.suggestions
    findings = check(kb, partial(source_text, loaded.root), chosen=chosen)
    notes = kb.vault.all_notes
    return _Result(findings, notes, kb.settings.fail_on, fix_summary(findings, notes, suggestions))


def _lost_addresses(
    site: Site, former: Path, jobs: int | None, chosen: Callable[[str], bool]
) -> Iterable[Diagnostic] | None:
    """What the former site has and this one has not; None when this one could not be built."""
    from knotwork.cli.against import lost_addresses
    from knotwork.cli.loading import checked_settings
    from knotwork.rules import with_severities

    lost = lost_addresses(site, former, jobs)
    if lost is None:
        return None
    return with_severities(checked_settings(site), (finding for finding in lost if chosen(finding.rule)))


def _list_publication(site: Site, output_format: str) -> None:
    from knotwork.cli.loading import load_site
    from knotwork.vault.publication_report import publication_json, publication_list, publication_summary

    if output_format not in ("text", "json"):
        raise click.UsageError("--published goes with --output-format text or json.")
    vault = load_site(site).kb.vault
    write_out(publication_json(vault) if output_format == "json" else publication_list(vault))
    print_status(publication_summary(vault))


def _report_no_notes(root: Path, *, is_named: bool) -> None:
    message = f"no notes in {root}: no file there is Markdown"
    if is_named:  # most likely a wrong path, which must not pass for a clean check
        raise NotFound(f"{message}. Is that the folder you mean?")
    print_status(f"warning: {message}")


def _report(findings: Sequence[Diagnostic], root: Path, output_format: str, colour: bool) -> str:
    sources = partial(source_text, root)
    if output_format == "text":
        return text_report(findings, sources, colour)
    if output_format in _REPOSITORY_FORMATS:
        prefix = path_prefix(root)
        findings = [with_prefix(finding, prefix) for finding in findings]
    return report(output_format, findings, sources, _rules() if output_format == "sarif" else ())


def _rules() -> Iterable[RuleInfo]:
    from knotwork.rules import RULES

    return RULES


def _has_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _exit_code(findings: Iterable[Diagnostic], fail_on: str) -> int:
    match fail_on:
        case "error" | "warning" | "info":
            return int(any(at_least(finding.severity, fail_on) for finding in findings))
        case _:
            return 0


def _codes(given: Iterable[str], option: str) -> frozenset[str]:
    codes = [code.strip() for listed in given for code in listed.split(",") if code.strip()]
    if not codes:
        return frozenset()

    from knotwork.model.nearest import did_you_mean
    from knotwork.rules import CODES

    for code in codes:
        if code not in CODES:
            raise click.UsageError(f"{option}: no rule is called '{code}'{did_you_mean(code, CODES)}")
    return frozenset(codes)


def _chosen(selected: frozenset[str], ignored: frozenset[str]) -> Callable[[str], bool]:
    return lambda code: code not in ignored and (not selected or code in selected)
