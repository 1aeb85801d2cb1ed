"""What commands have in common: the vault, the format, and `--debug`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def vault_argument(function: F) -> F:
    """`[VAULT]`."""
    return click.argument("vault", required=False, type=click.Path(path_type=Path))(function)


def format_option(formats: Sequence[str]) -> Callable[[F], F]:
    """`--output-format`; the first format is the default."""
    return click.option(
        "--output-format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The format of the result: text for people, the others for programs.",
    )


def jobs_option(function: F) -> F:
    """`--jobs`."""
    return click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help="How many processes share the work.  [default: as in the settings, else one a processor]",
    )(function)


def rule_codes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The codes of rules that a shell completes what is written to: the last of a list."""
    from knotwork.config.rule_codes import RULE_CODES

    listed, comma, begun = incomplete.rpartition(",")
    return [f"{listed}{comma}{code}" for code in sorted(RULE_CODES) if code.startswith(begun)]


class NotFound(click.ClickException):
    """The command is well-formed, but what it names does not exist."""

    exit_code = 2


def debug_option(function: F) -> F:
    """`--debug`: an internal error is shown with its traceback."""
    return click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_remember,
        help="Show where in knotwork an internal error happened.",
    )(function)


def _remember(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta["knotwork.debug"] = True
