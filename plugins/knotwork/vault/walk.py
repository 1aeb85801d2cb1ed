"""What a walk over a vault's folder found, and what of it a site may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from knotwork.config.settings import Settings
from knotwork.model.names import NotePath
from knotwork.model.note import Note
from knotwork.vault.attachments import leave_out_active, leave_out_collisions
from knotwork.vault.exclusions import Exclusions
from knotwork.vault.scan import FileProblem, Scan, WhyLeftOut


@dataclass(frozen=True, slots=True)
class Walk:
    """The files of a folder, before their texts are looked at."""

    scan: Scan
    notes: tuple[NotePath, ...]
    drafts: frozenset[NotePath]
    """Those of the notes that `draft_docs` names."""
    linked: Mapping[NotePath, tuple[NotePath, ...]]
    """Links to a file of the vault, by that file."""
    problems: tuple[FileProblem, ...]
    is_left: Callable[[str], bool]
    """Whether a new note would be a draft, or be left to MkDocs."""


@dataclass(frozen=True, slots=True)
class Published:
    """What of a folder is left when the files that a site must not have are taken out."""

    attachments: frozenset[NotePath]
    collided: frozenset[NotePath]
    contents: Mapping[NotePath, bytes]
    left_out: Mapping[NotePath, WhyLeftOut]
    problems: tuple[FileProblem, ...]


def published_files(
    walk: Walk, notes: dict[NotePath, Note], exclusions: Exclusions, settings: Settings
) -> Published:
    """What is left of a folder; `notes` are those that are no drafts."""
    scan = walk.scan
    attachments = set(scan.files).difference(walk.notes)
    others = frozenset(notes)
    before = len(scan.problems)
    leave_out_collisions(scan, notes, attachments, exclusions)
    contents = leave_out_active(scan, attachments, exclusions, settings)
    return Published(
        frozenset(attachments),
        others.difference(notes),
        contents,
        dict(scan.left_out),
        tuple(scan.problems[before:]),
    )
