"""`knotwork export`: the published notes as Markdown for other generators."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from knotwork.cli.loading import load_vault
from knotwork.cli.new_files import write_new_files
from knotwork.cli.options import NotFound, debug_option
from knotwork.cli.output import print_status
from knotwork.knowledge.resolution import MissingAttachment, MissingNote
from knotwork.model.names import NotePath, is_markdown
from knotwork.model.plural import counted
from knotwork.report.terminal import visible
from knotwork.site.export.lists import list_pages
from knotwork.site.export.note_text import Exporter, linked_ids
from knotwork.site.export.targets import TARGETS, Target, exported_path
from knotwork.vault.source_text import source_text


@click.command("export")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--vault", type=click.Path(path_type=Path), help="The folder of the notes.")
@click.option(
    "--to",
    "target",
    type=click.Choice(TARGETS),
    default=TARGETS[0],
    show_default=True,
    help="The generator that the files are for.",
)
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@debug_option
def command(directory: Path, vault: Path | None, target: Target, force: bool) -> None:
    """Write the published notes into a folder as Markdown that other generators read.

    Links are written as paths, embeds are in their places, comments are left out; the notes by tag, and what
    links to each, are pages of their own. Nothing is overwritten without --force.

    Example: knotwork export exported --to zensical
    """
    loaded = load_vault(vault)
    if directory.resolve().is_relative_to(loaded.root.resolve()):
        raise NotFound(f"{visible(str(directory))} is inside the vault: its files would be notes")
    kb = loaded.kb
    exporter = Exporter(kb, target, partial(source_text, loaded.root), linked_ids(kb))
    files = {path: text.encode() for path in kb.notes if (text := _exported(exporter, path)) is not None}
    files |= {path: text.encode() for path, text in list_pages(kb, target)}
    for path in kb.vault.attachments:
        data = kb.vault.contents.get(path)
        files[path] = (loaded.root / path).read_bytes() if data is None else data
    whole = {directory / exported_path(path, target, kb.notes): data for path, data in files.items()}
    write_new_files(directory, whole, force=force)
    notes = counted(len(kb.notes), "note")
    print_status(visible(f"{notes} and {counted(len(whole) - len(kb.notes), 'other file')} in {directory}"))


def _exported(exporter: Exporter, path: NotePath) -> str | None:
    """The text of a note for another generator; a canvas as it is, unless it names what is not published."""
    if is_markdown(path):
        return exporter.text(path)
    resolutions = exporter.kb.resolutions[path]
    missing = (reached for reached in resolutions if isinstance(reached, MissingNote | MissingAttachment))
    return None if any(reached.unpublished for reached in missing) else exporter.text_of(path)
