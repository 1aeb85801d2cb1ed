"""`knotwork check`: the findings of a vault in a chosen format; with `--fix`, safe fixes are applied.

What reads and checks notes is loaded when it is needed: a vault that has not changed is answered from the
cache.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from knotwork.cli.check_baseline import baseline_use, without_baseline
from knotwork.cli.check_output import Output, Presentation, checked_outputs, outputs_option, write_outputs
from knotwork.cli.check_request import CheckRequest, refuse_conflicts
from knotwork.cli.check_run import (
    Result,
    Rules,
    changed_since,
    checked,
    checked_buffer,
    fixed,
    lost_addresses,
    result_summary,
)
from knotwork.cli.check_scope import Scope, check_scope
from knotwork.cli.foreign_vault import foreign_vault_hint
from knotwork.cli.options import NotFound, debug_option, jobs_option, rule_codes
from knotwork.cli.output import print_status, write_out
from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic, at_least
from knotwork.report import GROUPS
from knotwork.report.terminal import has_colours

_FILE = click.Path(path_type=Path)
_MANY = 50
"""So many findings are easier to read in groups."""


@click.command("check")
@click.argument("vault", required=False, type=_FILE)
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=rule_codes,
    help="Run only this rule; may be a list: a,b.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=rule_codes,
    help="Skip this rule; may be a list: a,b.",
)
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="The least severe finding that makes the exit code 1.  [default: as in the settings, else error]",
)
@outputs_option
@click.option(
    "--group-by",
    type=click.Choice(GROUPS),
    help="Put findings of one cause, rule or file together, in text.",
)
@click.option("--statistics", is_flag=True, help="How many findings each rule has, in place of the findings.")
@click.option(
    "--write-baseline",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write all that is found to a file, and report only what is new from then on.",
)
@click.option(
    "--baseline",
    type=_FILE,
    metavar="FILE",
    help="Leave out what that file has.  [default: knotwork-baseline.json beside mkdocs.yml, if it is there]",
)
@click.option("--no-baseline", is_flag=True, help="Report what the baseline has, too.")
@click.option("--prune", is_flag=True, help="Remove from the baseline what is no longer found.")
@click.option(
    "--stdin-filename",
    type=_FILE,
    metavar="FILE",
    help="Check the standard input as the text of that note, for editors.",
)
@click.option("--allow-empty", is_flag=True, help="Take a folder without notes for a clean one.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes, then report what is left.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also apply fixes that may be wrong; --fix shows them first.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--published", is_flag=True, help="List the notes that are published and those held back.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="SITE_DIR",
    help="Also list the pages and headings of that former site that the site has not.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only what the change since that revision of Git causes, in whatever file.",
)
@click.option("--watch", is_flag=True, help="Check again when a file changes, until Ctrl+C.")
@jobs_option
@click.option("--color/--no-color", default=None, help="Colours.  [default: on a terminal]")
@debug_option
@click.pass_context
def command(ctx: click.Context, /, **arguments: Any) -> None:
    """Check the notes: links that lead nowhere, names that clash, YAML that Kubernetes would reject.

    With FILE, of the vault or a folder in it, only their findings are reported; the notes around them are
    read all the same.

    Exit code: 1 when there are findings at or above --fail-on (errors, unless you say otherwise), else 0;
    2 when it could not be checked, or when there are no notes.

    Example: knotwork check notes --ignore orphan-note --fix
    """
    request = CheckRequest(**arguments)
    refuse_conflicts(request)
    rules = Rules(_codes(request.select, "--select"), _codes(request.ignore, "--ignore"))
    outputs = checked_outputs(request.output_format, request.group_by, counts=request.statistics)
    colour = has_colours(sys.stdout) if request.color is None else request.color
    if request.watch:
        _watch(request.vault, rules, outputs, colour=colour)
        return
    scope = check_scope(
        request.vault, request.files, request.stdin_filename, Path.cwd(), past=bool(request.changed_since)
    )
    scope = Scope(scope.site.with_jobs(request.jobs), scope.paths, scope.stdin)
    if request.published:
        _list_publication(scope.site, outputs)
        return
    result, remark = _result(request, scope, rules, with_silenced=_lists_silenced(outputs))
    _report(request, scope.site.vault_dir, result, outputs, colour=colour)
    print_status(result_summary(result, remark))
    ctx.exit(_exit_code(result.findings, request.fail_on or result.fail_on or "error"))


def _report(
    request: CheckRequest, vault_dir: Path, result: Result, outputs: Sequence[Output], *, colour: bool
) -> None:
    """Write the findings, and say what helps with them."""
    if not request.diff:
        shown = Presentation(vault_dir, result.sources, colour, request.group_by, request.statistics)
        write_outputs(outputs, result.findings, result.silenced, shown)
    if result.is_empty and not request.allow_empty:
        where = f"no notes in {vault_dir}: no file there is Markdown"
        raise NotFound(f"{where}. Is that the folder you mean? If so: --allow-empty.")
    if hint := foreign_vault_hint(vault_dir, result.findings):
        print_status(hint)
    is_listed = any(output == Output("text") for output in outputs)
    if is_listed and not (request.group_by or request.statistics or request.diff):
        _offer_groups(result.findings)


def _offer_groups(findings: Sequence[Diagnostic]) -> None:
    """Say how to read many findings of few causes."""
    if len(findings) >= _MANY:
        from knotwork.report.groups import shared_causes

        if causes := shared_causes(findings):
            print_status(causes)


def _result(request: CheckRequest, scope: Scope, rules: Rules, *, with_silenced: bool) -> tuple[Result, str]:
    """The findings that count, and what the summary says of the others."""
    site = scope.site
    use = baseline_use(
        site,
        request.baseline,
        request.write_baseline,
        ignored=request.no_baseline or bool(request.changed_since),
        prunes=request.prune,
    )
    scope = Scope(site.with_all_findings() if use else site, scope.paths, scope.stdin)
    base = ""
    if request.fix or request.diff:
        result = fixed(scope, rules, unsafe=request.unsafe_fixes, writes=not request.diff)
    elif scope.stdin is not None:
        result = checked_buffer(scope.site, rules, scope.stdin, with_silenced=with_silenced)
    elif request.changed_since:
        result, base = changed_since(scope, rules, request.changed_since)
    else:
        result = checked(scope.site, rules, with_silenced=with_silenced)
    result = result._replace(is_empty=not (result.notes or result.findings))
    if request.against:
        lost = lost_addresses(site, request.against, request.jobs, rules.has)
        result = result._replace(findings=(*result.findings, *lost))
    result = result.within(scope)
    if not use:
        return result, f"only what is new since {base}" if base else ""
    left = without_baseline(
        use,
        site.vault_dir,
        result.findings,
        result.sources,
        lambda path, rule: scope.covers(path) and rules.has(rule),
    )
    silenced = (*result.silenced, *left.silenced)
    return result._replace(findings=left.findings, silenced=silenced), left.remark


def _lists_silenced(outputs: Sequence[Output]) -> bool:
    return any(output.format == "sarif" for output in outputs)


def _watch(vault: Path | None, rules: Rules, outputs: Sequence[Output], *, colour: bool) -> None:
    from knotwork.cli.check_watch import WATCHED_FORMATS, watch_vault

    [output, *others] = outputs
    if others or output.file or output.format not in WATCHED_FORMATS:
        raise click.UsageError(f"--watch goes with --output-format {', '.join(WATCHED_FORMATS)}.")
    watch_vault(vault, rules.has, output.format, colour=colour)


def _list_publication(site: Site, outputs: Sequence[Output]) -> None:
    from knotwork.cli.loading import load_site
    from knotwork.vault.publication_report import publication_json, publication_list, publication_summary

    if [output.file for output in outputs] != [None] or outputs[0].format not in ("text", "json"):
        raise click.UsageError("--published goes with --output-format text or json.")
    vault = load_site(site).kb.vault
    write_out(publication_json(vault) if outputs[0].format == "json" else publication_list(vault))
    print_status(publication_summary(vault))


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

    from knotwork.config.rule_codes import RULE_CODES
    from knotwork.model.nearest import did_you_mean

    for code in codes:
        if code not in RULE_CODES:
            raise click.UsageError(f"{option}: no rule is called '{code}'{did_you_mean(code, RULE_CODES)}")
    return frozenset(codes)
