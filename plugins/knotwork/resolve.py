"""What a link means, or why it means nothing: Obsidian's rules, each step with a name."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knotwork.anchors import Anchors, block_of, heading_of_fragment
from knotwork.names import (
    NameKey,
    NotePath,
    basename,
    folder,
    name_key,
    without_md,
)
from knotwork.nearest import nearest, nearest_texts
from knotwork.note import BlockId, Heading, Link, Note

ATTACHMENT_EXTENSIONS = frozenset(
    (
        "png jpg jpeg gif bmp svg webp avif ico tiff mp3 wav m4a ogg oga 3gp flac opus mp4 webm ogv mov mkv "
        "pdf canvas base excalidraw csv tsv zip gz tar json yaml yml toml txt html htm xml css "
        "docx xlsx pptx epub"
    ).split()
)
"""What makes a missing target an attachment: any other dot belongs to a note's name (`release-1.30`)."""

Rule = Literal[
    "this note",
    "relative path",
    "path from the vault's root",
    "exact path",
    "own folder",
    "only candidate",
    "shortest path",
    "relative to the note",
    "folder index",
    "folder page",
    "alias",
]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A note, and the heading, block or footnote in it if the link names one."""

    target: NotePath
    heading: Heading | None = None
    block: BlockId | None = None
    footnote: str | None = None
    rule: Rule = "exact path"
    candidates: tuple[NotePath, ...] = ()
    """All that fit equally, when only the shortest path decided; else empty."""
    portable: bool = True
    """False for a Markdown link that only Obsidian's vault-wide search resolves."""
    element: str | None = None
    """The id a Markdown link names that is no heading's: of an attribute list, raw HTML or a footnote."""


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
    wanted: str
    similar: tuple[str, ...]
    """Headings' texts or block ids, nearest first."""
    candidates: tuple[NotePath, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingNote:
    """No note is called that."""

    name: str
    similar: tuple[NotePath, ...] = ()
    """Notes with nearly that name, nearest first."""
    alias_of: tuple[NotePath, ...] = ()
    """Notes that have the name as an alias."""
    unpublished: NotePath | None = None
    """A note of that name which is kept off the site."""


@dataclass(frozen=True, slots=True)
class MissingAttachment:
    """No file is called that."""

    name: str
    similar: tuple[NotePath, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideVault:
    """The path leaves the vault; nothing was looked at."""

    path: str


Resolution = Resolved | Attachment | MissingAnchor | MissingNote | MissingAttachment | OutsideVault


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that was tried, and what it found."""

    rule: Rule
    found: tuple[NotePath, ...]


class Resolver:
    """Resolves links against the files of a vault. Build it once per compile."""

    def __init__(
        self,
        notes: Mapping[NotePath, Note],
        attachments: Iterable[NotePath],
        unpublished: Iterable[NotePath] = (),
        *,
        aliases: Literal["strict", "resolve"] = "strict",
    ) -> None:
        self.notes = notes
        self.lenient_aliases = aliases == "resolve"
        self._paths: dict[NameKey, list[NotePath]] = defaultdict(list)
        self._names: dict[NameKey, list[NotePath]] = defaultdict(list)
        for path in sorted((*notes, *attachments)):
            self._paths[name_key(path)].append(path)
            self._names[name_key(basename(path))].append(path)
        self._unpublished = {name_key(without_md(basename(path))): path for path in sorted(unpublished)}
        self._aliases: dict[NameKey, list[NotePath]] = defaultdict(list)
        for path, note in sorted(notes.items()):
            for alias in note.aliases:
                if path not in self._aliases[name_key(alias.name.strip())]:
                    self._aliases[name_key(alias.name.strip())].append(path)
        self._similar: dict[NameKey, tuple[NotePath, ...]] = {}
        self._similar_files: dict[NameKey, tuple[NotePath, ...]] = {}
        self._anchors = Anchors()
        self._folders = {f"{above}/" for path in notes for above in _above(path)}

    def resolve(self, source: NotePath, link: Link) -> Resolution:
        """What a link in `source` means."""
        if not link.target:
            return self._anchored(source, link, "this note", ())
        if _outside(source, link):
            return OutsideVault(link.target)
        for step in self.steps(source, link):
            if step.found:
                return self._reached(link, step)
        return self._missing(link.target)

    def steps(self, source: NotePath, link: Link) -> Iterator[Step]:
        """The rules in the order they are tried, each with all files it finds, the chosen one first."""
        if not link.target:
            yield Step("this note", (source,))
            return
        target = link.target
        markdown = link.kind == "markdown"
        for name in _variants(target):
            if markdown and not target.startswith("/"):
                yield Step("relative to the note", self._exact(_normal(folder(source), name)))
            if target.startswith(("./", "../")):
                if not markdown:
                    yield Step("relative path", self._exact(_normal(folder(source), name)))
                continue
            if target.startswith("/"):
                yield Step("path from the vault's root", self._exact(_normal("", name.lstrip("/"))))
                continue
            yield from self._named(source, name)
        if markdown and target.endswith("/"):
            start = "" if target.startswith("/") else folder(source)
            yield Step("folder index", self._exact(_normal(start, f"{target}index.md")))
            page = NotePath(f"{_normal(start, target)}/")
            yield Step("folder page", (page,) if page in self._folders else ())
        elif not target.startswith(("./", "../", "/")) and not target.endswith("/"):
            index = f"{target}/index.md"
            yield from (Step("folder index", step.found) for step in self._named(source, index))
        if self.lenient_aliases and not target.startswith(("./", "../", "/")):
            yield Step("alias", tuple(self._aliases.get(name_key(target), ())))

    def similar_notes(self, name: str) -> tuple[NotePath, ...]:
        """The notes whose names or aliases are nearest to a name, nearest first, at most three."""
        key = name_key(without_md(basename(name)))
        if key not in self._similar:
            self._similar[key] = nearest(key, self._note_names)
        return self._similar[key]

    # -- files

    def _named(self, source: NotePath, name: str) -> Iterator[Step]:
        """Exact path; then files whose path ends with the name: own folder, else the shortest path."""
        yield Step("exact path", self._exact(_normal("", name)))
        ending = name_key("/" + _normal("", name))
        candidates = [
            path for path in self._names.get(name_key(basename(name)), ()) if name_key(path).endswith(ending)
        ]
        own = self._exact(_normal(folder(source), name))
        yield Step("own folder", own)
        if len(candidates) == 1:
            yield Step("only candidate", tuple(candidates))
        else:
            yield Step("shortest path", tuple(sorted(candidates, key=lambda path: (len(path), path))))

    def _exact(self, path: str) -> tuple[NotePath, ...]:
        """The file of that path: the same spelling first, else those that differ in case or form."""
        found = self._paths.get(name_key(path), ())
        return tuple(sorted(found, key=lambda each: (each != path, each)))[:1]

    def _reached(self, link: Link, step: Step) -> Resolution:
        path = step.found[0]
        decided = step.rule in ("shortest path", "alias", "folder index")
        candidates = step.found if decided and len(step.found) > 1 else ()
        portable = link.kind != "markdown" or step.rule in (
            "relative to the note",
            "path from the vault's root",
            "folder index",
            "folder page",
        )
        if path not in self.notes:
            return Attachment(path, step.rule, candidates, portable)
        return self._anchored(path, link, step.rule, candidates, portable=portable)

    # -- anchors

    def _anchored(
        self,
        path: NotePath,
        link: Link,
        rule: Rule,
        candidates: tuple[NotePath, ...],
        *,
        portable: bool = True,
    ) -> Resolution:
        note = self.notes[path]
        parts = [part for part in (part.strip() for part in link.subpath.split("#")) if part]
        if not parts:
            return Resolved(path, None, None, None, rule, candidates, portable)
        last = parts[-1]
        if last.startswith("^"):
            block = block_of(note, last[1:].strip())
            if block is not None:
                return Resolved(path, None, block, None, rule, candidates, portable)
            names = [each.name for each in note.blocks]
            return MissingAnchor(path, "block", last[1:], nearest_texts(last[1:], names), candidates)
        if last.startswith("[^") and last.endswith("]"):
            if last[2:-1] in note.footnotes:
                return Resolved(path, None, None, last[2:-1], rule, candidates, portable)
            return MissingAnchor(path, "footnote", last[2:-1], (), candidates)
        heading = self._anchors.heading(note, parts)
        if heading is None and link.kind == "markdown":
            heading = heading_of_fragment(note, parts)
        if heading is not None:
            return Resolved(path, heading, None, None, rule, candidates, portable)
        if link.kind == "markdown" and link.subpath in self._anchors.ids(note):
            return Resolved(path, None, None, None, rule, candidates, portable, link.subpath)
        texts = list(dict.fromkeys(each.text for each in note.headings))
        return MissingAnchor(path, "heading", last, nearest_texts(last, texts), candidates)

    # -- what is missing

    def _missing(self, target: str) -> Resolution:
        extension = target.rpartition(".")[2].lower() if "." in basename(target) else ""
        if extension in ATTACHMENT_EXTENSIONS:
            key = name_key(basename(target))
            if key not in self._similar_files:
                self._similar_files[key] = nearest(key, self._file_names)
            return MissingAttachment(target, self._similar_files[key])
        unpublished = self._unpublished.get(name_key(without_md(basename(target))))
        aliases = tuple(self._aliases.get(name_key(target), ()))
        similar = () if unpublished or target.endswith("/") else self.similar_notes(target)
        return MissingNote(target, similar, aliases, unpublished)

    @cached_property
    def _note_names(self) -> list[tuple[str, NotePath]]:
        names: list[tuple[str, NotePath]] = [
            (name_key(without_md(basename(path))), path) for path in self.notes
        ]
        return names + [(alias, path) for alias, paths in self._aliases.items() for path in paths]

    @cached_property
    def _file_names(self) -> list[tuple[str, NotePath]]:
        return [
            (name_key(basename(path)), path)
            for paths in self._paths.values()
            for path in paths
            if path not in self.notes
        ]


def _above(path: str) -> Iterator[str]:
    """The folders a path lies in."""
    while path := folder(path):
        yield path


def _variants(target: str) -> tuple[str, ...]:
    """The names to look for: as written when it has a dot, and with `.md`."""
    return (target, f"{target}.md") if "." in basename(target) else (f"{target}.md",)


def _normal(start: str, path: str) -> str:
    return posixpath.normpath(f"{start}/{path}" if start else path).lstrip("/")


def _outside(source: NotePath, link: Link) -> bool:
    """Whether a path climbs out of the vault, with either kind of slash."""
    path = link.target.replace("\\", "/")
    start = folder(source) if path.startswith(".") or link.kind == "markdown" else ""
    return not path.startswith("/") and posixpath.normpath(f"{start}/{path}" if start else path).startswith(
        ".."
    )
