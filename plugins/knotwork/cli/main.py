"""The command `knotwork`: its subcommands, and the messages when one of them fails.

Each command is a file of `knotwork.cli`, loaded when it is run: `knotwork --help` does not
wait for the parser, and `knotwork check` does not wait for MkDocs.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from knotwork import __version__

COMMANDS = {
    "check": "Check the notes, and fix what is safe to fix.",
    "diff": "Show what a change makes of the notes.",
    "links": "List the links and their targets.",
    "tags": "List the tags and how often each is used.",
    "snippets": "List the YAML in the notes and whether it is valid.",
    "todo": "List the to-dos.",
    "graph": "Show which notes link to which.",
    "explain": "Explain where a link leads, or what a snippet is taken for.",
    "rules": "List the rules of `check`, or explain one.",
    "schema": "Print the JSON Schema of the settings.",
    "mv": "Rename a note, folder, heading, block or tag, with every link to it.",
    "export": "Write the notes as Markdown for other generators.",
    "init": "Write the configuration of a site, and what publishes it.",
    "build": "Build the site.",
    "serve": "Serve the site while you write.",
}
"""The commands with their short help, in the order of the help."""

_SYNONYMS = {
    "fix": "check --fix",
    "lint": "check",
    "move": "mv",
    "new": "init",
    "rename": "mv",
    "todos": "todo",
    "validate": "check",
    "watch": "serve",
}
"""What other programs call a command."""
_NEW_OBJECTS = 50_000
"""New objects between two runs of the cyclic collector; by itself it walks over the notes all the time."""


class _Commands(click.Group):
    """The commands; an exception in one becomes a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"knotwork.cli.{name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        name = args[0] if args else ""
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from knotwork.model.nearest import did_you_mean

        known = _SYNONYMS.get(name)
        meant = f"; did you mean '{known}'?" if known else did_you_mean(name, COMMANDS)
        raise click.UsageError(f"there is no command '{name}'{meant}", ctx)

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
        before = gc.get_threshold()
        if 0 < before[0] < _NEW_OBJECTS:
            gc.set_threshold(_NEW_OBJECTS, *before[1:])
        try:
            return super().main(*args, **extra)
        finally:
            gc.set_threshold(*before)
            if "mkdocs" not in sys.modules:  # plugins of others may need a last run of the collector
                atexit.register(gc.freeze)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            ctx.exit(130)  # click's 1 would mean findings
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
    """Knotwork compiles a folder of Markdown notes into a site, and reports broken links and invalid YAML.

    VAULT is that folder. Without it, the notes of the mkdocs.yml in the current folder are meant, else the
    current folder.

    Example: knotwork check notes
    """


def _sentences(error: Exception) -> tuple[str, ...]:
    """The messages for an exception."""
    from knotwork.config.option_kinds import SettingsError

    match error:
        case SettingsError():
            return error.sentences
        case OSError(strerror=str(why)):
            return (f"{error.filename}: {why}" if error.filename else why,)
        case _:
            described = f"{type(error).__name__}: {error}".removesuffix(": ")
            return (f"internal error: {described} (KNOTWORK_DEBUG=1 shows where; please report it)",)
