"""Links are resolved by Obsidian's rules, each of which has a name."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knotwork.config.settings import Settings
from knotwork.knowledge.anchors import Anchors
from knotwork.knowledge.resolution import (
    Attachment,
    Element,
    Footnote,
    LinkAnchor,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolution,
    Resolved,
    Rule,
    Top,
)
from knotwork.knowledge.similar_files import ATTACHMENT_EXTENSIONS, SimilarFiles, normal_path
from knotwork.model.names import (
    FOLDER_NOTES,
    NOTE_ENDINGS,
    NameKey,
    NotePath,
    basename,
    folder,
    folders_above,
    is_note,
    name_key,
    page_url,
    without_md,
)
from knotwork.model.nearest import Nearest
from knotwork.model.note import Link, Note
from knotwork.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that is tried, and the files it finds."""

    rule: Rule
    paths: tuple[NotePath, ...]


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
        self._endings = tuple(ending for ending in NOTE_ENDINGS if ending == ".md" or ending in used)
        self._indexes = tuple(name for name in FOLDER_NOTES if name.endswith(self._endings))
        hidden = tuple(unpublished)
        self._held_back = frozenset(unpublished)
        self._hidden = Resolver({}, hidden) if hidden else None
        self._aliases: dict[NameKey, list[NotePath]] = defaultdict(list)
        for path, note in sorted(notes.items()):
            for alias in note.aliases:
                if path not in self._aliases[name_key(alias.name.strip())]:
                    self._aliases[name_key(alias.name.strip())].append(path)
        self._anchors = Anchors()
        self._nearest = Nearest()
        self._similar_files = SimilarFiles(notes, self._paths, self._aliases, self._held_back, self._nearest)
        self._paths_by_ending: dict[NameKey, tuple[NotePath, ...]] = {}
        self._folders = {f"{above}/" for path in notes for above in folders_above(path)}

    def resolve(self, source: NotePath, link: Link, *, changed: Note | None = None) -> Resolution:
        """The resolution of a link in `source`; `changed` is that note with another text than the vault's."""
        if not link.target:
            return self._anchored(changed or self.notes[source], link, "this note", ())
        if _outside(source, link):
            step = self._on_site(source, link)
            return self._reached(link, step, changed) if step.paths else OutsideVault(link.target)
        for step in self.steps(source, link):
            if step.paths:
                return self._reached(link, step, changed)
        return self._missing(source, link)

    def steps(self, source: NotePath, link: Link) -> Iterator[Step]:
        """The rules in the order they are tried, each with all files it finds, the chosen one first."""
        if not link.target:
            yield Step("this note", (source,))
            return
        target = link.target
        markdown = link.kind == "markdown"
        if link.html:
            yield Step("relative to the note", self._exact(normal_path(folder(source), target)))
            yield self._on_site(source, link)
        for name in self._variants(target):
            if markdown and not target.startswith("/"):
                yield Step("relative to the note", self._exact(normal_path(folder(source), name)))
            if target.startswith(("./", "../")):
                if not markdown:
                    yield Step("relative path", self._exact(normal_path(folder(source), name)))
                continue
            if target.startswith("/"):
                yield Step("path from the vault's root", self._exact(normal_path("", name.lstrip("/"))))
                continue
            yield from self._named(source, name)
        if markdown and target.endswith("/"):
            start = "" if target.startswith("/") else folder(source)
            for index in self._indexes:
                yield Step("folder index", self._exact(normal_path(start, f"{target}{index}")))
            page = NotePath(f"{normal_path(start, target)}/")
            yield Step("folder page", (page,) if page in self._folders else ())
        elif not target.startswith(("./", "../", "/")) and not target.endswith("/"):
            for index in self._indexes:
                steps = self._named(source, f"{target}/{index}")
                yield from (Step("folder index", step.paths) for step in steps)
        if self.lenient_aliases and not target.startswith(("./", "../", "/")):
            yield Step("alias", tuple(self._aliases.get(name_key(target), ())))

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
        yield Step("exact path", self._exact(normal_path("", name)))
        candidates = self._ending_in(name_key("/" + normal_path("", name)))
        own = self._exact(normal_path(folder(source), name))
        yield Step("own folder", own)
        if len(candidates) == 1:
            yield Step("only candidate", candidates)
        else:
            yield Step("shortest path", candidates)

    def _ending_in(self, ending: NameKey) -> tuple[NotePath, ...]:
        """The files whose paths end so, the shortest first."""
        if ending not in self._paths_by_ending:
            named = self._names.get(NameKey(ending.rpartition("/")[2]), ())
            candidates = (path for path in named if name_key(path).endswith(ending))
            self._paths_by_ending[ending] = tuple(sorted(candidates, key=lambda path: (len(path), path)))
        return self._paths_by_ending[ending]

    def _variants(self, target: str) -> tuple[str, ...]:
        """The names to look for: as written when it has a dot, and with the endings of notes."""
        as_written = (target,) if "." in basename(target) else ()
        return (*as_written, *(f"{target}{ending}" for ending in self._endings))

    def _exact(self, path: str) -> tuple[NotePath, ...]:
        """The file of that path: the same spelling first, else those that differ in case or form."""
        candidates = self._paths.get(name_key(path), ())
        return tuple(sorted(candidates, key=lambda candidate: (candidate != path, candidate)))[:1]

    def _reached(self, link: Link, step: Step, changed: Note | None = None) -> Resolution:
        path = step.paths[0]
        decided = step.rule in ("shortest path", "alias", "folder index")
        candidates = step.paths if decided and len(step.paths) > 1 else ()
        portable = link.kind != "markdown" or step.rule in (
            "relative to the note",
            "address on the site",
            "path from the vault's root",
            "folder index",
            "folder page",
        )
        if path not in self.notes:
            return Attachment(path, step.rule, candidates, portable)
        note = changed if changed is not None and changed.path == path else self.notes[path]
        return self._anchored(note, link, step.rule, candidates, portable=portable)

    # -- anchors

    def _anchored(
        self,
        note: Note,
        link: Link,
        rule: Rule,
        candidates: tuple[NotePath, ...],
        *,
        portable: bool = True,
    ) -> Resolution:
        path = note.path
        parts = [part for part in (part.strip() for part in link.subpath.split("#")) if part]
        anchor = self._anchor(note, link, parts)
        if anchor is not None:
            return Resolved(path, anchor, rule, candidates, portable)
        return self._missing_anchor(note, parts, candidates)

    def _anchor(self, note: Note, link: Link, parts: list[str]) -> LinkAnchor | None:
        """The part of a note that the parts behind a link's `#` lead to; None when there is no such part."""
        if not parts:
            return Top()
        last = parts[-1]
        if last.startswith("^"):
            return self._anchors.block(note, last[1:].strip())
        if _is_footnote(last):
            return Footnote(last[2:-1]) if last[2:-1] in note.footnotes else None
        heading = self._anchors.heading(note, parts)
        if heading is None and link.kind == "markdown":
            heading = self._anchors.heading_of_fragment(note, parts)
        if heading is not None:
            return heading
        element = self._anchors.element(note, link.subpath.strip(), any_id=link.kind == "markdown")
        return None if element is None else Element(element)

    def _missing_anchor(
        self, note: Note, parts: list[str], candidates: tuple[NotePath, ...]
    ) -> MissingAnchor:
        last = parts[-1]
        if last.startswith("^"):
            same = self._anchors.same_block(note, last[1:].strip())
            similar = self._nearest.names(last[1:], self._anchors.near_blocks(note))
            return MissingAnchor(note.path, "block", last[1:], similar, candidates, same)
        if _is_footnote(last):
            return MissingAnchor(note.path, "footnote", last[2:-1], (), candidates)
        same = self._anchors.same_heading(note, last) if len(parts) == 1 else None
        similar = self._nearest.names(last, self._anchors.near_headings(note))
        return MissingAnchor(note.path, "heading", last, similar, candidates, same)

    # -- what is missing

    def _missing(self, source: NotePath, link: Link) -> Resolution:
        target = link.target
        unpublished = self._unpublished(source, link)
        if unpublished is not None and not is_note(unpublished):
            return MissingAttachment(target, unpublished=unpublished)
        same, named = self._similar_files.same(source, link)
        extension = target.rpartition(".")[2].lower() if "." in basename(target) else ""
        if unpublished is None and extension in ATTACHMENT_EXTENSIONS:
            return MissingAttachment(target, self._similar_files.similar_files(target), same)
        aliases = tuple(self._aliases.get(name_key(target), ()))
        similar = () if unpublished or target.endswith("/") else self._similar_files.similar_notes(target)
        return MissingNote(target, similar, aliases, unpublished, same, not named.issubset(aliases))

    def _unpublished(self, source: NotePath, link: Link) -> NotePath | None:
        """The file that a link would reach if all files were published."""
        steps = self._hidden.steps(source, link) if self._hidden else ()
        return next((step.paths[0] for step in steps if step.paths), None)


def resolver_of(vault: Vault, settings: Settings) -> Resolver:
    """The resolver of links for the files of a vault."""
    hidden = (*vault.unpublished, *vault.left_out)
    return Resolver(vault.notes, vault.attachments, hidden, aliases=settings.aliases)


def _is_footnote(part: str) -> bool:
    return part.startswith("[^") and part.endswith("]")


def _outside(source: NotePath, link: Link) -> bool:
    """Whether a path climbs out of the vault, with either kind of slash."""
    path = link.target.replace("\\", "/")
    climbs = path.startswith(("./", "../")) or path == ".."
    start = folder(source) if climbs or link.kind == "markdown" else ""
    whole = posixpath.normpath(f"{start}/{path}" if start else path)
    return not path.startswith("/") and (whole == ".." or whole.startswith("../"))
