"""`knotwork check`: the findings of a vault in a chosen format; with `--fix`, safe fixes are applied.

What reads and checks notes is loaded when it is needed: a vault that has not changed is answered from the
cache.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from knotwork.cli.check_baseline import baseline_use, without_baseline
from knotwork.cli.check_output import Output, Presentation, checked_outputs, outputs_option, write_outputs
from knotwork.cli.check_run import (
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
from knotwork.cli.options import NotFound, debug_option, jobs_option
from knotwork.cli.output import print_status, write_out
from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic, at_least
from knotwork.report.groups import GROUPS
from knotwork.report.terminal import has_colours

_FILE = click.Path(path_type=Path)


@click.command("check")
@click.argument("vault", required=False, type=_FILE)
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--select", multiple=True, metavar="RULE", help="Run only this rule; may be a list: a,b.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Skip this rule; may be a list: a,b.")
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
@click.option("--no-baseline", "without", is_flag=True, help="Report what the baseline has, too.")
@click.option("--prune", "prunes", is_flag=True, help="Remove from the baseline what is no longer found.")
@click.option(
    "--stdin-filename",
    "stdin",
    type=_FILE,
    metavar="FILE",
    help="Check the standard input as the text of that note, for editors.",
)
@click.option("--allow-empty", is_flag=True, help="Take a folder without notes for a clean one.")
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
@click.option(
    "--changed-since",
    "since",
    metavar="REV",
    help="Report only what the change since that revision of Git causes, in whatever file.",
)
@click.option("--watch", "watches", is_flag=True, help="Check again when a file changes, until Ctrl+C.")
@jobs_option
@click.option("--color/--no-color", "colour", default=None, help="Colours.  [default: on a terminal]")
@debug_option
@click.pass_context
def command(
    ctx: click.Context,
    vault: Path | None,
    files: Sequence[Path],
    select: Sequence[str],
    ignore: Sequence[str],
    fail_on: str | None,
    output_format: Sequence[Output],
    group_by: str | None,
    statistics: bool,
    write_baseline: str | None,
    baseline: Path | None,
    without: bool,
    prunes: bool,
    stdin: Path | None,
    allow_empty: bool,
    fixes: bool,
    unsafe_fixes: bool,
    differences: bool,
    published: bool,
    former: Path | None,
    since: str | None,
    watches: bool,
    jobs: int | None,
    colour: bool | None,
) -> None:
    """Check the notes: links that lead nowhere, names that clash, YAML that Kubernetes would reject.

    With FILE, of the vault or a folder in it, only their findings are reported; the notes around them are
    read all the same.

    Exit code: 1 when there are findings at or above --fail-on (errors, unless you say otherwise), else 0;
    2 when it could not be checked, or when there are no notes.

    Example: knotwork check notes --ignore orphan-note --fix
    """
    if published and (fixes or differences):
        raise click.UsageError("--published only lists notes; leave out --fix and --diff.")
    if unsafe_fixes and not (fixes or differences):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if former and (watches or fixes or differences or published):
        raise click.UsageError("--against goes without --fix, --diff, --published and --watch.")
    if stdin and (fixes or differences or published or former):
        raise click.UsageError("--stdin-filename only reports; leave out --fix, --diff and --against.")
    if since and (fixes or differences or published or former or stdin):
        raise click.UsageError("--changed-since goes without --fix, --diff, --published and --against.")
    if since and (baseline or prunes or write_baseline is not None):
        raise click.UsageError("--changed-since needs no baseline.")
    if without and (baseline or prunes or write_baseline is not None):
        raise click.UsageError("--no-baseline goes without --baseline, --write-baseline and --prune.")
    rules = Rules(_codes(select, "--select"), _codes(ignore, "--ignore"))
    outputs = checked_outputs(output_format, group_by, counts=statistics)
    colour = has_colours(sys.stdout) if colour is None else colour
    if watches:
        given = (
            files,
            fixes,
            differences,
            published,
            fail_on,
            jobs,
            group_by,
            statistics,
            prunes,
            stdin,
            since,
        )
        if any(given) or baseline or write_baseline is not None:
            raise click.UsageError("--watch goes with --select, --ignore, --color and --output-format only.")
        _watch(vault, rules, outputs, colour=colour)
        return
    scope = check_scope(vault, files, stdin, Path.cwd())
    site = scope.site.with_jobs(jobs)
    if published:
        _list_publication(site, outputs)
        return
    use = baseline_use(site, baseline, write_baseline, ignored=without or bool(since), prunes=prunes)
    scope = Scope(site.with_all_findings() if use else site, scope.paths, scope.stdin)
    with_silenced = any(output.format == "sarif" for output in outputs)
    base = ""
    if fixes or differences:
        result = fixed(scope, rules, unsafe=unsafe_fixes, writes=not differences)
    elif scope.stdin is not None:
        result = checked_buffer(scope.site, rules, scope.stdin, with_silenced=with_silenced)
    elif since:
        result, base = changed_since(scope.site, rules, since)
    else:
        result = checked(scope.site, rules, with_silenced=with_silenced)
    is_empty = not (result.notes or result.findings)
    if former:
        if (lost := lost_addresses(site, former, jobs, rules.has)) is None:
            ctx.exit(2)
        result = result._replace(findings=(*result.findings, *lost))
    result, remark = result.within(scope), f"only what is new since {base}" if base else ""
    if use:
        left = without_baseline(
            use,
            site.vault_dir,
            result.findings,
            result.sources,
            lambda path, rule: scope.covers(path) and rules.has(rule),
        )
        remark = left.remark
        result = result._replace(findings=left.findings, silenced=(*result.silenced, *left.silenced))
    if not differences:
        shown = Presentation(site.vault_dir, result.sources, colour, group_by, statistics)
        write_outputs(outputs, result.findings, result.silenced, shown)
    if is_empty and not allow_empty:
        where = f"no notes in {site.vault_dir}: no file there is Markdown"
        raise NotFound(f"{where}. Is that the folder you mean? If so: --allow-empty.")
    if hint := foreign_vault_hint(site.vault_dir, result.findings):
        print_status(hint)
    print_status(result_summary(result, remark))
    ctx.exit(_exit_code(result.findings, fail_on or result.fail_on or "error"))


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

    from knotwork.model.nearest import did_you_mean
    from knotwork.rules import CODES

    for code in codes:
        if code not in CODES:
            raise click.UsageError(f"{option}: no rule is called '{code}'{did_you_mean(code, CODES)}")
    return frozenset(codes)
