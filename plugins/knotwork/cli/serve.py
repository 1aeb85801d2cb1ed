"""`knotwork serve`: the site of a vault while it is written."""

from __future__ import annotations

from pathlib import Path

import click

from knotwork.cli.loading import site_and_settings
from knotwork.cli.options import debug_option, vault_argument


@click.command("serve")
@vault_argument
@click.option(
    "-a",
    "--dev-addr",
    metavar="IP:PORT",
    help="Where to listen.  [default: as in mkdocs.yml, else 127.0.0.1:8000]",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in your browser.")
@debug_option
def command(vault: Path | None, dev_addr: str | None, open_browser: bool) -> None:
    """Serve the site while you write: a saved note is shown in the browser at once.

    Example: knotwork serve notes --open
    """
    site, _ = site_and_settings(vault)  # wrong settings are reported before MkDocs is loaded
    from knotwork.mkdocs_plugin.serve import serve_site  # only now: it loads MkDocs

    serve_site(site, address=dev_addr, open_browser=open_browser)
