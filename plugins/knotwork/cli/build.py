"""`knotwork build`: the site of a vault."""

from __future__ import annotations

from pathlib import Path

import click

from knotwork.cli.loading import site_and_settings
from knotwork.cli.options import debug_option, jobs_option, vault_argument


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
    site, _ = site_and_settings(vault)  # wrong settings are reported before MkDocs is loaded
    from knotwork.mkdocs_plugin.serve import build_site  # only now: it loads MkDocs

    ctx.exit(build_site(site, site_dir=site_dir, strict=strict, jobs=jobs))
