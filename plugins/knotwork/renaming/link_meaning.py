"""What links mean, in terms that hold before and after files and headings have other names."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

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
)
from knotwork.knowledge.resolve import Resolver
from knotwork.model.names import NotePath, folder
from knotwork.model.note import BlockId, Heading, Link, Note


class Meaning(NamedTuple):
    """Where a link leads."""

    file: str
    """A path of the vault, or with `../` in front one outside of it."""
    part: tuple[str, object] | None
    """The part of the note: a heading or block by its number in the note; None for the whole."""
    is_missing: bool
    """Whether the note has no part of that name."""
    is_certain: bool
    """Whether nothing else fits as well, and Markdown links lead there in other programs, too."""
    rule: str

    def holds(self, wanted: Meaning) -> bool:
        """Whether it is the wanted one; a part that was missing may be there now."""
        if self.file != wanted.file or (wanted.is_certain and not self.is_certain):
            return False
        return wanted.is_missing or (self.part == wanted.part and not self.is_missing)


@dataclass(frozen=True)
class Notes:
    """All notes of a vault, those that are held back included, and what follows their links."""

    notes: Mapping[NotePath, Note]
    resolver: Resolver

    def meaning(self, source: NotePath, link: Link) -> Meaning | None:
        """Where a link leads; None when it leads nowhere."""
        if not link.target and source not in self.resolver.notes:
            return self._within(source, link)
        return self._of(source, link, self.resolver.resolve(source, link))

    def _of(self, source: NotePath, link: Link, resolution: Resolution) -> Meaning | None:
        match resolution:
            case Resolved():
                certain = resolution.portable and not resolution.candidates
                part = self._part(resolution)
                return Meaning(resolution.target, part, False, certain, resolution.rule)
            case Attachment():
                certain = resolution.portable and not resolution.candidates
                return Meaning(resolution.target, None, False, certain, resolution.rule)
            case MissingAnchor():
                return Meaning(resolution.target, None, True, not resolution.candidates, "")
            case MissingNote(unpublished=str(path)) | MissingAttachment(unpublished=str(path)):
                return self._hidden(path, link)
            case OutsideVault():
                start = folder(source) if link.kind == "markdown" or link.target.startswith("..") else ""
                outside = posixpath.normpath(posixpath.join(start, link.target.replace("\\", "/")))
                return Meaning(outside, None, False, True, "relative to the note")
            case _:
                return None

    def _part(self, resolution: Resolved) -> tuple[str, object] | None:
        note = self.notes[resolution.target]
        match resolution.anchor:
            case Heading() as heading:
                return "heading", _place(note.headings, heading)
            case BlockId() as block:
                return "block", _place(note.blocks, block)
            case Footnote(label):
                return "footnote", label
            case Element(id_):
                return "element", id_
            case _:
                return None

    def _within(self, source: NotePath, link: Link) -> Meaning | None:
        """A link within a note that is held back."""
        return self._hidden(source, link)

    def _hidden(self, path: NotePath, link: Link) -> Meaning:
        """The meaning of a link to a note that is held back."""
        parts = [part.strip() for part in link.subpath.split("#") if part.strip()]
        note = self.notes.get(path)
        if note is None or not parts:
            return Meaning(path, None, False, True, "")
        if parts[-1].startswith("^"):
            block = self.resolver.anchors.block(note, parts[-1][1:].strip())
            part = None if block is None else ("block", _place(note.blocks, block))
        else:
            heading = self.resolver.anchors.heading(note, parts)
            if heading is None and link.kind == "markdown":
                heading = self.resolver.anchors.heading_of_fragment(note, parts)
            part = None if heading is None else ("heading", _place(note.headings, heading))
        return Meaning(path, part, part is None, True, "")


def moved(meaning: Meaning, new_path: Callable[[str], str]) -> Meaning:
    """The meaning when files have other paths."""
    return meaning._replace(file=new_path(meaning.file))


def _place(items: tuple[Heading, ...] | tuple[BlockId, ...], item: Heading | BlockId) -> int:
    return next(at for at, other in enumerate(items) if other is item or other == item)
