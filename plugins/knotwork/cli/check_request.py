"""What `knotwork check` is asked for, and which of its options do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct

from knotwork.cli.check_output import Output


class CheckRequest(Struct, frozen=True, kw_only=True):
    """The arguments of a check, as they were given."""

    vault: Path | None
    files: Sequence[Path]
    select: Sequence[str]
    ignore: Sequence[str]
    fail_on: str | None
    output_format: Sequence[Output]
    group_by: str | None
    statistics: bool
    write_baseline: str | None
    """The file to write; empty for the usual one, None for none."""
    baseline: Path | None
    no_baseline: bool
    prune: bool
    stdin_filename: Path | None
    allow_empty: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    published: bool
    against: Path | None
    changed_since: str | None
    watch: bool
    jobs: int | None
    color: bool | None

    def options(self) -> Mapping[str, bool]:
        """For each option that may not go with another, whether it was given."""
        return {
            "FILE": bool(self.files),
            "--output-format": bool(self.output_format),
            "--write-baseline": self.write_baseline is not None,
            "--write-baseline FILE": bool(self.write_baseline),
            **{f"--{name.replace('_', '-')}": bool(getattr(self, name)) for name in _NAMES},
        }


_NAMES = (
    *("select", "ignore", "fail_on", "group_by", "statistics", "baseline", "no_baseline", "prune"),
    *("stdin_filename", "allow_empty", "fix", "unsafe_fixes", "diff", "published", "against"),
    *("changed_since", "watch", "jobs"),
)
_BASELINE = ("--baseline", "--write-baseline", "--prune")
_REPORT = ("--output-format", "--group-by", "--statistics")
_CONFLICTS: Sequence[tuple[str, Sequence[str], str]] = (
    (
        "--watch",
        [
            *("FILE", "--fix", "--unsafe-fixes", "--diff", "--published", "--against", "--changed-since"),
            *("--stdin-filename", "--fail-on", "--group-by", "--statistics", "--no-baseline", *_BASELINE),
            *("--allow-empty", "--jobs"),
        ],
        "--watch goes with --select, --ignore, --color and --output-format only",
    ),
    (
        "--published",
        [
            *("FILE", "--fix", "--diff", "--against", "--changed-since", "--stdin-filename", "--select"),
            *("--ignore", "--fail-on", "--group-by", "--statistics", "--no-baseline", *_BASELINE),
        ],
        "--published lists notes, not findings",
    ),
    ("--diff", ["--write-baseline", "--prune"], "--diff writes no file"),
    ("--diff", _REPORT, "--diff prints a diff in place of findings"),
    ("--against", ["--fix", "--diff"], "what a former site had cannot be fixed in the notes"),
    (
        "--stdin-filename",
        ["--fix", "--diff", "--against", "--changed-since", "--write-baseline", "--prune"],
        "the text is not in the vault yet",
    ),
    ("--changed-since", ["--fix", "--diff"], "fix first, then look at what is new"),
    ("--changed-since", ["--against"], "one is about a revision, the other about a former site"),
    ("--changed-since", _BASELINE, "what is new needs no baseline"),
    ("--no-baseline", _BASELINE, "the baseline is either used or not"),
    ("--write-baseline", ["--prune"], "--write-baseline writes all entries again"),
    ("--write-baseline FILE", ["--baseline"], "name one file"),
    ("--statistics", ["--group-by"], "--statistics counts by rule"),
)


def refuse_conflicts(request: CheckRequest) -> None:
    """Raises UsageError for options that do not go together, with the reason in a sentence."""
    if request.unsafe_fixes and not (request.fix or request.diff):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff.")
    if message := next(_conflicts(request.options()), None):
        raise click.UsageError(message)


def _conflicts(options: Mapping[str, bool]) -> Iterator[str]:
    for option, others, reason in _CONFLICTS:
        given = [other for other in others if options[option] and options[other]]
        if given:
            yield f"{option} goes without {_listed(given)}: {reason}."


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
