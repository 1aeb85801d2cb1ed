"""`knotwork diff`: what a change makes of a vault's links, notes, manifests, to-dos and tags."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from knotwork.cli.former_state import former_state
from knotwork.cli.loading import LoadedVault, load_site, settings_of
from knotwork.cli.options import debug_option, format_option, jobs_option
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import current_prefix, path_prefix
from knotwork.cli.site_cache import site_cache
from knotwork.cli.source_address import source_address
from knotwork.cli.write_note import exact_text, write_note
from knotwork.config.mkdocs_yml import find_site
from knotwork.knowledge.comparison.differences import differences
from knotwork.knowledge.comparison.links import link_differences
from knotwork.knowledge.comparison.states import states
from knotwork.model.diagnostics import Fix
from knotwork.model.differences import Difference
from knotwork.model.plural import counted
from knotwork.report.differences import DIFFERENCE_FORMATS, Compared, difference_report, difference_summary
from knotwork.report.terminal import visible
from knotwork.rules.fixes import apply_fixes
from knotwork.rules.renamed_links import with_fixes_of_all, with_new_names
from knotwork.vault.source_text import source_text


@click.command("diff")
@click.argument("base", required=False)
@click.option(
    "--vault", type=click.Path(path_type=Path), help="The folder of the notes.  [default: as without VAULT]"
)
@format_option(DIFFERENCE_FORMATS)
@click.option("--fix", is_flag=True, help="Write the new names of renamed notes in the links to them first.")
@jobs_option
@debug_option
def command(base: str | None, vault: Path | None, output_format: str, fix: bool, jobs: int | None) -> None:
    """Show what a change makes of the notes: links that break or lead elsewhere, renamed notes, manifests.

    The notes are compared with those of BASE: a revision of Git, by default where this branch left the
    default branch, or a folder. The exit code is 0; 2 when they cannot be compared.

    Example: knotwork diff origin/main --vault notes
    """
    site = find_site(vault, Path.cwd()).with_jobs(jobs)
    cache = site_cache(site)
    with former_state(site, base) as (former, former_settings, name):
        before = load_site(former.with_jobs(jobs), cache, settings=former_settings)
        result = _differences(before, load_site(site, cache, settings=settings_of(site)))
        if fix and _write_new_names(site.vault_dir, result):
            result = _differences(before, load_site(site, cache, settings=settings_of(site)))
    cache.write()
    prefix = (current_prefix if output_format == "text" else path_prefix)(site.vault_dir)
    shown = Compared(name, prefix, source_address(site.vault_dir, os.environ))
    write_out(difference_report(output_format, result, shown))
    print_status(f"{difference_summary(result)} since {name}")


def _differences(before: LoadedVault, after: LoadedVault) -> Sequence[Difference]:
    compared = states(
        before.kb, after.kb, partial(source_text, before.root), partial(source_text, after.root)
    )
    links = list(with_new_names(after.kb, link_differences(compared)))
    return list(with_fixes_of_all(differences(compared, links), links))


def _write_new_names(root: Path, result: Sequence[Difference]) -> bool:
    """Write the new name of each renamed note in the links with the old one; whether there was one."""
    fixes = [change.fix for change in result if change.kind == "renamed-note" and change.fix]
    if not fixes:
        return False
    texts = {
        path: exact_text(root, path) for path in sorted({edit.path for fix in fixes for edit in fix.edits})
    }
    for path in [path for path, text in texts.items() if text is None]:
        print_status(visible(f"{path} is left as it is: it is not UTF-8"))
    before = {path: text for path, text in texts.items() if text is not None}
    edits = [edit for fix in fixes for edit in fix.edits if edit.path in before]
    after, done = apply_fixes(before, [Fix("", (), (edit,)) for edit in edits])
    written = [path for path, text in after.items() if write_note(root, path, before[path], text)]
    for path in sorted(before.keys() - set(written)):
        print_status(visible(f"{path} was changed by another program meanwhile; it is left as it is"))
    print_status(f"wrote the new name in {counted(len(done), 'link')} in {counted(len(written), 'note')}")
    return bool(written)
