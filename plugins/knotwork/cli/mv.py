"""`knotwork mv`: a note, folder, heading, block or tag gets another name, and all links follow."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from knotwork.cli.loading import LoadedVault, load_site
from knotwork.cli.move_files import rename_diff, write_renaming
from knotwork.cli.options import NotFound, debug_option
from knotwork.cli.output import print_status, write_out
from knotwork.cli.repository_paths import path_prefix
from knotwork.cli.write_note import exact_text
from knotwork.config.mkdocs_yml import Site, find_site
from knotwork.model.diagnostics import Edit
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Note
from knotwork.model.plural import counted
from knotwork.model.text import Lines, normalized
from knotwork.renaming.following import renaming
from knotwork.renaming.former_names import with_former_names
from knotwork.renaming.moves import STAY, Move, all_files
from knotwork.renaming.names import Files
from knotwork.renaming.parts import part_edit
from knotwork.renaming.result import Refused, Renaming
from knotwork.renaming.tags import tag_edits
from knotwork.report.terminal import visible
from knotwork.syntax.reader import read_note


@click.command("mv")
@click.argument("old")
@click.argument("new")
@click.option("--vault", type=click.Path(path_type=Path), help="The folder of the notes.")
@click.option("--dry-run", is_flag=True, help="Print the changes as a diff, and write nothing.")
@click.option("--alias", is_flag=True, help="Leave the former name of each note as an alias.")
@click.option("--redirect", is_flag=True, help="Leave a redirect at the former address of each note.")
@click.option("--merge", is_flag=True, help="Rename a tag to one that is there already: both become one.")
@debug_option
def command(
    old: str, new: str, vault: Path | None, dry_run: bool, alias: bool, redirect: bool, merge: bool
) -> None:
    """Rename or move a note, an attachment or a folder, and write every link so that it still leads there.

    OLD is a path in the vault, or the name of a note. 'note#Heading' is a heading, 'note#^id' a block,
    '#tag' a tag. NEW is the new path or name. Nothing is overwritten.

    Example: knotwork mv pods.md workloads/pods.md
    """
    if (alias or redirect) and "#" in old:
        raise click.UsageError("--alias and --redirect go with notes and folders.")
    site = find_site(vault, Path.cwd())
    loaded = load_site(site)
    held_back = _held_back(loaded)
    try:
        move, edits = _requested(loaded, held_back, old, new, merge=merge)
        exact = partial(exact_text, loaded.root)
        result = renaming(loaded.kb, held_back, exact, move, edits)
        if alias or redirect:
            result = with_former_names(loaded.kb, exact, move, result, alias=alias, redirect=redirect)
        if dry_run:
            write_out(rename_diff(result, move, all_files(loaded.kb), _prefix(loaded)))
        else:
            write_renaming(loaded.root, result, move)
    except Refused as refused:
        _refuse(refused)
    _report(site, result, move, dry_run=dry_run)


def _requested(
    loaded: LoadedVault, held_back: Mapping[NotePath, Note], old: str, new: str, *, merge: bool
) -> tuple[Move, list[Edit]]:
    """What is requested: a move of files, or edits of what gets another name in the notes."""
    notes = {**loaded.kb.notes, **held_back}
    files = Files(all_files(loaded.kb), partial(_from_here, loaded.root))
    lines = partial(_lines, loaded.root)
    if old.startswith("#"):
        return STAY, tag_edits(notes.values(), lines, old, new, merge=merge)
    name, mark, part = old.partition("#")
    if not mark:
        return files.move(old, new), []
    path, _ = files.named(name)
    if path not in notes:
        raise Refused(f"{path} is no note")
    note = notes[NotePath(path)]
    new = new.removeprefix(f"{name}#").removeprefix("#") if not new.startswith("##") else new
    return STAY, [part_edit(note, lines(note), part.strip(), new)]


def _held_back(loaded: LoadedVault) -> dict[NotePath, Note]:
    """The notes that are not published: their links follow, too."""
    vault, dialect = loaded.kb.vault, loaded.kb.settings.dialect
    paths = sorted(path for path in (*vault.unpublished, *vault.left_out) if is_note(path))
    texts = {path: exact_text(loaded.root, path) for path in paths}
    return {path: read_note(path, text, dialect) for path, text in texts.items() if text is not None}


def _lines(root: Path, note: Note) -> Lines:
    return Lines(normalized(exact_text(root, note.path) or ""))


def _from_here(root: Path, written: str) -> str | None:
    """The path in the vault of one that is written from the current folder."""
    try:
        path = os.path.relpath(Path.cwd() / written, root.absolute())
    except ValueError:  # on another drive of Windows
        return None
    return Path(path).as_posix()


def _prefix(loaded: LoadedVault) -> str:
    prefix = path_prefix(loaded.root)
    return "" if prefix.startswith(("/", "..")) else prefix  # `git apply` and `patch` take no such paths


def _refuse(refused: Refused) -> NoReturn:
    places = [
        f"\n  {place.path}:{place.span.start.line}:{place.span.start.column}" for place in refused.places
    ]
    raise NotFound(f"{refused}; nothing was changed{''.join(places)}")


def _report(site: Site, result: Renaming, move: Move, *, dry_run: bool) -> None:
    done = "would be " if dry_run else ""
    if move is not STAY:
        print_status(visible(f"{move.old} {done or 'is '}moved to {move.new}"))
    texts = counted(len(result.after), "file")
    print_status(f"{counted(result.links, 'link')} {done}changed, {texts} {done}written")
    if result.repaired:
        print_status(f"{counted(result.repaired, 'link')} that led nowhere now lead somewhere")
    for path in sorted(site.config.named):
        if move is not STAY and move.path(path) != path and site.config_file:
            print_status(visible(f"{site.config_file.name} names {path}: write {move.path(path)} there"))
