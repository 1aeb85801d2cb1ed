"""The notes and attachments of a folder, read from its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from pathspec import GitIgnoreSpec

from knotwork.config.settings import Settings
from knotwork.model.diagnostics import Problem
from knotwork.model.names import NotePath, is_note
from knotwork.model.note import Link, Note
from knotwork.model.text import FILE_START
from knotwork.vault.attachments import leave_out_active, leave_out_collisions
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.held_back import Reason
from knotwork.vault.note_files import ReadNotes, notes_of_files
from knotwork.vault.parallel_reading import read_notes
from knotwork.vault.scan import FileProblem, Scan
from knotwork.vault.schema_files import schema_files
from knotwork.vault.vault import Vault, vault_of_notes

_MKDOCS_LEAVES_OUT = "/templates/"
"""As it stands in MkDocs, before the lines of `exclude_docs`; its other line is for names with a dot."""


def read_vault(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNotes | None = None
) -> Vault:
    """The vault in a folder.

    Nothing outside `root` and the settings' `extra_roots` is opened. A file that cannot be read becomes
    a problem, never an exception; only a root that is no folder raises (`NotADirectoryError`).
    """
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    exclusions = exclusions or Exclusions()
    reader = read or partial(read_notes, tag_style=settings.tag_style, html=settings.html, jobs=settings.jobs)
    scan = Scan(root, settings, exclusions.exclude)
    drafts = GitIgnoreSpec.from_lines(exclusions.drafts)
    others = GitIgnoreSpec.from_lines(settings.exclude)
    notes: dict[NotePath, Note] = {}
    attachments: set[NotePath] = set()
    unpublished: dict[NotePath, Reason] = {}
    unpublished_links: dict[NotePath, tuple[Link, ...]] = {}
    # a note that is left to MkDocs can still be linked to
    attachments.update(path for path in scan.files if not is_note(path) or others.match_file(path))
    paths = sorted(path for path in scan.files if path not in attachments)
    for path, note in notes_of_files(scan, paths, reader, settings):
        if drafts.match_file(path) or drafts.match_file(scan.linked.get(path, path)):
            unpublished[path] = "draft"
            unpublished_links[path] = note.links if note is not None else ()
        elif note is not None:
            notes[path] = note
    leave_out_collisions(scan, notes, attachments, exclusions)
    contents = leave_out_active(scan, attachments, exclusions, settings)
    vault = vault_of_notes(notes, frozenset(attachments), settings)
    files, failed = schema_files(root, notes.values(), attachments, settings)
    for name, why in sorted(failed.items()):
        message = f"the settings name the file {name}, and it cannot be read: {why}"
        scan.report("unreadable-file", Path(name).name, message)
    excluded = {path for path, why in scan.left_out.items() if why == "excluded" and is_note(path)}
    unpublished.update(dict.fromkeys(sorted(excluded), "excluded"))
    return replace(
        vault,
        unpublished={**vault.unpublished, **unpublished},
        left_out={path: why for path, why in sorted(scan.left_out.items()) if path not in excluded},
        contents=contents,
        named=exclusions.named,
        unpublished_links={**vault.unpublished_links, **unpublished_links},
        problems=(*scan.problems, *vault.problems),
        schema_files=files,
    )


def read_docs(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNotes | None = None
) -> Vault:
    """The vault in a folder that MkDocs publishes: `read_vault`, without what MkDocs leaves out by default.

    That is a folder `templates` at the root, unless `exclusions.exclude` takes it back (`!templates/`). When
    notes are hidden by it, that is a finding.
    """
    exclusions = exclusions or Exclusions()
    vault = read_vault(
        root, settings, replace(exclusions, exclude=(_MKDOCS_LEAVES_OUT, *exclusions.exclude)), read
    )
    configured = GitIgnoreSpec.from_lines([*exclusions.exclude, *settings.exclude])
    hidden = [path for path in vault.unpublished if path.startswith("templates/")]
    if not any(vault.unpublished[path] == "excluded" and not configured.match_file(path) for path in hidden):
        return vault
    message = "the folder 'templates' at the root is not published: MkDocs leaves it out"
    help_ = "Rename it, or write under `exclude_docs` what you want: `!templates/` or `templates/`."
    problem = Problem("unpublished-folder", FILE_START, message, help_)
    return replace(vault, problems=(*vault.problems, FileProblem(NotePath("templates"), problem)))


def with_made_notes(
    vault: Vault, texts: Mapping[NotePath, str], settings: Settings, read: ReadNotes
) -> Vault:
    """The vault with notes that another plugin made: held back, hidden in part and linked to like others.

    One that has the path of a note of the vault takes its place; one whose path is held back stays so.
    """
    given = ((path, text) for path, text in texts.items() if path not in vault.unpublished)
    notes = {note.path: note for note in read(given)}
    made = vault_of_notes(notes, frozenset(), settings)
    kept = {path: note for path, note in vault.notes.items() if path not in notes}
    return replace(
        vault,
        notes=dict(sorted({**kept, **made.notes}.items())),
        unpublished={**vault.unpublished, **made.unpublished},
        problems=(*vault.problems, *made.problems),
        reason_spans={**vault.reason_spans, **made.reason_spans},
        reason_texts={**vault.reason_texts, **made.reason_texts},
        unpublished_links={**vault.unpublished_links, **made.unpublished_links},
    )
