"""Where the findings of `knotwork check` are written: in one format or several, to the output or to files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from knotwork.cli.output import aligned, write_out
from knotwork.cli.repository_paths import current_prefix, path_prefix
from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import TextOf
from knotwork.model.rule_info import RuleInfo
from knotwork.report import FORMATS, report
from knotwork.report.statistics import rule_counts, statistics_json

_REPOSITORY_FORMATS = ("github", "gitlab", "markdown", "rdjson", "sarif")
"""Formats whose readers know the repository, not the current folder: their paths start at its root."""
_SUMMARY_FILE = "GITHUB_STEP_SUMMARY"
"""Where a step on GitHub writes what is shown below its run, in Markdown."""


class Output(Struct, frozen=True):
    """A format, and the file it is written to; None: the standard output."""

    format: str
    file: Path | None = None


class OutputType(click.Choice[str]):
    """`FORMAT` or `FORMAT=FILE`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The output; fails for another format, and for an empty file name."""
        if isinstance(value, Output):
            return value
        name, equals, file = str(value).partition("=")
        if equals and not file:
            self.fail(f"{name}= names no file", param, ctx)
        return Output(super().convert(name, param, ctx), Path(file) if file else None)


def outputs_option(function: Any) -> Any:
    """`--output-format`, which may be given several times."""
    return click.option(
        "--output-format",
        "output_format",
        type=OutputType(FORMATS),
        multiple=True,
        help="The format of the result: text for people, the others for programs. FORMAT=FILE writes it to "
        "a file; may be given several times.  [default: text]",
    )(function)


def checked_outputs(outputs: Sequence[Output], group_by: str | None, *, counts: bool) -> Sequence[Output]:
    """The outputs that are asked for; raises UsageError when they do not go together."""
    outputs = outputs or (Output("text"),)
    formats = [output.format for output in outputs]
    if sum(output.file is None for output in outputs) > 1:
        raise click.UsageError("--output-format: of several formats all but one need a file: sarif=FILE.")
    files = [output.file for output in outputs if output.file]
    if len(set(files)) < len(files):
        raise click.UsageError("--output-format: each format needs a file of its own.")
    if group_by and "text" not in formats:
        raise click.UsageError("--group-by goes with --output-format text.")
    if counts and not {"text", "json"}.issuperset(formats):
        raise click.UsageError("--statistics goes with --output-format text or json.")
    return outputs


class Presentation(Struct, frozen=True):
    """How findings are shown."""

    root: Path
    """The vault."""
    sources: TextOf
    """The texts of its files."""
    colour: bool
    group_by: str | None = None
    statistics: bool = False
    """Whether the findings of rule rule are counted and not listed."""


def write_outputs(
    outputs: Iterable[Output],
    findings: Sequence[Diagnostic],
    silenced: Sequence[Silenced],
    shown: Presentation,
) -> None:
    """Write the findings in rule of the formats; on GitHub also a table for the page of the run."""
    for output in outputs:
        text = _text(output, findings, silenced, shown)
        if output.file is None:
            write_out(text)
        else:
            output.file.write_text(text, "utf-8", newline="\n")
        if output.format == "github" and (summary_file := os.environ.get(_SUMMARY_FILE)):
            with Path(summary_file).open("a", encoding="utf-8", newline="\n") as file:
                file.write(_text(Output("markdown"), findings, (), shown) + "\n")


def _text(
    output: Output, findings: Sequence[Diagnostic], silenced: Sequence[Silenced], shown: Presentation
) -> str:
    format = output.format
    if shown.statistics:
        return statistics_json(findings) if format == "json" else _statistics(findings)
    prefix = path_prefix(shown.root) if format in _REPOSITORY_FORMATS else current_prefix(shown.root)
    return report(
        format,
        findings,
        shown.sources,
        _rules() if format == "sarif" else (),
        prefix=prefix,
        silenced=silenced,
        group_by=shown.group_by,
        colour=shown.colour and output.file is None,
    )


def _statistics(findings: Sequence[Diagnostic]) -> str:
    """`12  error  missing-note  in 3 files, 4 fixable`, a line for rule rule."""
    rows = []
    for rule in rule_counts(findings):
        where = f"in {rule.files:,} file{'' if rule.files == 1 else 's'}"
        fixable = f", {rule.fixable:,} fixable" if rule.fixable else ""
        rows.append((f"{rule.count:,}", rule.severity, rule.rule, where + fixable))
    return aligned(rows) if rows else ""


def _rules() -> Iterable[RuleInfo]:
    from knotwork.rules import RULES

    return RULES
