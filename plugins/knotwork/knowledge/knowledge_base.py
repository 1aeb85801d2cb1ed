"""All that is known of a vault: each part is computed when it is first needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from knotwork.config.settings import Settings
from knotwork.knowledge.embeds import Embeds
from knotwork.knowledge.graph import LinkGraph, link_graph
from knotwork.knowledge.link_index import LinkIndex, missing_note_key
from knotwork.knowledge.mentions import Mention, mentions
from knotwork.knowledge.overlay import overlay
from knotwork.knowledge.resolution import Resolution
from knotwork.knowledge.resolve import Resolver, resolver_of
from knotwork.knowledge.snippet_index import SnippetIndex
from knotwork.knowledge.tag_index import TagIndex
from knotwork.knowledge.todos import Todo, todos
from knotwork.model.names import NameKey, NotePath
from knotwork.model.note import Note
from knotwork.vault.vault import Vault


@dataclass(frozen=True)
class KnowledgeBase:
    """A compiled vault. Plain values; nothing in it changes."""

    vault: Vault
    settings: Settings
    resolver: Resolver
    resolutions: Mapping[NotePath, tuple[Resolution, ...]]
    """For each note, one resolution a link, in the order of `Note.links`."""

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

    @cached_property
    def published_resolver(self) -> Resolver:
        """Resolves links to published files only, for texts that other plugins changed."""
        return resolver_of(self.vault, self.settings)

    @cached_property
    def titles(self) -> Mapping[NameKey, tuple[NotePath, ...]]:
        """The notes by the keys that their titles would have as names of missing notes, sorted by path."""
        titles: dict[NameKey, list[NotePath]] = defaultdict(list)
        for path, note in self.notes.items():
            titles[missing_note_key(note.title)].append(path)
        return {key: tuple(paths) for key, paths in titles.items()}

    @cached_property
    def links(self) -> LinkIndex:
        """The links of all notes, and what they mean."""
        return LinkIndex(self.notes, self.resolutions, count_comments=self.settings.comments == "count")

    @cached_property
    def graph(self) -> LinkGraph:
        """Outlinks and backlinks."""
        return link_graph(self.notes, self.links.edges())

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
    def snippets(self) -> SnippetIndex:
        """The YAML documents of all notes, validated."""
        return SnippetIndex(self.notes, self.vault.schema_files, self.settings)

    @cached_property
    def tags(self) -> TagIndex:
        """The tags of all notes."""
        return TagIndex(self.notes, self.settings.ignore_tags)

    @cached_property
    def todos(self) -> tuple[Todo, ...]:
        """All to-dos, ordered by path and position."""
        tags = self.settings.todo_tags
        return tuple(todo for note in self.notes.values() for todo in todos(note, tags))
