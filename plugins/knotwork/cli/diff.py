"""`knotwork diff`: what a change makes of a vault's links, notes, manifests, to-dos and tags."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from knotwork.cli.former_state import former_state
from knotwork.cli.loading import load_site, settings_of
from knotwork.cli.options import debug_option, format_option, jobs_option
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import path_prefix
from knotwork.cli.site_cache import site_cache
from knotwork.cli.source_address import source_address
from knotwork.config.mkdocs_yml import find_site
from knotwork.knowledge.comparison.differences import differences
from knotwork.knowledge.comparison.links import link_differences
from knotwork.knowledge.comparison.states import states
from knotwork.report.differences import DIFFERENCE_FORMATS, Compared, difference_report, difference_summary
from knotwork.rules.renamed_links import with_fixes_of_all, with_new_names
from knotwork.vault.source_text import source_text


@click.command("diff")
@click.argument("base", required=False)
@click.option(
    "--vault", type=click.Path(path_type=Path), help="The folder of the notes.  [default: as without VAULT]"
)
@format_option(DIFFERENCE_FORMATS)
@jobs_option
@debug_option
def command(base: str | None, vault: Path | None, output_format: str, jobs: int | None) -> None:
    """Show what a change makes of the notes: links that break or lead elsewhere, renamed notes, manifests.

    The notes are compared with those of BASE: a revision of Git, by default where this branch left the
    default branch, or a folder. The exit code is 0; 2 when they cannot be compared.

    Example: knotwork diff origin/main --vault notes
    """
    site = find_site(vault, Path.cwd()).with_jobs(jobs)
    cache = site_cache(site)
    with former_state(site, base) as (former, former_settings, name):
        before = load_site(former.with_jobs(jobs), cache, settings=former_settings)
        after = load_site(site, cache, settings=settings_of(site))
        compared = states(
            before.kb, after.kb, partial(source_text, before.root), partial(source_text, after.root)
        )
        links = list(with_new_names(after.kb, link_differences(compared)))
        result = list(with_fixes_of_all(differences(compared, links), links))
    cache.write()
    shown = Compared(name, path_prefix(site.vault_dir), source_address(site.vault_dir, os.environ))
    write_out(difference_report(output_format, result, shown))
    print_status(f"{difference_summary(result)} since {name}")
