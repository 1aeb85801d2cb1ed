"""`knotwork links`: every link of the vault and its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.options import NotFound, debug_option, format_option, vault_argument
from knotwork.cli.output import aligned, print_status, write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.link_index import ResolvedLink, missing_note_key
from knotwork.knowledge.resolution import (
    Attachment,
    Element,
    Footnote,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolution,
    Resolved,
    Top,
    target_of,
)
from knotwork.model.names import NotePath, basename, without_md
from knotwork.model.nearest import did_you_mean
from knotwork.model.note import BlockId, Heading, Link
from knotwork.model.plural import counted
from knotwork.model.text import FILE_START
from knotwork.report.json import json_text

Status = Literal[
    "resolved", "ambiguous", "missing-note", "missing-anchor", "missing-attachment", "outside-vault"
]


@click.command("links")
@vault_argument
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(get_args(Status)),
    help="Only links with this status; may be given again.",
)
@click.option("--to", metavar="NOTE", help="Only links to this note, whether or not it exists.")
@format_option(("text", "json"))
@debug_option
def command(vault: Path | None, statuses: Sequence[str], to: str | None, output_format: str) -> None:
    """List the links and embeds with their targets.

    Example: knotwork links notes --status missing-note
    """
    kb = load_vault(vault).kb
    reaches = _reaching(kb, to) if to is not None else lambda resolved: True
    links = [
        resolved
        for resolved in kb.links.all
        if reaches(resolved) and (not statuses or status(resolved.resolution) in statuses)
    ]
    if output_format == "json":
        write_out(json_text([_row(resolved) for resolved in links]))
        return
    if links:
        write_out(aligned([_cells(resolved) for resolved in links]))
    counts = Counter(status(resolved.resolution) for resolved in links)
    print_status(
        ", ".join([counted(len(links), "link"), *(f"{n:,} {name}" for name, n in counts.most_common())])
    )


def status(resolution: Resolution) -> Status:
    """The status of a link, as the output names it."""
    match resolution:
        case Resolved(candidates=candidates) | Attachment(candidates=candidates):
            return "ambiguous" if len(candidates) > 1 else "resolved"
        case MissingAnchor():
            return "missing-anchor"
        case MissingNote():
            return "missing-note"
        case MissingAttachment():
            return "missing-attachment"
        case OutsideVault():
            return "outside-vault"


def anchor(resolution: Resolution) -> str | None:
    """The part of its note that a link reaches: a heading as it is written, `^block` or `[^footnote]`."""
    if not isinstance(resolution, Resolved):
        return None
    match resolution.anchor:
        case Heading(source=source):
            return source
        case BlockId(name=name):
            return f"^{name}"
        case Footnote(label=label):
            return f"[^{label}]"
        case Top() | Element():
            return None


def _row(resolved: ResolvedLink) -> dict[str, object]:
    start = resolved.link.span.start
    return {
        "path": resolved.source,
        "line": start.line,
        "column": start.column,
        "raw": resolved.link.raw,
        "kind": resolved.link.kind,
        "target": target_of(resolved.resolution),
        "anchor": anchor(resolved.resolution),
        "status": status(resolved.resolution),
        "published": resolved.link.published,
    }


def _cells(resolved: ResolvedLink) -> tuple[str, ...]:
    start = resolved.link.span.start
    place = f"{resolved.source}:{start.line}:{start.column}"
    inner = anchor(resolved.resolution)
    reached = (target_of(resolved.resolution) or "–") + (f"#{inner}" if inner else "")
    return place, resolved.link.raw, f"→ {reached}", status(resolved.resolution)


def _reaching(kb: KnowledgeBase, name: str) -> Callable[[ResolvedLink], bool]:
    """A test whether a link leads where `[[name]]` in a note at the vault's root would lead."""
    bare = name.removeprefix("[[").removesuffix("]]")
    link = Link("wikilink", name, FILE_START, bare, "", None, True, None)
    target = target_of(kb.resolver.resolve(NotePath(""), link))
    if target is not None:
        return lambda resolved: target_of(resolved.resolution) == target
    key = missing_note_key(bare)

    def wants(resolved: ResolvedLink) -> bool:
        match resolved.resolution:
            case MissingNote(name=missing) | MissingAttachment(name=missing):
                return missing_note_key(missing) == key
            case _:
                return False

    if not any(map(wants, kb.links.all)):
        near = did_you_mean(bare, {without_md(basename(path)) for path in kb.notes})
        raise NotFound(f"--to: no note is called '{bare}', and no link leads to it{near}")
    return wants
