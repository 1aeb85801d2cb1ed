"""The command `knotwork`: what it can do, and what it says when something goes wrong.

Each command is a file of `knotwork.cli`, loaded when it is asked for: `knotwork --help` does not
wait for the parser, and `knotwork check` does not wait for MkDocs.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from knotwork import __version__

COMMANDS = {
    "check": "Say what is wrong with the notes, and mend it.",
    "links": "List the links, and what each one reaches.",
    "tags": "List the tags, and where they stand.",
    "snippets": "List the YAML in the notes, and whether Kubernetes would take it.",
    "todo": "List what is still to be written.",
    "graph": "Show who links to whom.",
    "explain": "Tell why a link leads where it leads; what a snippet is.",
    "rules": "List what `check` looks for, and why.",
    "build": "Make the site.",
    "serve": "Show the site while you write.",
}
"""What each command does, in the order in which the help lists them."""


class _Commands(click.Group):
    """The commands; whatever goes wrong in one ends in a sentence and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"knotwork.cli.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **extra: Any) -> Any:
        for name, errors in (("stdout", "replace"), ("stderr", "backslashreplace")):
            stream = getattr(sys, name)
            if stream is None:  # closed by the shell: `2>&-`
                setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
            elif isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(130)  # click would say 1, which means findings
        except Exception as error:
            if ctx.meta.get("knotwork.debug") or os.environ.get("KNOTWORK_DEBUG", "0") not in ("", "0"):
                raise
            from knotwork.report.terminal import harmless

            for sentence in _sentences(error):
                click.echo(f"Error: {harmless(sentence)}", err=True)
            ctx.exit(2)


@click.group("knotwork", cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Knotwork compiles notes: a folder of Markdown becomes a site, and you are told what is wrong with it.

    VAULT is that folder. Without it, the notes of the mkdocs.yml in the current folder are meant, else the
    current folder.

    Example: knotwork check notes
    """


def _sentences(error: Exception) -> tuple[str, ...]:
    """What went wrong, for the person who will read it."""
    from knotwork.config.settings import SettingsError

    match error:
        case SettingsError():
            return error.sentences
        case OSError(strerror=str(why)):
            return (f"{error.filename}: {why}" if error.filename else why,)
        case _:
            found = f"{type(error).__name__}: {error}".removesuffix(": ")
            return (f"internal error: {found} (KNOTWORK_DEBUG=1 shows where; please report it)",)
