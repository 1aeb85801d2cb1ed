"""All that is known of a vault: each part is computed when it is first needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from knotwork.config.settings import Settings
from knotwork.knowledge.changes import Changes
from knotwork.knowledge.described_objects import DescribedObjects, described_objects
from knotwork.knowledge.embeds import Embeds
from knotwork.knowledge.graph import LinkGraph, link_graph
from knotwork.knowledge.link_index import LinkIndex, missing_note_key
from knotwork.knowledge.mentions import Mention, MentionIndex, mention_index
from knotwork.knowledge.overlay import overlay
from knotwork.knowledge.queries import Queries
from knotwork.knowledge.resolution import Resolution, target_of
from knotwork.knowledge.resolve import Resolver, resolver_of
from knotwork.knowledge.snippet_index import SnippetIndex
from knotwork.knowledge.tag_index import TagIndex
from knotwork.knowledge.todos import Todo, todos
from knotwork.model.differing import without
from knotwork.model.names import NameKey, NotePath, folder, folders_above, name_key, page_url
from knotwork.model.note import Note
from knotwork.vault.cache import Cache
from knotwork.vault.vault import Vault

DATES = ("updated", "modified", "date", "created")
"""The properties that say when a note was last worked on, the best first."""


@dataclass(frozen=True)
class KnowledgeBase:
    """A compiled vault. Plain values; nothing in it changes."""

    vault: Vault
    settings: Settings
    resolver: Resolver
    resolutions: Mapping[NotePath, tuple[Resolution, ...]]
    """For each note, one resolution a link, in the order of `Note.links`."""
    cache: Cache = field(default_factory=Cache, compare=False, repr=False)
    """Where the findings of manifests are kept between runs."""

    @property
    def notes(self) -> Mapping[NotePath, Note]:
        """The published notes, sorted by path."""
        return self.vault.notes

    def with_note(self, note: Note, resolutions: tuple[Resolution, ...]) -> KnowledgeBase:
        """The same with another text for one note, for the page of that note.

        The tags and embeds stay those of the vault: nothing is computed for all notes again.
        """
        changed = replace(
            self,
            vault=replace(self.vault, notes=overlay(self.notes, note.path, note)),
            resolutions=overlay(self.resolutions, note.path, resolutions),
        )
        vars(changed).update(
            tags=self.tags,
            embeds=self.embeds,
            snippets=self.snippets.with_note(note),
            published_resolver=self.published_resolver,
        )
        return changed

    def updated(
        self,
        vault: Vault,
        resolver: Resolver,
        resolutions: Mapping[NotePath, tuple[Resolution, ...]],
        changes: Changes,
    ) -> KnowledgeBase:
        """The knowledge base of another reading of the vault, `changes` apart from this one.

        The parts that were computed here are updated; the others are still computed when they are needed.
        """
        kb = KnowledgeBase(vault, self.settings, resolver, resolutions, self.cache)
        known, parts = vars(self), vars(kb)
        if "links" in known:
            parts["links"] = self.links.updated(kb.notes, resolutions, changes.links)
        if "graph" in known:
            parts["graph"] = self.graph.updated(kb.notes, kb.links.edges_of, changes.links)
        if "folders" in known and not (changes.added or changes.removed):
            parts["folders"] = self.folders
        if "attachment_folders" in known and vault.attachments == self.vault.attachments:
            parts["attachment_folders"] = self.attachment_folders
        if "dated" in known:
            parts["dated"] = self.dated.difference(changes.facts) | _dated(kb.notes, changes.facts)
        if "titles" in known:
            parts["titles"] = _updated(self.titles, _title_key, self.notes, kb.notes, changes.facts)
        if "addresses" in known:
            parts["addresses"] = _updated(self.addresses, _address_key, self.notes, kb.notes, changes.facts)
        if "embeds" in known:
            parts["embeds"] = self.embeds.updated(kb.notes, resolutions, changes.links, changes.facts)
        if "snippets" in known:
            parts["snippets"] = self.snippets.updated(kb.notes, vault.schema_files, changes.facts)
        if "objects" in known and "snippets" in known:
            snippets: SnippetIndex = parts["snippets"]
            validated = changes.facts | snippets.revalidated
            parts["objects"] = self.objects.updated(self.snippets.by_note, snippets.by_note, validated)
        if "tags" in known:
            parts["tags"] = self.tags.updated(kb.notes, changes.facts)
        if "_todos" in known:
            parts["_todos"] = without(self._todos, changes.facts) | _todos(
                kb.notes, changes.facts, self.settings
            )
        if "_mentions" in known:
            parts["_mentions"] = self._mentions.updated(
                kb.listed_notes, kb.graph.outlinks, changes.facts, changes.links
            )
        return kb

    @property
    def listed_notes(self) -> Mapping[NotePath, Note]:
        """The notes but for those that the vault's own settings leave out of search, graph and mentions."""
        ignores = self.settings.obsidian.ignores
        if not self.settings.obsidian.ignored:
            return self.notes
        return {path: note for path, note in self.notes.items() if not ignores(path)}

    @cached_property
    def published_resolver(self) -> Resolver:
        """Resolves links to published files only, for texts that other plugins changed."""
        known = self.resolver.notes
        if self.settings.attachments == "all" and all(
            known[path] is note for path, note in self.notes.items()
        ):
            return self.resolver.of_same_files()
        return resolver_of(self.vault, self.settings)

    @cached_property
    def titles(self) -> Mapping[NameKey, tuple[NotePath, ...]]:
        """The notes by the keys that their titles would have as names of missing notes, sorted by path."""
        return _by_key(self.notes, _title_key)

    @cached_property
    def addresses(self) -> Mapping[NameKey, tuple[NotePath, ...]]:
        """The notes by the addresses of their pages, letter case apart, sorted by path."""
        return _by_key(self.notes, _address_key)

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders that hold notes, directly or deeper, and the root."""
        inner = {folder(path) for path in self.notes}
        return frozenset({"", *inner}.union(*map(folders_above, inner)))

    @cached_property
    def attachment_folders(self) -> frozenset[str]:
        """The folders that hold attachments, directly or deeper."""
        return frozenset(above for path in self.vault.attachments for above in folders_above(path))

    @cached_property
    def dated(self) -> frozenset[NotePath]:
        """The notes that may say when they were last worked on."""
        return _dated(self.notes, self.notes)

    @cached_property
    def links(self) -> LinkIndex:
        """The links of all notes, and what they mean."""
        return LinkIndex(self.notes, self.resolutions, count_comments=self.settings.comments == "count")

    @cached_property
    def graph(self) -> LinkGraph:
        """Outlinks and backlinks."""
        return link_graph(self.notes, self.links.edges())

    def is_linked(self, path: NotePath) -> bool:
        """Whether another note links to a note."""
        return bool(self.graph.backlinks.get(path)) if "graph" in vars(self) else path in self._linked

    @cached_property
    def _linked(self) -> frozenset[NotePath]:
        """The files that other notes link to; the graph, which takes longer, need not be there."""
        counts = self.links.counts
        return frozenset(
            target
            for path, note in self.notes.items()
            for link, resolution in zip(note.links, self.resolutions[path], strict=True)
            if (target := target_of(resolution)) is not None and target != path and counts(link)
        )

    @cached_property
    def embeds(self) -> Embeds:
        """The embeds of notes: which show themselves, and how much a page may show."""
        most, depth = self.settings.max_embedded_characters, self.settings.max_embed_depth
        return Embeds(self.notes, self.resolutions, characters=most, depth=depth)

    @cached_property
    def mentions(self) -> Mapping[NotePath, tuple[Mention, ...]]:
        """For each note, the notes that name it and do not link to it."""
        return self._mentions.by_target

    @cached_property
    def _mentions(self) -> MentionIndex:
        return mention_index(self.listed_notes, self.graph.outlinks)

    @cached_property
    def snippets(self) -> SnippetIndex:
        """The YAML documents of all notes, validated."""
        return SnippetIndex(self.notes, self.vault.schema_files, self.settings, self.cache)

    @cached_property
    def objects(self) -> DescribedObjects:
        """The objects that whole manifests describe."""
        return described_objects(self.snippets.by_note)

    @cached_property
    def tags(self) -> TagIndex:
        """The tags of all notes."""
        return TagIndex(self.notes, self.settings.ignore_tags)

    @cached_property
    def queries(self) -> Queries:
        """Answers the queries of notes."""
        return Queries(self.vault, self.resolver, self.resolutions, self.settings)

    @cached_property
    def todos(self) -> tuple[Todo, ...]:
        """All to-dos, ordered by path and position."""
        return tuple(todo for path in sorted(self._todos) for todo in self._todos[path])

    @cached_property
    def _todos(self) -> Mapping[NotePath, tuple[Todo, ...]]:
        """The to-dos of the notes that have some."""
        return _todos(self.notes, self.notes, self.settings)


def _todos(
    notes: Mapping[NotePath, Note], paths: Iterable[NotePath], settings: Settings
) -> dict[NotePath, tuple[Todo, ...]]:
    """The to-dos of those of the notes that have some."""
    of_notes = {path: tuple(todos(notes[path], settings.todo_tags)) for path in paths if path in notes}
    return {path: of_note for path, of_note in of_notes.items() if of_note}


def _dated(notes: Mapping[NotePath, Note], paths: Iterable[NotePath]) -> frozenset[NotePath]:
    """Those of the notes that have one of the properties."""
    kept = (path for path in paths if path in notes)
    return frozenset(path for path in kept if not notes[path].front_matter.keys().isdisjoint(DATES))


def _title_key(note: Note) -> NameKey:
    return missing_note_key(note.title)


def _address_key(note: Note) -> NameKey:
    return name_key(page_url(note.path))


def _by_key(
    notes: Mapping[NotePath, Note], key_of: Callable[[Note], NameKey]
) -> dict[NameKey, tuple[NotePath, ...]]:
    """The notes by a key."""
    by_key: dict[NameKey, list[NotePath]] = defaultdict(list)
    for path, note in notes.items():
        by_key[key_of(note)].append(path)
    return {key: tuple(paths) for key, paths in by_key.items()}


def _updated(
    by_key: Mapping[NameKey, tuple[NotePath, ...]],
    key_of: Callable[[Note], NameKey],
    before: Mapping[NotePath, Note],
    after: Mapping[NotePath, Note],
    paths: Iterable[NotePath],
) -> Mapping[NameKey, tuple[NotePath, ...]]:
    """The notes by a key, when some of them differ."""
    moved = [
        (path, old, new)
        for path in paths
        for old, new in [[key_of(of[path]) if path in of else None for of in (before, after)]]
        if old != new
    ]
    if not moved:
        return by_key
    updated = dict(by_key)
    for path, old, new in moved:
        if old is not None:
            kept = tuple(other for other in updated.pop(old) if other != path)
            updated.update({old: kept} if kept else {})
        if new is not None:
            updated[new] = tuple(sorted((*updated.get(new, ()), path)))
    return updated
