"""`knotwork check`: the findings of a vault in a chosen format; with `--fix`, safe fixes are applied."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import click

from knotwork.cli.check_fixes import fix_diff, fix_summary, fix_vault, report_dry_run, write_fixes
from knotwork.cli.loading import LoadedVault, load_vault
from knotwork.cli.options import NotFound, debug_option, format_option, vault_argument
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import path_prefix, with_prefix
from knotwork.model.diagnostics import Diagnostic, at_least
from knotwork.model.nearest import did_you_mean
from knotwork.report import FORMATS, report, text_report
from knotwork.rules import CODES, RULES, check
from knotwork.vault.note_files import source_text
from knotwork.vault.publication_report import publication_json, publication_list, publication_summary
from knotwork.vault.vault import Vault

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
@click.option("--watch", "watches", is_flag=True, help="Check again when a file changes, until Ctrl-C.")
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
    watches: bool,
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
    if watches and (fixes or differences or published or fail_on or output_format != "text"):
        raise click.UsageError("--watch goes with --select, --ignore and --color only.")
    chosen = _chosen(_codes(select, "--select"), _codes(ignore, "--ignore"))
    if watches:
        from knotwork.cli.check_watch import watch_vault  # only now: it loads the watcher

        watch_vault(vault, chosen, colour=_has_colour() if colour is None else colour)
        return
    loaded = load_vault(vault)
    if published:
        _list_publication(loaded.kb.vault, output_format)
        return
    kb, suggestions = loaded.kb, 0
    if differences:
        result = fix_vault(loaded, chosen, unsafe=unsafe_fixes)
        write_out(fix_diff(loaded, result))
        report_dry_run(result)
    elif fixes:
        result = fix_vault(loaded, chosen, unsafe=unsafe_fixes)
        if write_fixes(loaded, result):
            kb, suggestions = result.kb, result.suggestions
    findings = check(kb, partial(source_text, loaded.root), chosen=chosen)
    if not differences:
        write_out(_report(findings, loaded, output_format, _has_colour() if colour is None else colour))
    notes = kb.vault.all_notes
    if not (notes or findings):
        _report_no_notes(loaded.root, is_named=vault is not None)
    print_status(fix_summary(findings, notes, suggestions))
    ctx.exit(_exit_code(findings, fail_on or kb.settings.fail_on or "error"))


def _list_publication(vault: Vault, output_format: str) -> None:
    if output_format not in ("text", "json"):
        raise click.UsageError("--published goes with --output-format text or json.")
    write_out(publication_json(vault) if output_format == "json" else publication_list(vault))
    print_status(publication_summary(vault))


def _report_no_notes(root: Path, *, is_named: bool) -> None:
    message = f"no notes in {root}: no file there is Markdown"
    if is_named:  # most likely a wrong path, which must not pass for a clean check
        raise NotFound(f"{message}. Is that the folder you mean?")
    print_status(f"warning: {message}")


def _report(findings: Sequence[Diagnostic], loaded: LoadedVault, output_format: str, colour: bool) -> str:
    sources = partial(source_text, loaded.root)
    if output_format == "text":
        return text_report(findings, sources, colour)
    if output_format in _REPOSITORY_FORMATS:
        prefix = path_prefix(loaded.root)
        findings = [with_prefix(finding, prefix) for finding in findings]
    return report(output_format, findings, sources, RULES)


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
    for code in codes:
        if code not in CODES:
            raise click.UsageError(f"{option}: no rule is called '{code}'{did_you_mean(code, CODES)}")
    return frozenset(codes)


def _chosen(selected: frozenset[str], ignored: frozenset[str]) -> Callable[[str], bool]:
    return lambda code: code not in ignored and (not selected or code in selected)
