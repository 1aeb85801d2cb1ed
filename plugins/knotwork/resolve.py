"""What a link means, or why it means nothing: Obsidian's rules, each step with a name."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knotwork.anchors import Anchors
from knotwork.equivalences import Equivalence, equivalences, name_form, plural_forms
from knotwork.names import (
    FOLDER_NOTES,
    NOTE_ENDINGS,
    NameKey,
    NotePath,
    basename,
    folder,
    is_note,
    name_key,
    page_url,
    without_md,
)
from knotwork.nearest import Known, Nearest
from knotwork.note import BlockId, Heading, Link, Note

ATTACHMENT_EXTENSIONS = frozenset(
    (
        "png jpg jpeg gif bmp svg webp avif ico tiff mp3 wav m4a ogg oga 3gp flac opus mp4 webm ogv mov mkv "
        "pdf canvas base excalidraw csv tsv zip gz tar json yaml yml toml txt html htm xml css "
        "docx xlsx pptx epub"
    ).split()
)
"""What makes a missing target an attachment: any other dot belongs to a note's name (`release-1.30`)."""

_ALIKE = 200
"""So many files of nearly one name are compared: among more, none is meant for certain."""

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
    """The published id of what a link names that is no heading: of attributes, HTML, a footnote."""


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
    same: tuple[str, tuple[Equivalence, ...]] | None = None
    """The one heading or block id that is the same name, written otherwise; and how."""


@dataclass(frozen=True, slots=True)
class SameFile:
    """The one file of the vault that a target names, though it writes the name otherwise."""

    path: NotePath
    by: tuple[Equivalence, ...]


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
    same: SameFile | None = None
    rivals: bool = False
    """Whether a file has that name in another spelling, so that an alias is not the only candidate."""


@dataclass(frozen=True, slots=True)
class MissingAttachment:
    """No file is called that."""

    name: str
    similar: tuple[NotePath, ...] = ()
    same: SameFile | None = None
    unpublished: NotePath | None = None
    """A file of that name which is kept off the site."""


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


def leads_off(link: Link, resolution: Resolution) -> bool:
    """Whether an address in HTML may lead to a page of the site that no note is, such as `../tags/`."""
    is_missing = isinstance(resolution, MissingNote | MissingAttachment | OutsideVault)
    return (
        is_missing and link.html and not link.image and link.target.lower().endswith(("/", ".html", ".htm"))
    )


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
        used = {path[len(without_md(path)) :].lower() for path in self._paths if is_note(path)}
        self._endings = tuple(each for each in NOTE_ENDINGS if each == ".md" or each in used)
        self._indexes = tuple(name for name in FOLDER_NOTES if name.endswith(self._endings))
        hidden = tuple(unpublished)
        self._held_back = frozenset(unpublished)
        self._hidden = Resolver({}, hidden) if hidden else None
        self._aliases: dict[NameKey, list[NotePath]] = defaultdict(list)
        for path, note in sorted(notes.items()):
            for alias in note.aliases:
                if path not in self._aliases[name_key(alias.name.strip())]:
                    self._aliases[name_key(alias.name.strip())].append(path)
        self._similar: dict[NameKey, tuple[NotePath, ...]] = {}
        self._similar_files: dict[NameKey, tuple[NotePath, ...]] = {}
        self._anchors = Anchors()
        self._nearest = Nearest()
        self._endings_found: dict[NameKey, tuple[NotePath, ...]] = {}
        self._folders = {f"{above}/" for path in notes for above in _above(path)}

    def resolve(self, source: NotePath, link: Link) -> Resolution:
        """What a link in `source` means."""
        if not link.target:
            return self._anchored(source, link, "this note", ())
        if _outside(source, link):
            step = self._on_site(source, link)
            return self._reached(link, step) if step.found else OutsideVault(link.target)
        for step in self.steps(source, link):
            if step.found:
                return self._reached(link, step)
        return self._missing(source, link)

    def steps(self, source: NotePath, link: Link) -> Iterator[Step]:
        """The rules in the order they are tried, each with all files it finds, the chosen one first."""
        if not link.target:
            yield Step("this note", (source,))
            return
        target = link.target
        markdown = link.kind == "markdown"
        if link.html:
            yield Step("relative to the note", self._exact(_normal(folder(source), target)))
            yield self._on_site(source, link)
        for name in self._variants(target):
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
            for index in self._indexes:
                yield Step("folder index", self._exact(_normal(start, f"{target}{index}")))
            page = NotePath(f"{_normal(start, target)}/")
            yield Step("folder page", (page,) if page in self._folders else ())
        elif not target.startswith(("./", "../", "/")) and not target.endswith("/"):
            for index in self._indexes:
                steps = self._named(source, f"{target}/{index}")
                yield from (Step("folder index", step.found) for step in steps)
        if self.lenient_aliases and not target.startswith(("./", "../", "/")):
            yield Step("alias", tuple(self._aliases.get(name_key(target), ())))

    def similar_notes(self, name: str) -> tuple[NotePath, ...]:
        """The notes whose names or aliases are nearest to a name, nearest first, at most three."""
        key = name_key(without_md(basename(name)))
        if key not in self._similar:
            self._similar[key] = self._nearest_files(key, self._note_names)
        return self._similar[key]

    # -- files

    def _on_site(self, source: NotePath, link: Link) -> Step:
        """The page or attachment that an address in HTML has on the site, seen from the note's page."""
        if not link.html or link.target.startswith("/"):
            return Step("address on the site", ())
        above = page_url(source).split("/")[:-1]
        for part in link.target.removesuffix("index.html").split("/")[:-1]:
            if part == "..":
                del above[-1:]  # browsers stay at the root
            elif part not in ("", "."):
                above.append(part)
        last = basename(link.target.removesuffix("index.html"))
        above = (
            [*above, last] if last not in ("", ".", "..") else [*(above[:-1] if last == ".." else above), ""]
        )
        address = "/".join(above)
        page = self._pages.get(address)
        if page is not None:
            return Step("address on the site", (page,))
        file = self._exact(address) if address else ()
        return Step("address on the site", file if file and file[0] not in self.notes else ())

    @cached_property
    def _pages(self) -> Mapping[str, NotePath]:
        return {page_url(path): path for path in self.notes}

    def _named(self, source: NotePath, name: str) -> Iterator[Step]:
        """Exact path; then files whose path ends with the name: own folder, else the shortest path."""
        yield Step("exact path", self._exact(_normal("", name)))
        candidates = self._ending_in(name_key("/" + _normal("", name)))
        own = self._exact(_normal(folder(source), name))
        yield Step("own folder", own)
        if len(candidates) == 1:
            yield Step("only candidate", candidates)
        else:
            yield Step("shortest path", candidates)

    def _ending_in(self, ending: NameKey) -> tuple[NotePath, ...]:
        """The files whose paths end so, the shortest first."""
        if ending not in self._endings_found:
            named = self._names.get(NameKey(ending.rpartition("/")[2]), ())
            found = (path for path in named if name_key(path).endswith(ending))
            self._endings_found[ending] = tuple(sorted(found, key=lambda path: (len(path), path)))
        return self._endings_found[ending]

    def _variants(self, target: str) -> tuple[str, ...]:
        """The names to look for: as written when it has a dot, and with the endings of notes."""
        as_written = (target,) if "." in basename(target) else ()
        return (*as_written, *(f"{target}{ending}" for ending in self._endings))

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
            "address on the site",
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
            block = self._anchors.block(note, last[1:].strip())
            if block is not None:
                return Resolved(path, None, block, None, rule, candidates, portable)
            same = self._anchors.same_block(note, last[1:].strip())
            similar = self._nearest.names(last[1:], self._anchors.near_blocks(note))
            return MissingAnchor(path, "block", last[1:], similar, candidates, same)
        if last.startswith("[^") and last.endswith("]"):
            if last[2:-1] in note.footnotes:
                return Resolved(path, None, None, last[2:-1], rule, candidates, portable)
            return MissingAnchor(path, "footnote", last[2:-1], (), candidates)
        heading = self._anchors.heading(note, parts)
        if heading is None and link.kind == "markdown":
            heading = self._anchors.heading_of_fragment(note, parts)
        if heading is not None:
            return Resolved(path, heading, None, None, rule, candidates, portable)
        element = self._anchors.element(note, link.subpath.strip(), any_id=link.kind == "markdown")
        if element is not None:
            return Resolved(path, None, None, None, rule, candidates, portable, element)
        same = self._anchors.same_heading(note, last) if len(parts) == 1 else None
        similar = self._nearest.names(last, self._anchors.near_headings(note))
        return MissingAnchor(path, "heading", last, similar, candidates, same)

    # -- what is missing

    def _missing(self, source: NotePath, link: Link) -> Resolution:
        target = link.target
        unpublished = self._unpublished(source, link)
        if unpublished is not None and not is_note(unpublished):
            return MissingAttachment(target, unpublished=unpublished)
        same, named = self._same_file(source, link)
        extension = target.rpartition(".")[2].lower() if "." in basename(target) else ""
        if unpublished is None and extension in ATTACHMENT_EXTENSIONS:
            key = name_key(basename(target))
            if key not in self._similar_files:
                self._similar_files[key] = self._nearest_files(key, self._file_names)
            return MissingAttachment(target, self._similar_files[key], same)
        aliases = tuple(self._aliases.get(name_key(target), ()))
        similar = () if unpublished or target.endswith("/") else self.similar_notes(target)
        return MissingNote(target, similar, aliases, unpublished, same, not named.issubset(aliases))

    def _same_file(self, source: NotePath, link: Link) -> tuple[SameFile | None, frozenset[NotePath]]:
        """The one file that has the target's name under the table of equivalences, when it is published.

        Notes that are not published, and notes with such an alias, are candidates like any other. Second,
        all files of that name; of very many only some.
        """
        own = basename(link.target.rstrip("/") if link.kind == "markdown" else link.target)
        found: dict[NotePath, tuple[Equivalence, ...]] = {}
        for form in plural_forms(name_form(split_extension(own)[0])):
            if len(self._forms.get(form, ())) > _ALIKE:
                return None, frozenset(path for path, _ in self._forms[form][:_ALIKE])
            for path, name in self._forms.get(form, ()):
                if path in self.notes or (path in self._held_back and is_note(path)):
                    differences = _of_note(own, name)
                else:
                    differences = _of_file(own, name, shown=link.kind == "embed" or link.image)
                folders = _of_folders(path, source, link)
                if differences is not None and folders is not None and path not in found:
                    found[path] = tuple(dict.fromkeys((*folders, *differences)))
        aliases = {
            path
            for form in plural_forms(name_form(own))
            for alias, path in self._alias_forms.get(form, ())[:_ALIKE]
            if alias == own or equivalences(own, alias)
        }
        if len(found.keys() | aliases) != 1 or not found:
            return None, frozenset(found)
        (path, by), *_ = found.items()
        return (SameFile(path, by) if by and path not in self._held_back else None), frozenset(found)

    @cached_property
    def _forms(self) -> Mapping[str, list[tuple[NotePath, str]]]:
        forms: dict[str, list[tuple[NotePath, str]]] = defaultdict(list)
        for path in (*(path for paths in self._paths.values() for path in paths), *self._held_back):
            name = without_md(basename(path)) if path in self.notes else basename(path)
            forms[name_form(split_extension(name)[0])].append((path, name))
        return forms

    @cached_property
    def _alias_forms(self) -> Mapping[str, list[tuple[str, NotePath]]]:
        forms: dict[str, list[tuple[str, NotePath]]] = defaultdict(list)
        for path, note in self.notes.items():
            for alias in note.aliases:
                forms[name_form(alias.name)].append((alias.name.strip(), path))
        return forms

    def _unpublished(self, source: NotePath, link: Link) -> NotePath | None:
        """The file that a link would reach if all files were published."""
        steps = self._hidden.steps(source, link) if self._hidden else ()
        return next((step.found[0] for step in steps if step.found), None)

    def _nearest_files(self, name: str, known: _Named) -> tuple[NotePath, ...]:
        names = self._nearest.names(name, known.names, 6)
        return tuple(dict.fromkeys(path for near in names for path in known.files[near]))[:3]

    @cached_property
    def _note_names(self) -> _Named:
        names = [(name_key(without_md(basename(path))), path) for path in self.notes]
        return _Named([*names, *((alias, path) for alias, paths in self._aliases.items() for path in paths)])

    @cached_property
    def _file_names(self) -> _Named:
        paths = [path for paths in self._paths.values() for path in paths if path not in self.notes]
        return _Named([(name_key(basename(path)), path) for path in paths])


class _Named:
    """Files by their names."""

    def __init__(self, names: Iterable[tuple[str, NotePath]]) -> None:
        self.files: dict[str, list[NotePath]] = defaultdict(list)
        for name, path in names:
            self.files[name].append(path)
        self.names = Known(self.files)


def _above(path: str) -> Iterator[str]:
    """The folders a path lies in."""
    while path := folder(path):
        yield path


def split_extension(name: str) -> tuple[str, str, int]:
    """A file's name without its extension, the extension in lower case, and how often it stands there."""
    extension = name.rpartition(".")[2].lower()
    if extension != "md" and extension not in ATTACHMENT_EXTENSIONS:
        return name, "", 0
    stem, count = name, 0
    while stem.lower().endswith(f".{extension}") and len(stem) > len(extension) + 1:
        stem, count = stem[: -len(extension) - 1], count + 1
    return stem, extension if count else "", count


def _of_note(written: str, name: str) -> tuple[Equivalence, ...] | None:
    """What the last part of a target and a note's name differ in; None when it is another name."""
    name = without_md(name)
    stem, extension, count = split_extension(written)
    if extension not in ("", "md"):
        stem, count = written, 0
    by = equivalences(stem, name)
    if not by and stem != name:
        return None
    return (*by, Equivalence.EXTENSION) if count > 1 else by


def _of_file(written: str, name: str, *, shown: bool) -> tuple[Equivalence, ...] | None:
    """As `_of_note`, of an attachment; only where a file is shown can its extension be missing."""
    stem, extension, count = split_extension(written)
    own, kind, _ = split_extension(name)
    if extension != kind and (extension or not shown):
        return None
    by = equivalences(stem, own)
    if not by and stem != own:
        return None
    return (*by, Equivalence.EXTENSION) if count != bool(kind) else by


def _of_folders(path: NotePath, source: NotePath, link: Link) -> tuple[Equivalence, ...] | None:
    """What the folders in a target and those of a file differ in; None when it lies elsewhere."""
    target = link.target
    if target.startswith("/"):
        return _alike(folder(path), folder(_normal("", target)))
    near = _alike(folder(path), folder(_normal(folder(source), target)))
    if target.startswith(("./", "../")) or (link.kind == "markdown" and near is not None):
        return near
    written = folder(_normal("", target))
    count = written.count("/") + 1 if written else 0
    return _alike("/".join(folder(path).split("/")[-count:]) if count else "", written)


def _alike(real: str, written: str) -> tuple[Equivalence, ...] | None:
    if real == written:
        return ()
    parts, others = written.split("/"), real.split("/")
    if len(parts) != len(others):
        return None
    pairs = zip(parts, others, strict=True)
    if any(one != other and name_form(one) != name_form(other) for one, other in pairs):
        return None
    pairs = zip(parts, others, strict=True)
    return tuple(dict.fromkeys(each for one, other in pairs for each in equivalences(one, other)))


def _normal(start: str, path: str) -> str:
    return posixpath.normpath(f"{start}/{path}" if start else path).lstrip("/")


def _outside(source: NotePath, link: Link) -> bool:
    """Whether a path climbs out of the vault, with either kind of slash."""
    path = link.target.replace("\\", "/")
    climbs = path.startswith(("./", "../")) or path == ".."
    start = folder(source) if climbs or link.kind == "markdown" else ""
    whole = posixpath.normpath(f"{start}/{path}" if start else path)
    return not path.startswith("/") and (whole == ".." or whole.startswith("../"))
