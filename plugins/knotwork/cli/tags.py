"""`knotwork tags`: every tag of the vault, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.options import debug_option, format_option, vault_argument
from knotwork.cli.output import aligned, print_status, write_out
from knotwork.knowledge.knowledge_base import KnowledgeBase
from knotwork.knowledge.tag_index import TagOccurrence
from knotwork.model.names import tag_key
from knotwork.model.plural import counted
from knotwork.report.json import json_text


@click.command("tags")
@vault_argument
@format_option(("text", "json"))
@debug_option
def command(vault: Path | None, output_format: str) -> None:
    """List the tags and how often each is used; a nested tag counts for its parents, too.

    Example: knotwork tags notes
    """
    kb = load_vault(vault).kb
    if output_format == "json":
        write_out(json_text([_row(occurrence) for occurrence in _places(kb)]))
        return
    counts = sorted((-len(places), kb.tags.names[key]) for key, places in kb.tags.occurrences.items())
    if counts:
        write_out(aligned([(f"#{name}", f"{-count:,}") for count, name in counts]))
    print_status(counted(len(counts), "tag"))


def _places(kb: KnowledgeBase) -> Iterator[TagOccurrence]:
    """Every tag once, in the order of paths and places."""
    for path, note in kb.notes.items():
        for tag in sorted(note.tags, key=lambda tag: tag.span):
            if tag_key(tag.name) in kb.tags.occurrences:  # the settings may ignore it
                yield TagOccurrence(path, tag)


def _row(occurrence: TagOccurrence) -> dict[str, object]:
    start = occurrence.tag.span.start
    return {
        "path": occurrence.path,
        "line": start.line,
        "column": start.column,
        "tag": occurrence.tag.name,
        "source": occurrence.tag.source,
    }
