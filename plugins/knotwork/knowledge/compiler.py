"""A vault becomes a knowledge base: every link resolved, the graph built, to-dos and tags collected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knotwork.config.settings import Settings
from knotwork.knowledge.embeds import Embeds
from knotwork.knowledge.graph import Edge, LinkGraph, link_graph
from knotwork.knowledge.mentions import Mention, mentions
from knotwork.knowledge.resolution import (
    Attachment,
    MissingAnchor,
    MissingAttachment,
    MissingNote,
    OutsideVault,
    Resolution,
    Resolved,
)
from knotwork.knowledge.resolve import Resolver
from knotwork.knowledge.todos import Todo, todos
from knotwork.knowledge.used_attachments import with_used_attachments
from knotwork.model.diagnostics import Diagnostic, Location, Problem
from knotwork.model.failures import described
from knotwork.model.names import NameKey, NotePath, TagKey, basename, name_key, tag_key, without_md
from knotwork.model.note import Link, Note, Tag
from knotwork.model.text import FILE_START, Span
from knotwork.snippets.schema.registry import SchemaRegistry, schema_registry
from knotwork.snippets.snippet import Snippet
from knotwork.snippets.validate import NoteSnippets, note_snippets
from knotwork.syntax.reader import broken_note
from knotwork.vault.protected import title_only
from knotwork.vault.vault import Vault

_DEFECT = "Please report this: it is a defect of knotwork, not of the note."


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link, the note it stands in, and what it means."""

    source: NotePath
    link: Link
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class MissingNoteLinks:
    """A target that is linked to and does not exist."""

    key: NameKey
    name: str
    """As the first link writes it."""
    links: tuple[ResolvedLink, ...]


@dataclass(frozen=True, slots=True)
class TagOccurrence:
    """A tag and the note it stands in."""

    path: NotePath
    tag: Tag


@dataclass(frozen=True)
class KnowledgeBase:
    """All that is known of a vault. Plain values; nothing in it changes."""

    vault: Vault
    settings: Settings
    resolver: Resolver
    resolutions: Mapping[NotePath, tuple[Resolution, ...]]
    """For each note, one resolution a link, in the order of `Note.links`."""

    @property
    def notes(self) -> Mapping[NotePath, Note]:
        """The published notes, sorted by path."""
        return self.vault.notes

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """Every link of every note, in the order of paths and places."""
        return tuple(each for path in self.notes for each in self.links_of(path))

    def links_of(self, path: NotePath) -> list[ResolvedLink]:
        """The links of one note in the order they are written."""
        pairs = zip(self.notes[path].links, self.resolutions[path], strict=True)
        return sorted((ResolvedLink(path, link, resolution) for link, resolution in pairs), key=_place)

    def counts(self, link: Link) -> bool:
        """Whether a link is an edge: those in comments only with `comments: count`."""
        return link.published or self.settings.comments == "count"

    @cached_property
    def graph(self) -> LinkGraph:
        """Outlinks and backlinks."""
        return link_graph(self.notes, self._edges())

    @cached_property
    def embeds(self) -> Embeds:
        """The embeds of notes: which show themselves, and how much a page may show."""
        most, depth = self.settings.max_embedded_characters, self.settings.max_embed_depth
        return Embeds(self.notes, self.resolutions, characters=most, depth=depth)

    @cached_property
    def mentions(self) -> Mapping[NotePath, tuple[Mention, ...]]:
        """For each note, the notes that name it and do not link to it."""
        return mentions(self.notes, lambda path: {edge.target for edge in self.graph.outlinks.get(path, ())})

    @cached_property
    def schema_registry(self) -> SchemaRegistry:
        """The schemas that the vault brings along."""
        return schema_registry(self.notes.values(), self.vault.schema_files, self.settings)

    def validated(self, path: NotePath) -> NoteSnippets:
        """A note's snippets and what is wrong with them."""
        if path not in self._validated:
            self._validated[path] = _validated(self.notes[path], self.schema_registry, self.settings)
        return self._validated[path]

    @cached_property
    def snippets(self) -> Mapping[NotePath, tuple[Snippet, ...]]:
        """The snippets of the notes that have some."""
        found = {path: self.validated(path).snippets for path in self.notes}
        return {path: snippets for path, snippets in found.items() if snippets}

    @cached_property
    def snippet_findings(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """What is wrong with the snippets, by the code of its rule."""
        found: dict[str, list[Diagnostic]] = defaultdict(list)
        for path in self.notes:
            for each in self.validated(path).diagnostics:
                found[each.rule].append(each)
        return {code: tuple(each) for code, each in found.items()}

    @cached_property
    def _validated(self) -> dict[NotePath, NoteSnippets]:
        return {}

    @cached_property
    def missing_notes(self) -> tuple[MissingNoteLinks, ...]:
        """Missing notes, most wanted first, ties by name."""
        asked: dict[NameKey, list[ResolvedLink]] = defaultdict(list)
        for each in self.links:
            if (
                isinstance(each.resolution, MissingNote)
                and each.link.published
                and not each.resolution.unpublished
            ):
                asked[missing_note_key(each.resolution.name)].append(each)
        found = [
            MissingNoteLinks(key, without_md(basename(_name(links[0])) or _name(links[0])), tuple(links))
            for key, links in asked.items()
        ]
        return tuple(sorted(found, key=lambda wanted: (-len(wanted.links), wanted.key)))

    @cached_property
    def todos(self) -> tuple[Todo, ...]:
        """All to-dos, in the order of paths and places."""
        tags = self.settings.todo_tags
        return tuple(todo for note in self.notes.values() for todo in todos(note, tags))

    @cached_property
    def tags(self) -> Mapping[TagKey, tuple[TagOccurrence, ...]]:
        """Every tag's places; a nested tag counts for each of its parents too. Sorted by key."""
        ignored = set(map(tag_key, self.settings.ignore_tags))
        found: dict[TagKey, list[TagOccurrence]] = defaultdict(list)
        for path, note in self.notes.items():
            for tag in note.tags:
                key = tag_key(tag.name)
                if key in ignored:
                    continue
                place = TagOccurrence(path, tag)
                for parent in ancestors(key):
                    found[parent].append(place)
        return {key: tuple(found[key]) for key in sorted(found)}

    @cached_property
    def tag_names(self) -> Mapping[TagKey, str]:
        """For each tag, parents included, the casing it is first written with."""
        return {key: _leading(places[0].tag.name, key.count("/") + 1) for key, places in self.tags.items()}

    def _edges(self) -> Iterator[Edge]:
        for each in self.links:
            target = target_of(each.resolution)
            if target is not None and self.counts(each.link):
                yield Edge(each.source, target, each.link)


def compile_vault(vault: Vault, settings: Settings | None = None) -> KnowledgeBase:
    """The knowledge base of a vault. Pure: the same vault and settings give the same value."""
    settings = settings or Settings()
    resolver = resolver_of(vault, settings)
    notes = dict(vault.notes)
    resolutions: dict[NotePath, tuple[Resolution, ...]] = {}
    for path, note in vault.notes.items():
        try:
            resolutions[path] = tuple(resolver.resolve(path, link) for link in note.links)
        except MemoryError:
            raise
        except Exception as error:
            notes[path], resolutions[path] = _unresolved(note, error), ()
    vault = with_used_attachments(replace(vault, notes=notes), resolver, resolutions, settings)
    return KnowledgeBase(vault, settings, resolver, resolutions)


def _unresolved(note: Note, error: Exception) -> Note:
    """A note whose links cannot be resolved: its title and why, in place of its text."""
    message = f"the links of this note could not be resolved: {described(error)}"
    problem = Problem("internal-error", FILE_START, message, _DEFECT)
    return replace(broken_note(note.path, (problem,)), title=note.title)


def with_protected(kb: KnowledgeBase, paths: Collection[NotePath]) -> KnowledgeBase:
    """What other pages may know: of the notes at those paths the titles only, and no link from them."""
    notes = {path: title_only(note) if path in paths else note for path, note in kb.notes.items()}
    resolutions = {path: () if path in paths else each for path, each in kb.resolutions.items()}
    return replace(kb, vault=replace(kb.vault, notes=notes), resolutions=resolutions)


def with_unprotected(kb: KnowledgeBase, whole: KnowledgeBase, path: NotePath) -> KnowledgeBase:
    """What the page of one protected note may know: itself as a whole."""
    notes = {**kb.notes, path: whole.notes[path]}
    resolutions = {**kb.resolutions, path: whole.resolutions[path]}
    return replace(kb, vault=replace(kb.vault, notes=notes), resolutions=resolutions)


def resolver_of(vault: Vault, settings: Settings) -> Resolver:
    """What resolves links against the files of a vault."""
    hidden = (*vault.unpublished, *vault.left_out)
    return Resolver(vault.notes, vault.attachments, hidden, aliases=settings.aliases)


def _validated(note: Note, registry: SchemaRegistry, settings: Settings) -> NoteSnippets:
    """A note's snippets; should judging them fail, a finding that says so."""
    try:
        return note_snippets(note, registry, settings)
    except (Exception, RecursionError) as error:
        message = f"the YAML of this note could not be judged: {type(error).__name__}"
        place = Location(note.path, FILE_START)
        return NoteSnippets((), (Diagnostic("internal-error", "error", place, message, _DEFECT),))


def target_of(resolution: Resolution) -> NotePath | None:
    """The note or attachment a link reaches; None when it reaches nothing."""
    match resolution:
        case Resolved(target=target) | Attachment(target=target) | MissingAnchor(target=target):
            return target
        case MissingNote() | MissingAttachment() | OutsideVault():
            return None


def missing_note_key(name: str) -> NameKey:
    """What all links to one missing note have in common."""
    return name_key(without_md(name.strip().strip("/")))


def ancestors(key: TagKey) -> list[TagKey]:
    """A nested tag's parents and itself: `a/b` gives `a`, `a/b`."""
    parts = key.split("/")
    return [TagKey("/".join(parts[: n + 1])) for n in range(len(parts))]


def shown_tags(note: Note) -> Sequence[str]:
    """A note's tags for its chips: each once, first casing, front matter's first."""
    ordered = sorted(note.tags, key=lambda tag: tag.source != "front-matter")
    return list({tag_key(tag.name): tag.name for tag in reversed(ordered)}.values())[::-1]


def _leading(tag: str, parts: int) -> str:
    return "/".join([part for part in tag.split("/") if part][:parts])


def _name(each: ResolvedLink) -> str:
    assert isinstance(each.resolution, MissingNote), "only links to missing notes are wanted"
    return each.resolution.name


def _place(each: ResolvedLink) -> Span:
    return each.link.span
