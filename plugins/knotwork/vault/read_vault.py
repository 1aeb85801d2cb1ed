"""The notes and attachments of a folder, read from its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.note_files import ReadNotes
from knotwork.vault.vault import Vault, vault_of_notes
from knotwork.vault.vault_reader import VaultReader


def read_vault(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNotes | None = None
) -> Vault:
    """The vault in a folder.

    Nothing outside `root` and the settings' `extra_roots` is opened. A file that cannot be read becomes
    a problem, never an exception; only a root that is no folder raises (`NotADirectoryError`).
    """
    return VaultReader(root, settings, exclusions, read, as_docs=False).read()


def read_docs(
    root: Path, settings: Settings, exclusions: Exclusions | None = None, read: ReadNotes | None = None
) -> Vault:
    """The vault in a folder that MkDocs publishes: `read_vault`, without what MkDocs leaves out by default.

    That is a folder `templates` at the root, unless `exclusions.exclude` takes it back (`!templates/`). When
    notes are hidden by it, that is a finding.
    """
    return VaultReader(root, settings, exclusions, read).read()


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
