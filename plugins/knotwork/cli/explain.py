"""`knotwork explain`: why a link leads where it does; or what a snippet is taken for, and why."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from knotwork.cli.explain_link import link_report, link_row
from knotwork.cli.explain_snippet import snippet_at, snippet_report, snippet_row
from knotwork.cli.loading import LoadedVault, load_vault
from knotwork.cli.options import NotFound, debug_option, format_option, vault_argument
from knotwork.cli.output import write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.model.names import NotePath
from knotwork.model.nearest import did_you_mean
from knotwork.model.text import Position
from knotwork.report.json import json_text
from knotwork.report.terminal import visible


@dataclass(frozen=True, slots=True)
class _LinkPosition:
    path: NotePath
    line: int
    column: int | None


@click.command("explain")
@click.argument("place", metavar="PATH:LINE[:COLUMN]")
@vault_argument
@format_option(("text", "json"))
@debug_option
def command(place: str, vault: Path | None, output_format: str) -> None:
    """Explain why a link leads where it does: the rules in the order they are tried, and what each one finds.

    PATH starts at the vault, or at the current folder; without COLUMN the first link of the line is meant.
    In a block of YAML: what the block is taken for, by which schema it is validated, and why.

    Example: knotwork explain index.md:3:45 notes
    """
    loaded = load_vault(vault)
    at = _position(place, loaded)
    snippet = snippet_at(loaded.kb, at.path, at.line)
    if snippet is not None:
        row, text = snippet_row(at.path, snippet), snippet_report(at.path, snippet)
        write_out(json_text(row) if output_format == "json" else text)
        return
    link = _link_at(loaded.kb, at)
    write_out(
        json_text(link_row(loaded.kb, link)) if output_format == "json" else link_report(loaded.kb, link)
    )


# -- the link at a position


def _position(text: str, loaded: LoadedVault) -> _LinkPosition:
    readings = list(_readings(text))
    if not readings:
        how = "write PATH:LINE or PATH:LINE:COLUMN, as in index.md:3:45"
        raise NotFound(f"'{text}' is not a position; {how}.")
    for name, line, column in readings:
        for path in _paths(name, loaded.root):
            if path in loaded.kb.notes:
                return _LinkPosition(path, line, column)
    name = readings[0][0]
    hidden = [path for path in _paths(name, loaded.root) if path in loaded.kb.vault.unpublished]
    if hidden:
        raise NotFound(f"'{hidden[0]}' is not published, so its links are not read.")
    raise NotFound(f"there is no note '{name}' in the vault{did_you_mean(name, loaded.kb.notes)}")


def _readings(text: str) -> Iterator[tuple[str, int, int | None]]:
    """The readings of `a:3:5`: column 5 of line 3 of `a`; else line 5 of a note called `a:3`."""
    match text.rsplit(":", 2):
        case [path, line, column] if path and _is_number(line) and _is_number(column):
            yield path, int(line), int(column)
    match text.rsplit(":", 1):
        case [path, line] if path and _is_number(line):
            yield path, int(line), None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _paths(name: str, root: Path) -> Iterator[NotePath]:
    """The paths that a name may have in the vault."""
    for written in (name, name.replace("\\", "/")):
        yield NotePath(posixpath.normpath(written))
        for file, folder in (
            (Path(os.path.normpath(Path.cwd() / written)), root),
            ((Path.cwd() / written).resolve(), root.resolve()),
        ):
            if file.is_relative_to(folder):
                yield NotePath(file.relative_to(folder).as_posix())


def _link_at(kb: KnowledgeBase, position: _LinkPosition) -> ResolvedLink:
    links = kb.links.of(position.path)
    on_line = [
        resolved
        for resolved in links
        if resolved.link.span.start.line <= position.line <= resolved.link.span.end.line
    ]
    if position.column is None:
        if on_line:
            return on_line[0]
        nearby = _nearby(links, position.line)
        raise NotFound(f"{position.path}: there is no link in line {position.line}{nearby}")
    at = Position(position.line, position.column)
    covering = [resolved for resolved in on_line if resolved.link.span.start <= at < resolved.link.span.end]
    if covering:
        return covering[-1]  # the innermost: an image may stand in a link
    where = f"column {position.column} of line {position.line}"
    raise NotFound(f"{position.path}: there is no link at {where}{_nearby(links, position.line)}")


def _nearby(links: Sequence[ResolvedLink], line: int) -> str:
    """The end of the sentence: the links of the line, or of the nearest line that has some."""
    if not links:
        return "; the note has no links."
    nearest = min(
        (resolved.link.span.start.line for resolved in links), key=lambda link_line: abs(link_line - line)
    )
    listed = [
        f"{resolved.link.span.start.column} {visible(resolved.link.raw)}"
        for resolved in links
        if resolved.link.span.start.line == nearest
    ]
    which = "in that line, by column" if nearest == line else f"the nearest are in line {nearest}, by column"
    return f"; {which}: {', '.join(listed)}"
