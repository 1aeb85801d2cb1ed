"""`knotwork check`: what is wrong with the notes, in the format that is asked for; or fixed."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from knotwork.cli.autofix import Fixed, autofix, exact_text, write_note
from knotwork.cli.loading import LoadedVault, load_vault
from knotwork.cli.options import NotFound, debug_option, format_option, vault_argument
from knotwork.cli.output import print_status, write_out
from knotwork.model.diagnostics import Diagnostic, Location, at_least
from knotwork.model.names import NotePath
from knotwork.model.nearest import did_you_mean
from knotwork.model.plural import counted
from knotwork.report import FORMATS, report, summary, text_report
from knotwork.report.terminal import visible
from knotwork.rules import CODES, RULES, check
from knotwork.rules.fixes import diff
from knotwork.vault.note_files import source_text
from knotwork.vault.publication_report import publication_json, publication_list, publication_summary
from knotwork.vault.vault import Vault

_LISTED = 30
"""So many fixes are listed one by one."""
_FROM_THE_REPOSITORY = ("github", "gitlab", "sarif")
"""Formats whose readers know the repository, not the vault: their paths start at its root."""


@click.command("check")
@vault_argument
@click.option("--select", multiple=True, metavar="RULE", help="Look for this only; may be a list: a,b.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Look for all but this; may be a list: a,b.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="The mildest finding that makes the exit code 1.  [default: as in the settings, else error]",
)
@format_option(FORMATS)
@click.option("--fix", "fixes", is_flag=True, help="Fix what is certain, then report what is left.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also apply fixes that may be wrong; --fix shows them first.",
)
@click.option("--diff", "differences", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option("--published", is_flag=True, help="List the notes that are published and those held back.")
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
    colour: bool | None,
) -> None:
    """Say what is wrong with the notes: links that lead nowhere, names that clash, files that cannot be read.

    Exit code: 1 when there are findings at or above --fail-on (errors, unless you say otherwise), else 0;
    2 when it could not be checked, or when the folder you name has no notes.

    Example: knotwork check notes --ignore orphan-note --fix
    """
    if published and (fixes or differences):
        raise click.UsageError("--published only lists notes; leave out --fix and --diff.")
    if unsafe_fixes and not (fixes or differences):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    chosen = _chosen(_codes(select, "--select"), _codes(ignore, "--ignore"))
    read = load_vault(vault)
    kb = read.kb
    if published:
        _list_publication(kb.vault, output_format)
        return
    better = None
    if fixes or differences:
        better = _fixed(read, chosen, unsafe=unsafe_fixes)
        if differences:
            write_out(_differences(read, better))
            _show(better)
        elif _write(read, better):
            kb = better.kb
        else:
            better = None
    found = check(kb, partial(source_text, read.root), chosen=chosen)
    if not differences:
        write_out(_report(found, read, output_format, _colour() if colour is None else colour))
    guesses = better.guesses if better is not None and not differences else 0
    notes = kb.vault.all_notes
    if not (notes or found):
        nothing = f"no notes in {read.root}: no file there is Markdown"
        if vault is not None:  # most likely a wrong path, which must not pass for a clean check
            raise NotFound(f"{nothing}. Is that the folder you mean?")
        print_status(f"warning: {nothing}")
    print_status(_with_guesses(found, notes, guesses))
    floor = fail_on or kb.settings.fail_on or "error"
    ctx.exit(_exit_code(found, floor))


def _list_publication(vault: Vault, output_format: str) -> None:
    if output_format not in ("text", "json"):
        raise click.UsageError("--published goes with --output-format text or json.")
    write_out(publication_json(vault) if output_format == "json" else publication_list(vault))
    print_status(publication_summary(vault))


def _report(found: Sequence[Diagnostic], read: LoadedVault, output_format: str, colour: bool) -> str:
    sources = partial(source_text, read.root)
    if output_format == "text":
        return text_report(found, sources, colour)
    if output_format in _FROM_THE_REPOSITORY:
        found = [_placed(each, _prefix(read.root)) for each in found]
    return report(output_format, found, sources, RULES)


def _exit_code(found: Iterable[Diagnostic], floor: str) -> int:
    match floor:
        case "error" | "warning" | "info":
            return int(any(at_least(each.severity, floor) for each in found))
        case _:
            return 0


# -- which rules


def _codes(given: Iterable[str], option: str) -> frozenset[str]:
    codes = [code.strip() for each in given for code in each.split(",") if code.strip()]
    for code in codes:
        if code not in CODES:
            raise click.UsageError(f"{option}: no rule is called '{code}'{did_you_mean(code, CODES)}")
    return frozenset(codes)


def _chosen(selected: frozenset[str], ignored: frozenset[str]) -> Callable[[str], bool]:
    return lambda code: code not in ignored and (not selected or code in selected)


# -- fixing


def _fixed(read: LoadedVault, chosen: Callable[[str], bool], *, unsafe: bool) -> Fixed:
    text_of, exact = partial(source_text, read.root), partial(exact_text, read.root)
    return autofix(read.kb, text_of, exact, chosen, unsafe=unsafe)


def _differences(read: LoadedVault, better: Fixed) -> str:
    prefix = _prefix(read.root)
    prefix = "" if prefix.startswith(("/", "..")) else prefix  # `git apply` and `patch` take no such paths
    return "".join(
        diff(better.before[path], text, prefix + path) for path, text in sorted(better.after.items())
    )


def _show(better: Fixed) -> None:
    print_status(f"would fix {_what(better.settled, better.after)}")
    _say_changed(better)


def _write(read: LoadedVault, better: Fixed) -> bool:
    """Write the notes; False when a person at the terminal would not have the suggestions."""
    if better.guesses:
        for line in _differences(read, better).removesuffix("\n").split("\n"):
            print_status(visible(line))
        if sys.stdin.isatty() and not click.confirm("Write these changes?", err=True):
            print_status("nothing is written")
            return False
    written = set()
    for path, text in sorted(better.after.items()):
        if write_note(read.root, path, better.before[path], text):
            written.add(path)
        else:
            print_status(visible(f"{path} was changed by another program meanwhile; it is left as it is"))
    settled = [each for each in better.settled if written.issuperset(_edited(each))]
    if settled:
        print_status(f"fixed {_what(settled, written)}")
        for each in settled[:_LISTED]:
            start = each.location.span.start
            title = each.fix.title if each.fix else ""
            place = f"{each.location.path}:{start.line}:{start.column}"
            print_status(visible(f"  {place}: {title} ({_why(each)})"))
        if len(settled) > _LISTED:
            print_status(f"  and {len(settled) - _LISTED:,} more")
    _say_changed(better)
    return True


def _edited(finding: Diagnostic) -> set[NotePath]:
    return {edit.path for edit in finding.fix.edits} if finding.fix else set()


def _what(settled: Sequence[Diagnostic], notes: Collection[NotePath]) -> str:
    """`3 findings in 2 notes (letter case: 2, plural -s or -es: 1)`."""
    whys = Counter(_why(each) for each in settled)
    by = ", ".join(
        f"{why}: {count:,}" for why, count in sorted(whys.items(), key=lambda one: (-one[1], one[0]))
    )
    where = f"{counted(len(settled), 'finding')} in {counted(len(notes), 'note')}"
    return f"{where} ({by})" if by else where


def _why(finding: Diagnostic) -> str:
    """The equivalences by which the fix of a finding is certain."""
    by = finding.fix.by if finding.fix else ()
    return " and ".join(each.value for each in by) if by else "suggestion, not certain"


def _say_changed(better: Fixed) -> None:
    for path in better.changed:
        print_status(visible(f"{path} was changed by another program meanwhile; it is left as it is"))
    for each in better.held[:_LISTED]:
        line, column = each.location.span.start
        title = each.fix.title if each.fix else ""
        place = f"{each.location.path}:{line}:{column}"
        print_status(visible(f"{place}: {title} is left out: something new would come up by it"))


def _with_guesses(found: Sequence[Diagnostic], notes: Collection[NotePath], guesses: int) -> str:
    """The summary; where something was guessed, it does not end on `no findings`."""
    if not guesses:
        return summary(found, notes)
    are = "is a suggestion" if guesses == 1 else "are suggestions"
    rest = summary(found, notes) if found else f"nothing else in {counted(len(notes), 'note')}"
    return f"{rest}; {counted(guesses, 'fix').replace('fixs', 'fixes')} {are}, not certain: read the changes"


# -- paths and colours


def _prefix(root: Path) -> str:
    """What leads from the root of the repository, else from the current folder, to the vault."""
    here = Path.cwd().resolve()
    base = next((each for each in (here, *here.parents) if (each / ".git").exists()), here)
    try:
        prefix = Path(os.path.relpath(root.resolve(), base)).as_posix()
    except ValueError:  # on another drive of Windows
        prefix = root.resolve().as_posix()
    return "" if prefix == "." else f"{prefix}/"


def _placed(diagnostic: Diagnostic, prefix: str) -> Diagnostic:
    def placed(location: Location) -> Location:
        return replace(location, path=NotePath(prefix + location.path))

    related = tuple(replace(each, location=placed(each.location)) for each in diagnostic.related)
    return replace(diagnostic, location=placed(diagnostic.location), related=related)


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
