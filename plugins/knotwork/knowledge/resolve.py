"""Links are resolved: to a file by its name, and in a note to the heading, block or id they name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from sys import intern
from typing import Literal

from knotwork.config.settings import Settings
from knotwork.knowledge.anchors import Anchors
from knotwork.knowledge.file_equivalences import ATTACHMENT_EXTENSIONS
from knotwork.knowledge.files import Files, alias_keys, files_of, lookups
from knotwork.knowledge.renderers import is_by_python_markdown
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
)
from knotwork.knowledge.search import (
    Search,
    Step,
    alias_lookup,
    folder_lookup,
    is_address,
    is_name,
    page_lookup,
    path_from,
)
from knotwork.knowledge.similar_files import SimilarFiles
from knotwork.model.heading_ids import UNICODE, HeadingIds
from knotwork.model.names import (
    NotePath,
    basename,
    folder,
    folders_above,
    is_base,
    is_note,
    name_key,
    page_url,
)
from knotwork.model.nearest import Nearest
from knotwork.model.note import Link, LinkKind, Note
from knotwork.vault.vault import Vault

_ID = re.compile(r"[^\s#^\[\]]+")
"""What may be an id on a page."""

Question = tuple[str, LinkKind, bool, bool, str]
"""All of a link that decides which file it reaches: where it stands, its kind, its target.

Where a name alone stands makes no difference to which files it may reach, so the place is empty then.
"""


class Resolver:
    """Resolves links against the files of a vault. The file that links of one kind and target reach is
    looked for once."""

    def __init__(
        self,
        files: Files,
        hidden: Files,
        *,
        aliases: Literal["strict", "resolve"] = "strict",
        nearest: Nearest | None = None,
        updatable: bool = False,
        heading_ids: HeadingIds = UNICODE,
        has_other_ids: Callable[[Note], bool] = lambda note: False,
        stand_ins: Mapping[NotePath, NotePath] | None = None,
    ) -> None:
        """`hidden` are files that are not published; an `updatable` one remembers what `updated` needs.

        `has_other_ids` says whether a note's page may have ids that its text does not show; `stand_ins` are
        paths that no file has, each with the file that links to it reach.
        """
        self.files, self.hidden, self.aliases = files, hidden, aliases
        self.stand_ins = stand_ins or {}
        self.notes = files.notes
        self.heading_ids = heading_ids
        self.has_other_ids = has_other_ids
        self.anchors = Anchors(heading_ids)
        self.nearest = nearest or Nearest()
        self._search = Search(files, aliases=aliases == "resolve")
        self._hidden_search = Search(hidden, aliases=False) if hidden.paths else None
        replaced = files_of({}, self.stand_ins)
        self._replaced_search = Search(replaced, aliases=False) if self.stand_ins else None
        self._similar_files = SimilarFiles(files, hidden, self.nearest)
        self._destinations: dict[tuple[str, Question], Resolution] = {}
        """By the folder in which a name stands, and the question."""
        self._reached_notes: dict[tuple[NotePath, Rule, tuple[NotePath, ...], bool], Resolved] = {}
        """Links from many folders lead to one note: what they mean is one value."""
        self._at_path: dict[str, Resolution | None] = {}
        """What links by a path from their folder reach; None where other rules have to be tried."""
        self._dependent: dict[str, set[Question]] | None = {} if updatable else None
        """By the names that were looked for: the questions whose answers depend on them."""
        self._of_name: dict[tuple[LinkKind, bool, str], tuple[Resolution, str] | None] = {}
        """What a name alone leads to from every folder but one, with the key of that; None where it depends
        on the folder."""
        self.questions: set[Question] | None = None
        """Gets the questions that are asked; None when nobody needs them."""

    @property
    def is_exhausted(self) -> bool:
        """Whether so much was compared that an answer may depend on what was asked before."""
        return self.nearest.left < 0 or self.anchors.is_exhausted

    def resolve(self, source: NotePath, link: Link, *, changed: Note | None = None) -> Resolution:
        """The resolution of a link in `source`; `changed` is that note with another text than the vault's."""
        if not link.target:
            return self._anchored(changed or self.notes[source], link, Resolved(source, rule="this note"))
        reached = self._destination(source, link)
        if not link.subpath or not isinstance(reached, Resolved):
            return reached
        path = reached.target
        note = changed if changed is not None and changed.path == path else self.notes[path]
        return self._anchored(note, link, reached)

    def steps(self, source: NotePath, link: Link) -> Iterator[Step]:
        """The rules in the order they are tried, each with all files it finds, the chosen one first."""
        if link.target:
            yield from self._search.steps(source, link, [])
        else:
            yield Step("this note", (source,))

    def question(self, source: NotePath, link: Link) -> Question:
        """All of a link that decides which file it may reach."""
        place = "" if is_name(link) else source if is_address(link) else intern(folder(source))
        return (place, link.kind, link.image, link.html, link.target)

    def of_same_files(self) -> Resolver:
        """Another resolver of the same files, which has not been asked anything."""
        return self._of(self.files, self.hidden)

    def updated(
        self,
        files: Files,
        hidden: Files,
        *,
        moved: Collection[NotePath],
        renamed: Collection[NotePath],
    ) -> tuple[Resolver, frozenset[Question]]:
        """The resolver of other files, and the questions it may answer in another way.

        `moved` are the files that came, went, or are hidden or published now; `renamed` the notes that had or
        have other aliases.
        """
        assert self._dependent is not None, "an updatable resolver"
        resolver = self._of(files, hidden, self.nearest)
        resolver.anchors = self.anchors
        resolver._dependent = self._dependent
        if (files.endings, hidden.endings) != (self.files.endings, self.hidden.endings):
            return resolver, frozenset(question for of in self._dependent.values() for question in of)
        if not moved and not renamed:
            resolver._destinations = self._destinations
            resolver._similar_files = self._similar_files.of(files, hidden)
            return resolver, frozenset()
        similar, touched = self._similar_files.updated(files, hidden, moved=moved, renamed=renamed)
        for path in moved:
            touched.update(lookups(path))
            if is_note(path):
                touched.add(page_lookup(page_url(path)))
                touched.update(folder_lookup(f"{above}/") for above in folders_above(path))
        for path in renamed:
            for notes in (self.notes, files.notes):
                touched.update(map(alias_lookup, alias_keys(notes.get(path))))
        open_again = frozenset(question for name in touched for question in self._dependent.get(name, ()))
        resolver._similar_files = similar
        resolver._destinations = {
            key: reached for key, reached in list(self._destinations.items()) if key[1] not in open_again
        }
        return resolver, open_again

    def _of(self, files: Files, hidden: Files, nearest: Nearest | None = None) -> Resolver:
        """A resolver of other files that follows links in the same way."""
        return Resolver(
            files,
            hidden,
            aliases=self.aliases,
            nearest=nearest,
            heading_ids=self.heading_ids,
            has_other_ids=self.has_other_ids,
            stand_ins=self.stand_ins,
        )

    # -- files

    def _destination(self, source: NotePath, link: Link) -> Resolution:
        """The file that a link reaches, whatever follows its `#`."""
        if is_name(link):
            if (only := self._only(source, link)) is not None:
                return only
        elif (
            self._dependent is None  # else the steps note what they look for
            and link.kind == "markdown"
            and (path := path_from(source, link)) is not None
            and (at := self._at(path, link)) is not None
        ):
            return at
        question = self.question(source, link)
        if self.questions is not None:
            self.questions.add(question)
        key = (folder(source) if is_name(link) else "", question)
        known = self._destinations.get(key)
        if known is None:
            looked_for: list[str] = []
            known = self._looked_up(source, link, looked_for)
            self._destinations[key] = known
            self._note(question, looked_for)
        return known

    def _only(self, source: NotePath, link: Link) -> Resolution | None:
        """The one file that a name leads to, from every folder but its own."""
        key = (link.kind, link.image, link.target)
        if key not in self._of_name:
            path = self._search.only(link.target)
            self._of_name[key] = None
            if path is not None:
                reached = self._reached(link, Step("only candidate", (path,)))
                self._of_name[key] = reached, name_key(folder(path))
            self._note(self.question(source, link), self._search.names(link.target))
        known = self._of_name[key]
        if known is None or known[1] == name_key(folder(source)):
            return None
        if self.questions is not None:
            self.questions.add(self.question(source, link))
        return known[0]

    def _note(self, question: Question, looked_for: Iterable[str]) -> None:
        """Note what decides about a question."""
        if self._dependent is not None:
            for name in looked_for:
                self._dependent.setdefault(name, set()).add(question)

    def _at(self, path: str, link: Link) -> Resolution | None:
        if path not in self._at_path:
            files = self.files.exact(path)
            self._at_path[path] = self._reached(link, Step("relative to the note", files)) if files else None
        return self._at_path[path]

    def _looked_up(self, source: NotePath, link: Link, looked_for: list[str]) -> Resolution:
        if _outside(source, link):
            step = self._search.on_site(source, link, looked_for)
            return self._reached(link, step) if step.paths else OutsideVault(link.target)
        for step in self._search.steps(source, link, looked_for):
            if step.paths:
                return self._reached(link, step)
        for step in self._replaced_search.steps(source, link, looked_for) if self._replaced_search else ():
            if step.paths:
                return self._reached(link, Step(step.rule, (self.stand_ins[step.paths[0]],)))
        return self._missing(source, link, looked_for)

    def _reached(self, link: Link, step: Step) -> Resolution:
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
        key = (path, step.rule, candidates, portable)
        reached = self._reached_notes.get(key)
        if reached is None:
            reached = Resolved(path, rule=step.rule, candidates=candidates, portable=portable)
            self._reached_notes[key] = reached
        return reached

    # -- anchors

    def _anchored(self, note: Note, link: Link, reached: Resolved) -> Resolution:
        """The part of a note that a link names; `reached` is the note as a whole.

        Behind the `#` of a base stands a view, and its page shows all of them.
        """
        if not link.subpath or is_base(note.path):
            return reached
        parts = [part for part in (part.strip() for part in link.subpath.split("#")) if part]
        if not parts:
            return reached
        anchor = self._anchor(note, link, parts)
        if anchor is not None:
            return Resolved(reached.target, anchor, reached.rule, reached.candidates, reached.portable)
        return self._missing_anchor(note, parts, reached.candidates)

    def _anchor(self, note: Note, link: Link, parts: list[str]) -> LinkAnchor | None:
        """The part of a note that the parts behind a link's `#` lead to; None when there is no such part."""
        last = parts[-1]
        if last.startswith("^"):
            return self.anchors.block(note, last[1:].strip())
        if _is_footnote(last):
            return Footnote(last[2:-1]) if last[2:-1] in note.footnotes else None
        heading = self.anchors.heading(note, parts)
        if heading is None and link.kind == "markdown":
            heading = self.anchors.heading_of_fragment(note, parts)
        if heading is not None:
            return heading
        element = self.anchors.element(note, link.subpath.strip(), any_id=link.kind == "markdown")
        if element is None and self.has_other_ids(note) and _ID.fullmatch(link.subpath.strip()):
            element = link.subpath.strip()  # an extension of Python-Markdown may have made it
        return None if element is None else Element(element)

    def _missing_anchor(
        self, note: Note, parts: list[str], candidates: tuple[NotePath, ...]
    ) -> MissingAnchor:
        last = parts[-1]
        if last.startswith("^"):
            same = self.anchors.same_block(note, last[1:].strip())
            similar = self.nearest.names(last[1:], self.anchors.near_blocks(note))
            return MissingAnchor(note.path, "block", last[1:], similar, candidates, same)
        if _is_footnote(last):
            return MissingAnchor(note.path, "footnote", last[2:-1], (), candidates)
        same = self.anchors.same_heading(note, last) if len(parts) == 1 else None
        similar = self.nearest.names(last, self.anchors.near_headings(note))
        return MissingAnchor(note.path, "heading", last, similar, candidates, same)

    # -- what is missing

    def _missing(self, source: NotePath, link: Link, looked_for: list[str]) -> Resolution:
        target = link.target
        unpublished = self._unpublished(source, link, looked_for)
        if unpublished is not None and not is_note(unpublished):
            return MissingAttachment(target, unpublished=unpublished)
        same, named = self._similar_files.same(source, link, looked_for)
        extension = target.rpartition(".")[2].lower() if "." in basename(target) else ""
        if unpublished is None and extension in ATTACHMENT_EXTENSIONS:
            return MissingAttachment(target, self._similar_files.similar_files(target, looked_for), same)
        looked_for.append(alias_lookup(name_key(target)))
        aliases = self.files.aliases.get(name_key(target), ())
        is_other = bool(unpublished) or target.endswith("/")
        similar: tuple[NotePath, ...] = ()
        if not is_other:
            near = self._similar_files.similar_notes(target, looked_for)
            similar = tuple(dict.fromkeys((*self._search.ending_with(target, looked_for), *near)))
        return MissingNote(target, similar, aliases, unpublished, same, not named.issubset(aliases))

    def _unpublished(self, source: NotePath, link: Link, looked_for: list[str]) -> NotePath | None:
        """The file that a link would reach if all files were published."""
        hidden = self._hidden_search
        steps: Iterable[Step] = hidden.steps(source, link, looked_for) if hidden else ()
        return next((step.paths[0] for step in steps if step.paths), None)


def resolver_of(vault: Vault, settings: Settings, *, updatable: bool = False) -> Resolver:
    """The resolver of links for the files of a vault."""
    files, hidden = files_of(vault.notes, vault.attachments), files_of({}, hidden_files(vault))
    return Resolver(
        files,
        hidden,
        aliases=settings.aliases,
        updatable=updatable,
        heading_ids=settings.dialect.heading_ids,
        has_other_ids=partial(is_by_python_markdown, settings=settings),
        stand_ins=vault.stand_ins,
    )


def hidden_files(vault: Vault) -> frozenset[NotePath]:
    """The files of a vault that are not published."""
    return frozenset((*vault.unpublished, *vault.left_out))


def _is_footnote(part: str) -> bool:
    return part.startswith("[^") and part.endswith("]")


def _outside(source: NotePath, link: Link) -> bool:
    """Whether a path climbs out of the vault, with either kind of slash."""
    if ".." not in link.target:
        return False
    path = link.target.replace("\\", "/")
    climbs = path.startswith(("./", "../")) or path == ".."
    start = folder(source) if climbs or link.kind == "markdown" else ""
    whole = posixpath.normpath(f"{start}/{path}" if start else path)
    return not path.startswith("/") and (whole == ".." or whole.startswith("../"))
