"""`knotwork schema`: the settings as a JSON Schema."""

from __future__ import annotations

import click

from knotwork.cli.options import debug_option
from knotwork.cli.output import write_out
from knotwork.config.settings_schema import mkdocs_schema
from knotwork.report.json import json_text
from knotwork.rules import RULES


@click.command("schema")
@debug_option
def command() -> None:
    """Print the JSON Schema of the settings in mkdocs.yml, for an editor that completes and checks YAML.

    Example: knotwork schema > mkdocs.schema.json
    """
    write_out(json_text(mkdocs_schema({rule.code: rule.summary for rule in RULES})))
