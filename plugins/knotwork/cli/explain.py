"""`knotwork explain`: which rules were tried for a link, and which decided; or what a snippet is, and why."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from knotwork.cli.explain_snippet import snippet_at, snippet_row, snippet_text
from knotwork.cli.links import anchor, status
from knotwork.cli.loading import LoadedVault, load_vault
from knotwork.cli.options import NotFound, debug_option, format_option, vault_argument
from knotwork.cli.output import aligned, write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolved,
    Rule,
    target_of,
)
from knotwork.knowledge.resolve import Step
from knotwork.model.names import NotePath
from knotwork.model.nearest import did_you_mean
from knotwork.model.text import Position
from knotwork.report.json import json_text
from knotwork.report.terminal import visible
from knotwork.rules.links.link_text import link_text


@dataclass(frozen=True, slots=True)
class _Place:
    path: NotePath
    line: int
    column: int | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that a rule found."""

    target: NotePath
    rule: Rule
    chosen: bool


@click.command("explain")
@click.argument("place", metavar="PATH:LINE[:COLUMN]")
@vault_argument
@format_option(("text", "json"))
@debug_option
def command(place: str, vault: Path | None, output_format: str) -> None:
    """Tell why the link at a place leads where it leads: the rules in their order, and what each found.

    PATH starts at the vault, or at the current folder; without COLUMN the first link of the line is meant.
    In a block of YAML, tell what the block was taken for, by which schema it was judged, and why.

    Example: knotwork explain index.md:3:45 notes
    """
    read = load_vault(vault)
    at = _place(place, read)
    snippet = snippet_at(read.kb, at.path, at.line)
    if snippet is not None:
        row, story = snippet_row(at.path, snippet), snippet_text(at.path, snippet)
        write_out(json_text(row) if output_format == "json" else story)
        return
    link = _link_at(read.kb, at)
    write_out(json_text(_row(read.kb, link)) if output_format == "json" else _story(read.kb, link))


# -- the link that is meant


def _place(text: str, read: LoadedVault) -> _Place:
    readings = list(_readings(text))
    if not readings:
        how = "write PATH:LINE or PATH:LINE:COLUMN, as in index.md:3:45"
        raise NotFound(f"'{text}' is no place; {how}.")
    for name, line, column in readings:
        for path in _paths(name, read.root):
            if path in read.kb.notes:
                return _Place(path, line, column)
    name = readings[0][0]
    hidden = [path for path in _paths(name, read.root) if path in read.kb.vault.unpublished]
    if hidden:
        raise NotFound(f"'{hidden[0]}' is not published, so its links are not read.")
    raise NotFound(f"there is no note '{name}' in the vault{did_you_mean(name, read.kb.notes)}")


def _readings(text: str) -> Iterator[tuple[str, int, int | None]]:
    """What `a:3:5` may mean: column 5 of line 3 of `a`; else line 5 of a note called `a:3`."""
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


def _link_at(kb: KnowledgeBase, place: _Place) -> ResolvedLink:
    links = kb.links.of(place.path)
    on_line = [each for each in links if each.link.span.start.line <= place.line <= each.link.span.end.line]
    if place.column is None:
        if on_line:
            return on_line[0]
        nearby = _nearby(links, place.line)
        raise NotFound(f"{place.path}: there is no link in line {place.line}{nearby}")
    at = Position(place.line, place.column)
    covering = [each for each in on_line if each.link.span.start <= at < each.link.span.end]
    if covering:
        return covering[-1]  # the innermost: an image may stand in a link
    where = f"column {place.column} of line {place.line}"
    raise NotFound(f"{place.path}: there is no link at {where}{_nearby(links, place.line)}")


def _nearby(links: Sequence[ResolvedLink], line: int) -> str:
    """The end of the sentence: the links of the line, or of the nearest line that has some."""
    if not links:
        return "; the note has no links."
    nearest = min((each.link.span.start.line for each in links), key=lambda other: abs(other - line))
    listed = [
        f"{each.link.span.start.column} {visible(each.link.raw)}"
        for each in links
        if each.link.span.start.line == nearest
    ]
    which = "in that line, by column" if nearest == line else f"the nearest are in line {nearest}, by column"
    return f"; {which}: {', '.join(listed)}"


# -- what is known about it


def _row(kb: KnowledgeBase, each: ResolvedLink) -> dict[str, object]:
    start = each.link.span.start
    row: dict[str, object] = {
        "raw": each.link.raw,
        "path": each.source,
        "line": start.line,
        "column": start.column,
        "kind": each.link.kind,
        "target": target_of(each.resolution),
        "anchor": anchor(each.resolution),
        "status": status(each.resolution),
        "candidates": [
            {"target": found.target, "rule": found.rule, "chosen": found.chosen}
            for found in _candidates(_steps(kb, each))
        ],
        "suggestions": list(_suggestions(kb, each)),
    }
    if isinstance(each.resolution, MissingAnchor):
        row["headings"] = [heading.text for heading in kb.notes[each.resolution.target].headings]
    return row


def _steps(kb: KnowledgeBase, each: ResolvedLink) -> list[Step]:
    """Every rule that applies to the link, in order; none for a path that leads out of the vault."""
    if isinstance(each.resolution, OutsideVault):
        return []
    return list(dict.fromkeys(kb.resolver.steps(each.source, each.link)))


def _candidates(steps: Iterable[Step]) -> list[_Candidate]:
    """Every file that any rule finds, each once, under the first rule that does."""
    rules: dict[NotePath, Rule] = {}
    for step in steps:
        for path in step.found:
            rules.setdefault(path, step.rule)
    return [_Candidate(path, rule, at == 0) for at, (path, rule) in enumerate(rules.items())]


def _suggestions(kb: KnowledgeBase, each: ResolvedLink) -> Iterator[str]:
    """What could be written instead, most fitting first."""
    mark = "!" if each.link.kind == "embed" else ""
    match each.resolution:
        case MissingNote(similar=similar, alias_of=owners):
            for path in owners:
                yield f"{mark}[[{link_text(kb, each.source, path)}|{each.link.target}]]"
            others = (path for path in similar if path not in owners)
            yield from (f"{mark}[[{link_text(kb, each.source, path)}]]" for path in others)
        case MissingAttachment(similar=similar):
            yield from (f"{mark}[[{link_text(kb, each.source, path)}]]" for path in similar)
        case MissingAnchor(kind=kind, similar=names):
            block = "^" if kind == "block" else ""
            yield from (f"{mark}[[{each.link.target}#{block}{name}]]" for name in names)
        case Resolved() | Attachment() | OutsideVault():
            return


# -- told to a person


def _story(kb: KnowledgeBase, each: ResolvedLink) -> str:
    start = each.link.span.start
    steps = _steps(kb, each)
    parts = [visible(f"{each.source}:{start.line}:{start.column}: {each.link.raw} ({each.link.kind})") + "\n"]
    parts.append(visible(_outcome(each)) + "\n")
    if steps:
        parts.append(f"Rules, in the order in which they are tried:\n{_tried(steps)}")
    if rejected := _rejected(steps):
        parts.append(f"Not chosen:\n{rejected}")
    if suggestions := list(_suggestions(kb, each)):
        parts.append("Perhaps you mean:\n" + "".join(f"  {visible(text)}\n" for text in suggestions))
    if isinstance(each.resolution, MissingAnchor):
        headings = [heading.text for heading in kb.notes[each.resolution.target].headings]
        listed = "".join(f"  {visible(text)}\n" for text in headings)
        parts.append(f"Headings of '{visible(each.resolution.target)}':\n{listed or '  none'}")
    return "\n".join(parts)


def _outcome(each: ResolvedLink) -> str:
    match each.resolution:
        case Resolved(target=target) | Attachment(target=target):
            inner = anchor(each.resolution)
            return f"leads to '{target}'" + (f", there to '{inner}'" if inner else "")
        case MissingAnchor(target=target, kind=kind, name=name):
            return f"leads to '{target}', which has no {kind} '{name}'"
        case MissingNote(unpublished=str(unpublished)) | MissingAttachment(unpublished=str(unpublished)):
            return f"leads nowhere: '{unpublished}' is kept off the site"
        case MissingNote(name=name, alias_of=owners) if owners:
            return f"leads nowhere: '{name}' is only an alias of {', '.join(map(repr, owners))}"
        case MissingNote(name=name):
            return f"leads nowhere: no note is called '{name}'"
        case MissingAttachment(name=name):
            return f"leads nowhere: no file is called '{name}'"
        case OutsideVault(path=path):
            return f"leads out of the vault: nothing was looked for at '{path}'"


def _tried(steps: Sequence[Step]) -> str:
    rows = []
    decided = False
    for number, step in enumerate(steps, start=1):
        found = ", ".join(step.found) or "nothing"
        if decided:
            verdict = "not asked any more"
        elif step.found:
            verdict, decided = "decides", True
        else:
            verdict = ""
        rows.append((f"  {number}. {step.rule}", found, verdict))
    return aligned(rows)


def _rejected(steps: Sequence[Step]) -> str:
    """Each file that was not chosen, and why not."""
    candidates = _candidates(steps)
    if len(candidates) < 2:
        return ""
    first = candidates[0]
    return aligned([(f"  {each.target}", _why_not(each, first)) for each in candidates[1:]])


def _why_not(each: _Candidate, chosen: _Candidate) -> str:
    if each.rule != chosen.rule:
        return f"'{chosen.rule}' is tried before '{each.rule}'"
    if each.rule != "shortest path":
        return "found by the same rule, and later in the alphabet"
    if len(each.target) > len(chosen.target):
        return "its path is longer"
    return "its path is as long, and later in the alphabet"
