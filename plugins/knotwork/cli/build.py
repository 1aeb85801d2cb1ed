"""`knotwork build`: the site of a vault.

MkDocs is loaded when it is needed: a site whose inputs and files have not changed is not built again.
"""

from __future__ import annotations

from pathlib import Path

import click

from knotwork.cli.options import debug_option, jobs_option, vault_argument
from knotwork.cli.output import print_status
from knotwork.cli.site_cache import site_cache
from knotwork.config.mkdocs_yml import find_site
from knotwork.report.coloured_log import formatted
from knotwork.vault.build_turns import begin, end
from knotwork.vault.kept_site import build_stamp, keep_site, kept_site


@click.command("build")
@vault_argument
@click.option(
    "--site-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write the site to.  [default: as in mkdocs.yml, else site]",
)
@click.option(
    "--strict", is_flag=True, help="Fail when there are errors; the setting fail_on says what else fails."
)
@jobs_option
@debug_option
@click.pass_context
def command(
    ctx: click.Context, vault: Path | None, site_dir: Path | None, strict: bool, jobs: int | None
) -> None:
    """Build the site. A folder of notes is enough; a mkdocs.yml is used when there is one.

    Example: knotwork build notes --site-dir public
    """
    site = find_site(vault, Path.cwd())
    cache = site_cache(site)
    inputs = build_stamp(site, str(Path.cwd()), str(site_dir), strict) if cache.folder else None
    kept = kept_site(cache, inputs) if inputs else None
    if kept is not None:
        for line in kept.log:
            print_status(formatted(line.level, line.text, line.severity))
        _report(kept.folder, kept.summary)
        return
    turn = begin(cache)
    cache.close()

    from knotwork.cli.loading import checked_settings
    from knotwork.mkdocs_plugin.serve import build_site

    checked_settings(site)  # wrong settings are reported before MkDocs is loaded
    built = build_site(site, site_dir=site_dir, strict=strict, jobs=jobs)
    cache = site_cache(site)
    if built is None:
        end(cache, turn)
        ctx.exit(1)
    _report(str(built.folder), built.summary)
    if inputs is not None and built.repeats:
        keep_site(cache, inputs, built.folder, built.log, built.summary, turn)
    else:
        end(cache, turn)


def _report(folder: str, summary: str) -> None:
    print_status(f"The site is in {folder}")
    if summary:
        print_status(summary)
