"""The baseline of `knotwork check`: which file it is, and how it is read, written and pruned."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from knotwork.cli.options import NotFound
from knotwork.cli.output import print_status
from knotwork.config.mkdocs_yml import Site
from knotwork.model.diagnostics import Diagnostic, Silenced
from knotwork.model.names import TextOf
from knotwork.model.plural import counted
from knotwork.report.baseline import (
    BASELINE_NAME,
    Baseline,
    baseline_text,
    compared,
    read_baseline,
    without_gone,
)
from knotwork.report.terminal import visible


class BaselineUse(Struct, frozen=True):
    """What is done with a baseline."""

    file: Path
    writes: bool = False
    """Whether all that is found becomes the baseline."""
    prunes: bool = False
    """Whether entries that are no longer needed are removed."""


class Remaining(Struct, frozen=True):
    """What a baseline leaves of the findings of a check."""

    findings: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]
    """Those that the baseline has."""
    remark: str
    """What the summary says of it; empty for nothing."""


def baseline_use(
    site: Site, file: Path | None, write: str | None, *, ignored: bool, prunes: bool
) -> BaselineUse | None:
    """The baseline of a check: the one that is named, else the one beside `mkdocs.yml` when there is one.

    `write` is the file to write, empty for that of `file` or the usual one, and None for none. Raises
    NotFound when a file is named, or is to be pruned, and is not there.
    """
    usual = (site.config_file.parent if site.config_file else Path.cwd()) / BASELINE_NAME
    if write is not None:
        target = Path(write) if write else file or usual
        if target.is_dir():
            raise NotFound(
                f"{target} is a folder, not a file for a baseline: name the vault before the option"
            )
        return BaselineUse(target, writes=True)
    if file is not None or (usual.is_file() and not ignored):
        if file is not None and not file.is_file():
            raise NotFound(f"{file}: there is no such baseline; --write-baseline writes one")
        return BaselineUse(file or usual, prunes=prunes)
    if prunes:
        raise NotFound(f"there is no {BASELINE_NAME} to prune")
    return None


def without_baseline(
    use: BaselineUse,
    root: Path,
    findings: Sequence[Diagnostic],
    sources: TextOf,
    is_checked: Callable[[str, str], bool],
) -> Remaining:
    """The findings that a baseline has not; it is written or pruned as asked for.

    `root` is the vault, and `is_checked` says for a path of it and a rule whether that was looked for:
    entries of what was not stay. Raises NotFound when the file cannot be read.
    """
    prefix = _prefix(use.file, root)

    def is_looked_for(path: str, rule: str) -> bool:
        return path.startswith(prefix) and is_checked(path.removeprefix(prefix), rule)

    baseline = _read(use.file) if use.file.exists() else {}
    result = compared(baseline, findings, sources, is_looked_for, prefix)
    name = visible(use.file.name)
    if use.writes:
        _write(use.file, result.current)
        print_status(f"wrote {counted(len(findings), 'finding')} to {visible(os.path.relpath(use.file))}")
        return Remaining((), _silenced(findings, name), _remark(len(findings), name))
    if result.gone:
        entries = counted(result.gone, "entry", "entries")
        if use.prunes:
            _write(use.file, without_gone(baseline, result.current))
            print_status(f"removed {entries} from {name}")
        else:
            are, them = ("is", "it") if result.gone == 1 else ("are", "them")
            print_status(f"{entries} of {name} {are} no longer needed: --prune removes {them}")
    return Remaining(result.new, _silenced(result.known, name), _remark(len(result.known), name))


def _prefix(file: Path, root: Path) -> str:
    """The path from a baseline's folder to the vault; empty when the vault is not in that folder.

    So vaults beside each other share a file, and one that is moved with its baseline still matches it.
    """
    folder, vault = file.resolve().parent, root.resolve()
    inner = vault.relative_to(folder).as_posix() if vault.is_relative_to(folder) else "."
    return "" if inner == "." else f"{inner}/"


def _silenced(findings: Sequence[Diagnostic], name: str) -> tuple[Silenced, ...]:
    return tuple(Silenced(finding, f"in {name}", "baseline") for finding in findings)


def _remark(known: int, name: str) -> str:
    return f"{known:,} more in {name}" if known else ""


def _read(file: Path) -> Baseline:
    try:
        return read_baseline(file.read_text("utf-8"))
    except ValueError as error:  # of another encoding, too
        raise NotFound(visible(f"{file}: {error}")) from error


def _write(file: Path, baseline: Baseline) -> None:
    file.write_text(baseline_text(baseline), "utf-8", newline="\n")
