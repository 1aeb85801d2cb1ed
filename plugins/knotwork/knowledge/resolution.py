"""Resolutions: where a link leads, or why it leads nowhere; every case is a type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knotwork.model.equivalences import Equivalence
from knotwork.model.names import NotePath
from knotwork.model.note import BlockId, Heading, Link

Rule = Literal[
    "this note",
    "relative path",
    "path from the vault's root",
    "exact path",
    "own folder",
    "only candidate",
    "shortest path",
    "relative to the note",
    "address on the site",
    "folder index",
    "folder page",
    "alias",
]


@dataclass(frozen=True, slots=True)
class Top:
    """A note as a whole: the link names no part of it."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of the note."""

    label: str


@dataclass(frozen=True, slots=True)
class Element:
    """Anything else on the note's page that has an id: by attributes, in HTML."""

    id: str
    """As it is published."""


LinkAnchor = Top | Heading | BlockId | Footnote | Element
"""The part of a note that a link leads to."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A note, and the part of it that the link names."""

    target: NotePath
    anchor: LinkAnchor = Top()
    rule: Rule = "exact path"
    candidates: tuple[NotePath, ...] = ()
    """All that fit equally, when only the shortest path decided; else empty."""
    portable: bool = True
    """False for a Markdown link that only Obsidian's vault-wide search resolves."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the vault that is no note."""

    target: NotePath
    rule: Rule = "exact path"
    candidates: tuple[NotePath, ...] = ()
    portable: bool = True


@dataclass(frozen=True, slots=True)
class MissingAnchor:
    """The note is there, the heading or block is not."""

    target: NotePath
    kind: Literal["heading", "block", "footnote"]
    name: str
    similar: tuple[str, ...]
    """Headings' texts or block ids, nearest first."""
    candidates: tuple[NotePath, ...] = ()
    same: tuple[str, tuple[Equivalence, ...]] | None = None
    """The one heading or block id with the same name in another spelling, and how they differ."""


@dataclass(frozen=True, slots=True)
class SameFile:
    """The one file of the vault with the target's name in another spelling, and how they differ."""

    path: NotePath
    by: tuple[Equivalence, ...]


@dataclass(frozen=True, slots=True)
class MissingNote:
    """No note has the name."""

    name: str
    similar: tuple[NotePath, ...] = ()
    """Notes with nearly that name, nearest first."""
    alias_of: tuple[NotePath, ...] = ()
    """Notes that have the name as an alias."""
    unpublished: NotePath | None = None
    """A note of that name which is kept off the site."""
    same: SameFile | None = None
    rivals: bool = False
    """Whether a file has that name in another spelling, so that an alias is not the only candidate."""


@dataclass(frozen=True, slots=True)
class MissingAttachment:
    """No file has the name."""

    name: str
    similar: tuple[NotePath, ...] = ()
    same: SameFile | None = None
    unpublished: NotePath | None = None
    """A file of that name which is kept off the site."""


@dataclass(frozen=True, slots=True)
class OutsideVault:
    """The path leaves the vault; it is not looked at."""

    path: str


Resolution = Resolved | Attachment | MissingAnchor | MissingNote | MissingAttachment | OutsideVault


# every link of a vault is asked: a union that is made at each question takes longer than the answer
_FILES = (Resolved, Attachment)
_REACHING = (*_FILES, MissingAnchor)


def target_of(resolution: Resolution) -> NotePath | None:
    """The note or attachment a link reaches; None when it reaches nothing."""
    return resolution.target if isinstance(resolution, _REACHING) else None


def is_plain(resolution: Resolution) -> bool:
    """Whether a link simply reaches a file or a part of it: the only one that fits, wherever it is read."""
    return isinstance(resolution, _FILES) and resolution.portable and not resolution.candidates


def may_be_site_page(link: Link, resolution: Resolution) -> bool:
    """Whether an address in HTML may lead to a page of the site that no note is, such as `../tags/`."""
    is_missing = isinstance(resolution, MissingNote | MissingAttachment | OutsideVault)
    return (
        is_missing and link.html and not link.image and link.target.lower().endswith(("/", ".html", ".htm"))
    )
